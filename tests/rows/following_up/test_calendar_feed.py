"""What a person has to do on which day stands in their own calendar, and moves there as it moves here."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
from icalendar import Calendar

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.following_up.test_reminders import days_later

FEED = "/v1/calendar-feed"
LI = {"Casebook-Staff": "li.na"}
Event = dict[str, Any]


async def address(desk: Desk, staff_id: str = "li.na") -> str:
    made = await desk.house.post(FEED, **bearer(Role.AGENT), Casebook_Staff=staff_id)
    assert made.status_code == 200, made.text
    assert made.json()["staff_id"] == staff_id
    return str(made.json()["address"])


async def asked(desk: Desk, at: str, language: str = "en") -> httpx.Response:
    """Ask as a calendar does: without a key."""
    await desk.house.catch_up()
    return await desk.house.client.get(at, headers={"Authorization": "", "Accept-Language": language})


async def events(desk: Desk, at: str, language: str = "en") -> dict[str, Event]:
    answer = await asked(desk, at, language)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    found = {
        str(one["uid"]): {
            "summary": str(one["summary"]),
            "on": one.decoded("dtstart"),
            "sequence": int(str(one["sequence"])),
            "status": str(one["status"]),
        }
        for one in calendar.walk("VEVENT")
    }
    assert len(found) == len(calendar.walk("VEVENT")), "each has an identity of its own"
    return found


async def arranged(desk: Desk) -> str:
    """Have a visit planned and a memo raised for the owner; return the id of the visit."""
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    visit_id = str(uuid4())
    plan: dict[str, Any] = {
        "visit_id": visit_id,
        "kind": "interview",
        "planned_on": "2026-03-12",
        "aim": "The second line",
    }
    await desk.tell(f"{ACCOUNT}/planned-visits", **plan)
    memo: dict[str, Any] = {"memo_id": "5f0f4c1e-0000-4000-8000-000000000001", "what": "Their conference"}
    await desk.tell(f"{ACCOUNT}/memos", **memo, remind_on="2026-03-03")
    await days_later(desk, 1)
    return visit_id


@pytest.mark.requirement(25)
async def test_visits_and_reminders_stand_in_the_calendar_of_who_makes_them_and_keep_their_identity(
    desk: Desk,
) -> None:
    visit_id = await arranged(desk)
    at = await address(desk)
    before = await events(desk, at)
    assert sorted((one["summary"], one["on"], one["status"]) for one in before.values()) == [
        ("KA-1: interview", date(2026, 3, 12), "CONFIRMED"),
        ("KA-1: memo", date(2026, 3, 3), "CONFIRMED"),
    ]
    moved: dict[str, Any] = {"memo_id": "5f0f4c1e-0000-4000-8000-000000000001", "remind_on": "2026-03-08"}
    await desk.tell(f"{ACCOUNT}/memos/move", **moved, reason="Not today")
    await desk.tell(f"{ACCOUNT}/planned-visits/cancel", visit_id=visit_id, reason="They are on holiday")
    await days_later(desk, 0.01)
    after = await events(desk, at)
    assert after.keys() == before.keys()
    assert sorted((one["summary"], one["on"], one["status"]) for one in after.values()) == [
        ("KA-1: interview", date(2026, 3, 12), "CANCELLED"),
        ("KA-1: memo", date(2026, 3, 8), "CONFIRMED"),
    ]
    assert all(one["sequence"] > before[uid]["sequence"] for uid, one in after.items())
    in_chinese = await events(desk, at, "zh-CN")
    assert {one["summary"] for one in in_chinese.values()} == {"KA-1: 深度访谈", "KA-1: 备忘"}


@pytest.mark.evasion(25)
async def test_an_address_shows_one_persons_days_names_nobody_and_ends(desk: Desk) -> None:
    await arranged(desk)
    hers, his = await address(desk), await address(desk, "ma.h")
    assert await events(desk, his) == {}
    text = (await asked(desk, hers)).text
    assert [word for word in ("conference", "second line", "海天", "li.na") if word in text] == []
    again = await address(desk)
    assert (await asked(desk, hers)).status_code == 404
    assert len(await events(desk, again)) == 2
    await desk.tell(f"{ACCOUNT}/owner", owner="ma.h", reason="Li Na is away")
    assert [len(await events(desk, at)) for at in (again, his)] == [0, 2]
    of_another = f"{FEED}?staff_id=ma.h"
    refused = await desk.house.client.delete(of_another, headers={**bearer(Role.AGENT), **LI})
    assert refused.status_code == 403
    own = f"{FEED}?staff_id=Li.Na"
    ended = await desk.house.client.delete(own, headers={**bearer(Role.AGENT), **LI})
    assert ended.json() == {"staff_id": "li.na", "was_there": True}
    governed = await desk.house.client.delete(of_another, headers=bearer(Role.SUPERVISOR))
    assert governed.json() == {"staff_id": "ma.h", "was_there": True}
    again = await address(desk)
    people: dict[str, Any] = {"guideline": "staff", "version": 2, "people": [{"staff_id": "ma.h"}]}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=people)
    await desk.later(seconds=1)
    assert (await asked(desk, again)).status_code == 404, "she is not among the people who were published"
    for nowhere in (again, again.replace(".ics", "x.ics"), "/calendar/x.ics"):
        assert (await asked(desk, nowhere)).status_code == 404
    for nobody in (Role.INTEGRATION, Role.AGENT):
        assert await desk.refused(FEED, nobody) == "person_not_named"


async def test_what_nobody_has_done_stays_in_the_calendar_and_what_is_asked_too_often_waits(
    desk: Desk,
) -> None:
    await arranged(desk)
    at = await address(desk)
    assert at.startswith("/calendar/")
    assert at.endswith(".ics")
    await desk.later(days=60)
    assert {one["summary"] for one in (await events(desk, at)).values()} == {"KA-1: interview", "KA-1: memo"}
    answers = [(await asked(desk, at)).status_code for _ in range(6)]
    assert (answers[0], answers[-1]) == (200, 429)
