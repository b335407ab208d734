"""The customer's word (rows 13, 44, 124, 137, 155, 160) is no machine's and none of ours, whenever told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk
from tests.rows.people.test_machines import send

AGREED: dict[str, Any] = {"confirmed_by": "Wang Jianguo", "channel": "phone", "words": "Line 3 runs"}


async def resolved(desk: Desk, **received: Any) -> str:
    case = await desk.case(**{"kind": "complaint", **received})
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="The bearing of line 3 is being changed")
    await desk.tell(f"{case}/resolve", resolution="Bearing changed")
    return case


async def words_of_customer(desk: Desk, case: str) -> dict[str, dict[str, Any]]:
    """Return what a customer can say of a resolution, by the command that records it."""
    contact_id, survey_id = await desk.contact(), str(uuid4())
    await desk.tell(f"{case}/survey", survey_id=survey_id, channel="phone", contact_id=contact_id)
    return {
        "confirm": AGREED,
        "rate": {"score": 5, "channel": "phone", "contact_id": contact_id},
        "answer-survey": {"survey_id": survey_id, "csat": 5},
        "decline-survey": {"survey_id": survey_id},
    }


@pytest.mark.requirement(137)
@pytest.mark.evasion(13, 44, 124, 137, 160)
@pytest.mark.parametrize("command", ["confirm", "rate", "answer-survey", "decline-survey"])
async def test_what_a_customer_says_of_a_resolution_is_told_by_a_person_never_by_a_machine_for_nobody(
    desk: Desk, command: str
) -> None:
    case = await resolved(desk)
    said = (await words_of_customer(desk, case))[command]
    refused = await send(desk, f"{case}/{command}", **said)
    assert refused["type"] == "/problems/person_not_named"
    assert (await desk.kpi("csat"))["count"] == 0
    assert await desk.refused(f"{case}/close", Role.INTEGRATION) == "resolution_not_confirmed"
    assert (await send(desk, f"{case}/{command}", "zhao.min", **said))["events"]


@pytest.mark.evasion(13, 44, 137)
@pytest.mark.parametrize("minutes", [0, 5])
@pytest.mark.parametrize("command", ["confirm", "rate", "reassure", "revisit", "plan"])
async def test_a_machine_tells_it_for_nobody_neither_late_nor_in_one_instant_with_what_came_before(
    desk: Desk, command: str, minutes: int
) -> None:
    """What happened later (the reopening) is on the record before the word is told."""
    case = await resolved(desk)
    said = {
        **await words_of_customer(desk, case),
        "reassure": {"channel": "phone", "words": "We are sorry that your line stands still"},
        "revisit": {"channel": "phone", "outcome": "The line runs again"},
        "plan": {
            "channel": "phone",
            "stages": [
                {"title": "Bearing", "due_at": "2026-03-09T18:00:00+08:00", "responsible": "li.na"},
            ],
        },
    }[command]
    at = (desk.house.clock() + timedelta(minutes=minutes)).isoformat()
    await desk.later(minutes=30)
    await desk.tell(f"{case}/reopen", reason="It stands still again")
    await desk.later(minutes=10)
    refused = await send(desk, f"{case}/{command}", **said, occurred_at=at)
    assert refused["type"] == "/problems/person_not_named"
    told = await send(desk, f"{case}/{command}", "zhao.min", **said, occurred_at=at)
    assert told["events"][0]["event"]["occurred_at"] == desk_time(at)


def desk_time(at: str) -> str:
    return at.replace("+00:00", "Z")


@pytest.mark.evasion(13, 137, 155)
@pytest.mark.parametrize("command", ["confirm", "understanding"])
@pytest.mark.parametrize("ours", ["li.na", " Li.Na ", "zhao.min"])
async def test_who_had_the_case_is_ours_also_after_it_was_handed_over_and_told_late(
    desk: Desk, command: str, ours: str
) -> None:
    case = await resolved(desk)
    said = {
        "confirm": AGREED,
        "understanding": {"problem": "The bearing is worn", "channel": "phone"},
    }[command] | {"confirmed_by": ours}
    await desk.later(minutes=10)
    at = desk.house.clock().isoformat()
    await desk.tell(f"{case}/hand-over", to_owner="zhao.min")
    for told in ({}, {"occurred_at": at}):
        refused = await send(desk, f"{case}/{command}", "sun.d", **said, **told)
        assert refused["type"] == "/problems/confirmed_by_ours"
        await desk.later(minutes=10)
    assert (await send(desk, f"{case}/{command}", "sun.d", **{**said, **AGREED_BY}))["events"]


AGREED_BY = {"confirmed_by": "Wang Jianguo"}


@pytest.mark.evasion(137)
async def test_what_another_system_heard_before_it_gave_the_case_to_us_is_history_and_nothing_after_it(
    desk: Desk,
) -> None:
    begun_at = desk.house.clock().isoformat()
    await desk.later(minutes=10)
    taken_at = desk.house.clock().isoformat()
    history = {"occurred_at": begun_at, "taken_over": {"at": taken_at}}
    confirmed, unheard = [await desk.case(Role.INTEGRATION, kind="complaint", **history) for _ in range(2)]
    for case in (confirmed, unheard):
        await send(desk, f"{case}/resolve", resolution="Bearing changed", occurred_at=begun_at)
    assert (await send(desk, f"{confirmed}/confirm", **AGREED, occurred_at=taken_at))["events"]
    await desk.later(minutes=10)
    refused = await send(desk, f"{unheard}/confirm", **AGREED)
    assert refused["type"] == "/problems/person_not_named"
