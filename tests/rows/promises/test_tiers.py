"""Tiered response (rows 1, 34, 45, 73, 91, 109): what a case is and whose it is decide what is promised."""

from typing import Any

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.composition import OF_OLD
from tests.rows.desk import ACCOUNT, Desk

OTHER = f"/v1/accounts/{account_id_of('KA-2')}"
PROMISED = {
    "basic": {"first_reply", "resolution"},
    "routine": {"first_reply", "resolution"},
    "urgent": {"acknowledgement", "counterpart_informed", "first_reply", "resolution"},
    "complex": {"acknowledgement", "first_reply", "plan", "planned_review", "resolution"},
    "complaint": {"acknowledgement", "complaint_answer", "resolution"},
    "green_channel": {"acknowledgement", "counterpart_informed", "first_reply", "plan", "resolution"},
}
RANKS = ["critical", "high", "moderate", "low"]


async def of_another_tier(desk: Desk, segment: str = "ordinary", **received: Any) -> str:
    """Return the path of a case of a customer of another tier."""
    opened: dict[str, Any] = {"code": "KA-2", "name": "北风公司", "segment": segment, "occurred_at": OF_OLD}
    await desk.tell("/v1/accounts", Role.INTEGRATION, **opened)
    return await desk.case(account_id=str(account_id_of("KA-2")), **received)


async def running(desk: Desk, path: str) -> dict[str, dict[str, Any]]:
    """Return the promises that are still to be kept, by name."""
    found = (await desk.read(f"{path}/clocks"))["clocks"]
    return {each["clock"]: each for each in found if each["verdict"] == "running"}


async def lowered_of(desk: Desk, owner: str) -> int:
    groups = (await desk.read("/v1/reports/kpi?by=owner"))["groups"]
    (hers,) = [each["figures"] for each in groups if each["group"] == owner]
    hits: int = hers["lowered_cases"]["hits"]
    return hits


@pytest.mark.requirement(1)
@pytest.mark.parametrize("response_class", PROMISED)
async def test_the_class_of_a_case_decides_what_is_promised(desk: Desk, response_class: str) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/classify", response_class=response_class, reason="As it was told")
    assert set(await running(desk, case)) == PROMISED[response_class]


@pytest.mark.evasion(1)
async def test_who_puts_an_outage_into_a_milder_class_is_counted_and_named(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify-by-rules", circumstances=["outage"])
    assert await lowered_of(desk, "li.na") == 0
    told = await desk.tell(f"{case}/classify", response_class="basic", reason="Not so bad")
    assert told["events"][0]["event"]["lowered"]
    assert told["events"][0]["actor"] == "key:agent"
    assert await lowered_of(desk, "li.na") == 1


@pytest.mark.evasion(1)
async def test_a_case_that_nobody_classifies_is_promised_what_a_routine_one_is(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    assert set(await running(desk, case)) == PROMISED["routine"]


@pytest.mark.evasion(1)
async def test_leaving_the_circumstance_out_a_second_time_takes_a_case_out_of_no_class(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/classify-by-rules", circumstances=["outage"])
    await desk.tell(f"{case}/classify-by-rules", urgency="low", complexity="low")
    assert set(await running(desk, case)) == PROMISED["green_channel"]


@pytest.mark.evasion(50)
async def test_a_class_below_what_urgency_and_complexity_come_to_is_counted(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na")
    high: dict[str, Any] = {"urgency": "high", "complexity": "high"}
    await desk.tell(f"{case}/classify", response_class="basic", **high, reason="As it was told")
    assert await lowered_of(desk, "li.na") == 1


@pytest.mark.requirement(34)
async def test_each_level_has_its_limit_in_a_table_and_what_is_due_next_stands_first(desk: Desk) -> None:
    (policy,) = [each["policy"] for each in (await desk.read("/v1/policies"))["items"]]
    limits = {
        level: rule["target_seconds"]
        for rule in policy["rules"]
        for level in rule["applies_to"]["priorities"]
        if rule["clock"] == "resolution"
    }
    assert [limits[each] for each in RANKS] == sorted(limits.values())
    routine = await desk.case(kind="enquiry")
    await desk.later(minutes=1)
    urgent = await desk.case()
    await desk.tell(f"{urgent}/classify", response_class="urgent", priority="critical")
    queue = (await desk.read("/v1/clocks"))["items"]
    of_cases = [each for each in queue if each["case_id"]]
    assert [each["case_id"] for each in of_cases[:2]] == [urgent[-36:]] * 2
    assert of_cases[0]["left_seconds"] == 300
    assert routine[-36:] in {each["case_id"] for each in of_cases}
    left = [each["left_seconds"] for each in of_cases]
    assert left == sorted(left)


@pytest.mark.evasion(34)
async def test_an_urgent_matter_is_not_put_at_the_end_of_the_queue_unseen(desk: Desk) -> None:
    case = await of_another_tier(desk)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="urgent", priority="critical")
    await desk.tell(f"{case}/classify", priority="low", reason="it can wait")
    assert await lowered_of(desk, "li.na") == 1
    assert (await running(desk, case))["acknowledgement"]["due_at"] == "2026-03-02T09:05:00Z"


@pytest.mark.requirement(45)
async def test_a_complaint_goes_the_fast_way_and_its_spreading_is_watched(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    due = {name: clock["due_at"] for name, clock in (await running(desk, case)).items()}
    assert due["acknowledgement"] == "2026-03-02T09:05:00Z"
    assert due["complaint_answer"] == "2026-03-02T10:00:00Z"
    assert due["resolution"] == "2026-03-05T09:00:00Z"
    seen: dict[str, Any] = {"extent": "spreading", "observed": "Others ask", "countermeasure": "We call them"}
    await desk.tell(f"{case}/impact", **seen)
    await desk.later(hours=1)
    await desk.tell(f"{case}/impact", extent="public", observed="A newspaper asks")
    assert "public" in str((await desk.read(case))["complaint"])


@pytest.mark.evasion(45)
async def test_a_complaint_that_is_called_routine_keeps_its_fast_way(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/classify", response_class="routine", reason="As it was told")
    due = {name: clock["due_at"] for name, clock in (await running(desk, case)).items()}
    assert due["acknowledgement"] == "2026-03-02T09:05:00Z"
    assert due["complaint_answer"] == "2026-03-02T10:00:00Z"
    assert due["resolution"] == "2026-03-03T05:00:00Z"  # it has the priority of a complaint, too: 8 hours


@pytest.mark.requirement(73)
@pytest.mark.parametrize("circumstances", [[], ["line_stopped"], ["not_urgent"], ["known_answer"]])
async def test_a_high_value_customer_has_one_person_and_is_never_behind_others_with_the_same_matter(
    desk: Desk, circumstances: list[str]
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows presses")
    theirs = await of_another_tier(desk)
    ours = await desk.case()
    for case in (ours, theirs):
        await desk.tell(f"{case}/classify-by-rules", circumstances=circumstances)
    high, other = await desk.read(ours), await desk.read(theirs)
    assert high["owner"] == "li.na"
    assert RANKS.index(high["priority"]) <= RANKS.index(other["priority"])
    later = await running(desk, theirs)
    for name, clock in (await running(desk, ours)).items():
        assert name not in later or clock["due_at"] <= later[name]["due_at"]


@pytest.mark.evasion(73)
async def test_a_high_value_customer_is_not_put_behind_others_by_hand(desk: Desk) -> None:
    case = await desk.case()
    assert await desk.refused(f"{case}/classify", priority="low") == "priority_too_low"
    await desk.tell(f"{case}/classify", urgency="low", complexity="low")
    assert (await desk.read(case))["priority"] == "high"
    assert await desk.refused(f"{case}/classify", priority="moderate") == "priority_too_low"


@pytest.mark.evasion(73, 163)
@pytest.mark.parametrize("way", ["assign", "hand-over"])
async def test_the_one_person_does_not_leave_the_case_to_another_unseen(desk: Desk, way: str) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows presses")
    case = await desk.case()
    to: dict[str, Any] = {"owner": "wang.a"} if way == "assign" else {"to_owner": "wang.a"}
    await desk.tell(f"{case}/{way}", **to)
    groups = (await desk.read("/v1/reports/kpi?by=owner"))["groups"]
    (hers,) = [each["figures"] for each in groups if each["group"] == "li.na"]
    assert hers["left_to_others"]["count"] == 1


@pytest.mark.requirement(91)
async def test_each_tier_has_hours_and_cadences_of_its_own(desk: Desk) -> None:
    theirs, ours = await of_another_tier(desk, kind="enquiry"), await desk.case(kind="enquiry")
    calendars = [(await running(desk, case))["first_reply"]["calendar_id"] for case in (ours, theirs)]
    assert calendars == ["cn_7x12", "cn_5x8"]
    for account in (ACCOUNT, OTHER):
        await desk.tell(f"{account}/owner", owner="li.na", reason="Knows presses")
    high, other = set(await running(desk, ACCOUNT)), set(await running(desk, OTHER))
    assert high - other == {"quarterly_interview", "value_content", "executive_meeting"}
    assert other - high == {"monthly_news", "quarterly_survey"}


@pytest.mark.evasion(91)
async def test_moving_a_customer_to_another_tier_takes_back_no_promise_of_a_case(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    before = {name: clock["due_at"] for name, clock in (await running(desk, case)).items()}
    moved = await desk.tell(f"{ACCOUNT}/segment", segment="ordinary", reason="They cost too much")
    (event,) = [each for each in moved["events"] if each["event"]["type"] == "SegmentAssigned.v1"]
    assert (event["actor"], event["event"]["reason"]) == ("key:agent", "They cost too much")
    await desk.tell(f"{case}/classify", response_class="routine", reason="As it was told")
    assert {name: clock["due_at"] for name, clock in (await running(desk, case)).items()} == before
    assert (await desk.read(case))["segment"] == "high_value"
    groups = (await desk.read("/v1/reports/kpi?by=segment"))["groups"]
    assert [each["group"] for each in groups if each["figures"]["cases_received"]["count"]] == ["high_value"]


@pytest.mark.requirement(109)
@pytest.mark.parametrize(
    ("phase", "kind", "response_class", "category"),
    [
        ("pre_sale", "need", "complex", "pre_sale"),
        ("in_sale", "order_change", "routine", "order"),
        ("after_sale", "return", "routine", "returns"),
        ("after_sale", "complaint", "complaint", "service_quality"),
    ],
)
async def test_before_during_and_after_the_sale_each_matter_has_its_class(
    desk: Desk, phase: str, kind: str, response_class: str, category: str
) -> None:
    case = await desk.case(kind=kind, phase=phase, order_reference="PO-7")
    await desk.tell(f"{case}/classify-by-rules")
    shown = await desk.read(case)
    assert shown["received"]["phase"] == phase
    assert (shown["response_class"], shown["category"]) == (response_class, category)


@pytest.mark.evasion(109)
async def test_another_subject_takes_a_matter_out_of_no_class(desk: Desk) -> None:
    case = await desk.case(kind="complaint", phase="after_sale")
    await desk.tell(f"{case}/classify-by-rules")
    await desk.tell(f"{case}/classify-by-rules", category="returns", urgency="low", complexity="low")
    shown = await desk.read(case)
    assert (shown["response_class"], shown["priority"]) == ("complaint", "high")
