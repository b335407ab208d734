"""One shared timeline of an account, and what is new on those that one follows (row 51)."""

from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.composition import bearer
from tests.rows.desk import ACCOUNT, Desk
from tests.rows.profile.test_profile import sent_for

TIMELINE = f"{ACCOUNT}/timeline"


async def news(desk: Desk, person: str, query: str = "") -> dict[str, Any]:
    """Return what is new for somebody."""
    await desk.house.catch_up()
    headers = {**bearer(Role.INTEGRATION), "Casebook-Staff": person}
    answer = await desk.house.client.get(f"/v1/news{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def seen(desk: Desk, person: str, position: int) -> Any:
    """Mark the news of somebody as seen; return the answer."""
    headers = {**bearer(Role.INTEGRATION), "Casebook-Staff": person}
    answer = await desk.house.client.post("/v1/news/seen", json={"position": position}, headers=headers)
    return answer.json()


def told(found: dict[str, Any]) -> list[str]:
    return [one["event"].partition(".")[0] for one in found["items"]]


@pytest.mark.requirement(51)
async def test_everybody_reads_what_happened_with_a_customer_in_one_timeline(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.later(hours=1)
    await desk.tell(f"{case}/reply", audience="public", substantive=True, text="请先断电, 工程师已出发")
    await desk.later(hours=1)
    await desk.tell(f"{ACCOUNT}/visit", kind="visit", channel="on_site", new_needs="想要导出表格")
    await desk.later(hours=1)
    received_at = (await desk.read(f"{TIMELINE}?themes=cases"))["items"][-1]["occurred_at"]
    await desk.tell(f"{case}/resolve", resolution="更换轴承")
    await desk.tell(
        f"{ACCOUNT}/memos",
        memo_id=str(uuid4()),
        what="供应商大会",
        remind_on="2099-06-01",
        occurred_at=received_at,
    )
    found = await desk.read(TIMELINE)
    happened = [one["occurred_at"] for one in found["items"]]
    assert happened == sorted(happened, reverse=True)
    facts = [name for name in told(found) if not name.startswith("Clock")]
    wanted = ["CaseResolved", "VisitRecorded", "ReplySent", "MemoNoted", "CaseReceived", "AccountOpened"]
    assert [name for name in facts if name in wanted] == wanted
    late = next(one for one in found["items"] if one["event"] == "MemoNoted.v1")
    assert late["told_late_seconds"]
    assert "供应商大会" in late["sentence"]["zh"]
    reply = next(one for one in found["items"] if one["event"] == "ReplySent.v1")
    assert (reply["case_id"], reply["theme"]) == (case.rpartition("/")[2], "answers")
    assert reply["title"]["zh"]
    assert reply["sentence"]["en"]
    some = await desk.read(f"{TIMELINE}?themes=visits,reminders")
    assert [name for name in told(some) if name in wanted] == ["VisitRecorded", "MemoNoted"]
    paged, path = list[int](), f"{TIMELINE}?limit=2"
    while path:
        page = await desk.read(path)
        paged += [one["position"] for one in page["items"]]
        path = page["next"]
    assert paged == [one["position"] for one in found["items"]]
    before = await desk.read(f"{TIMELINE}?as_of={reply['position']}")
    assert told(before)[0] == "ReplySent"


@pytest.mark.evasion(51)
async def test_a_timeline_is_of_one_customer_and_for_who_may_read_histories(desk: Desk) -> None:
    await desk.tell("/v1/accounts", code="KA-2", name="远山物流")
    other = str(account_id_of("KA-2"))
    await desk.case(account_id=other, subject="别家的事")
    assert "CaseReceived" not in told(await desk.read(TIMELINE))
    assert told(await desk.read(f"/v1/accounts/{other}/timeline")).count("CaseReceived") == 1
    assert await desk.refused_reading(f"/v1/accounts/{uuid4()}/timeline") == "account_not_found"
    assert await desk.refused_reading(f"{TIMELINE}?themes=gossip") == "validation_failed"
    assert await desk.refused_reading(TIMELINE, Role.BI) == "forbidden"


@pytest.mark.requirement(51)
async def test_who_follows_a_customer_sees_what_is_new_since_the_last_look_once(desk: Desk) -> None:
    await desk.case(subject="从前的事")
    await sent_for(desk, "li.na", f"{ACCOUNT}/follow")
    await sent_for(desk, "b.li", f"{ACCOUNT}/follow", themes=["visits"])
    assert (await news(desk, "li.na"))["items"] == []
    case = await desk.case()
    first = await news(desk, "li.na")
    assert told(first)[0] == "CaseReceived"
    assert (await news(desk, "li.na"))["items"] == first["items"]  # until it is marked, it stays new
    await desk.later(hours=2)
    await desk.tell(f"{ACCOUNT}/visit", kind="visit", channel="on_site", new_needs="想要导出表格")
    assert (await seen(desk, "li.na", first["up_to_position"]))["seen_position"] == first["up_to_position"]
    second = await news(desk, "li.na")
    assert "VisitRecorded" in told(second)
    assert not {one["position"] for one in first["items"]} & {one["position"] for one in second["items"]}
    await seen(desk, "li.na", second["up_to_position"])
    early = first["items"][0]["occurred_at"]
    await desk.tell(f"{case}/note", text="客户早上就来过电话", occurred_at=early)
    assert told(await news(desk, "li.na")) == ["NoteAdded"]  # told late, and new all the same
    assert told(await news(desk, "b.li")) == ["VisitRecorded"]
    (mine, theirs) = (await desk.read("/v1/follows"))["items"]
    assert (mine["follower"], mine["themes"], theirs["follower"]) == ("b.li", ["visits"], "li.na")


@pytest.mark.evasion(51)
async def test_no_news_is_lost_by_pages_marks_that_run_ahead_or_other_themes(desk: Desk) -> None:
    machine = await sent_for(desk, None, f"{ACCOUNT}/follow")
    assert machine["type"] == "/problems/person_not_named"
    await sent_for(desk, "li.na", f"{ACCOUNT}/follow", themes=["visits"])
    for subject in ("一", "二", "三"):
        await desk.case(subject=f"第{subject}件")
    await sent_for(desk, "li.na", f"{ACCOUNT}/follow")  # wants to hear of everything now
    page = await news(desk, "li.na", "?limit=1")
    assert page["up_to_position"] == page["items"][0]["position"]
    ahead = await seen(desk, "li.na", page["position"] + 1_000)
    assert ahead["type"] == "/problems/position_ahead"
    await seen(desk, "li.na", page["up_to_position"])
    assert (await seen(desk, "li.na", 1))["seen_position"] == page["up_to_position"]
    rest = await news(desk, "li.na")
    assert told(rest).count("CaseReceived") == 2
    assert (await sent_for(desk, "li.na", f"{ACCOUNT}/follow"))["events"] == []
    await sent_for(desk, "li.na", f"{ACCOUNT}/unfollow")
    assert (await news(desk, "li.na"))["items"] == []
