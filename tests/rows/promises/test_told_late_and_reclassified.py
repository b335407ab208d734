"""What is told late or classified anew makes no broken promise vanish (rows 2, 3, 16, 135, 145)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.scene import CONFIRMED

PROMISE = "0195c3a0-0000-7000-8000-0000000000c1"


async def voided(desk: Desk, act: str) -> dict[str, int]:
    """Return how many promises were made void by an act, by who did it."""
    groups = (await desk.read("/v1/reports/kpi?by=end_reason"))["groups"]
    by_act = {each["group"]: each["figures"]["voided_promises"]["hits"] for each in groups}
    people = (await desk.read("/v1/reports/kpi?by=voided_by"))["groups"]
    by_person = {each["group"]: each["figures"]["voided_promises"]["hits"] for each in people}
    return {"act": by_act.get(act, 0), "agent": by_person.get("key:agent", 0)}


@pytest.mark.evasion(2, 16)
async def test_a_wait_told_after_the_due_instant_puts_it_off_and_is_seen_in_a_figure(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/classify", response_class="urgent")
    await desk.later(case, hours=30)
    assert await desk.verdict(case, "resolution") == "breached"
    began_at = (desk.house.clock() - timedelta(hours=29)).isoformat()
    await desk.tell(f"{case}/wait", waiting_on="supplier", occurred_at=began_at)
    assert await desk.verdict(case, "resolution") == "paused"
    assert (await desk.kpi("put_off_told_late"))["hits"] == 1
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/reply", text="The part has come")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert await desk.verdict(case, "resolution") == "met"
    assert (await desk.kpi("put_off_told_late"))["hits"] == 1


@pytest.mark.evasion(3, 6, 123, 135, 157)
@pytest.mark.parametrize(
    ("first", "then", "clock"),
    [
        ("complex", "routine", "plan"),
        ("urgent", "basic", "counterpart_informed"),
        ("complaint", "routine", "complaint_answer"),
        ("green_channel", "routine", "plan"),
    ],
)
async def test_a_promise_that_another_class_takes_back_counts_as_made_void_by_who_classified(
    desk: Desk, first: str, then: str, clock: str
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/classify", response_class=first)
    before = await voided(desk, "reclassified")
    await desk.tell(f"{case}/classify", response_class=then, reason="it was less")
    after = await voided(desk, "reclassified")
    assert await desk.verdict(case, clock) == "voided"
    assert after["act"] > before["act"]
    assert after["agent"] > before["agent"]


@pytest.mark.requirement(3)
async def test_a_promise_that_only_gets_another_limit_is_not_made_void(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/classify", response_class="urgent")
    assert await desk.verdict(case, "first_reply") == "running"
    assert await voided(desk, "reclassified") == {"act": 0, "agent": 0}


async def promised(desk: Desk) -> str:
    case = await desk.case()
    due_at = (desk.house.clock() + timedelta(hours=1)).isoformat()
    await desk.tell(f"{case}/commitments", commitment_id=PROMISE, what="Line 3 runs", due_at=due_at)
    return case


@pytest.mark.evasion(16, 145)
async def test_a_promise_that_is_put_off_again_and_again_and_given_up_is_broken_when_we_say_so(
    desk: Desk,
) -> None:
    case = await promised(desk)
    for days in (1, 30, 3000):
        later: dict[str, Any] = {"commitment_id": PROMISE, "reason": "The part is late"}
        later["due_at"] = (desk.house.clock() + timedelta(days=days)).isoformat()
        await desk.tell(f"{case}/commitments/renegotiate", **later)
    figures = await desk.kpi("renegotiated_commitments")
    assert (figures["count"], figures["hits"]) == (1, 1)
    await desk.tell(f"{case}/commitments/break", commitment_id=PROMISE, reason="No longer made")
    await desk.later(case, seconds=1)
    assert await desk.verdict(case, "commitment") == "breached"
    kept = await desk.kpi("commitments_kept")
    assert (kept["count"], kept["hits"]) == (1, 0)


@pytest.mark.requirement(145)
async def test_a_promise_that_was_given_up_and_kept_after_all_was_kept_late(desk: Desk) -> None:
    case = await promised(desk)
    await desk.tell(f"{case}/commitments/break", commitment_id=PROMISE, reason="No longer made")
    await desk.later(case, minutes=10)
    await desk.tell(f"{case}/commitments/keep", commitment_id=PROMISE)
    assert await desk.verdict(case, "commitment") == "breached"


@pytest.mark.evasion(3, 50)
@pytest.mark.parametrize(
    "lower",
    [{"response_class": "routine"}, {"priority": "high"}, {"urgency": "low", "complexity": "low"}],
)
async def test_a_class_or_priority_is_not_lowered_without_saying_why(
    desk: Desk, lower: dict[str, Any]
) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/classify", response_class="urgent", priority="critical")
    assert await desk.refused(f"{case}/classify", **lower) == "milder_without_reason"
    await desk.tell(f"{case}/classify", **lower, reason="One press of ten")


@pytest.mark.evasion(123, 137)
async def test_a_case_that_was_a_complaint_by_class_closes_with_its_cause_whatever_its_class_is_now(
    desk: Desk,
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="complaint")
    await desk.tell(f"{case}/reply", text="We look into it")
    await desk.tell(f"{case}/classify", response_class="basic", reason="It was only a question")
    assert await desk.refused(f"{case}/close", reason="withdrawn") == "complaint_not_confirmed"
    await desk.tell(f"{case}/resolve", resolution="Explained")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.refused(f"{case}/close") == "cause_tree_missing"


LATER_WORDS: list[dict[str, Any]] = [
    {"response_class": "basic"},
    {"response_class": "urgent"},
    {"priority": "critical"},
]


@pytest.mark.evasion(34, 65)
@pytest.mark.parametrize("ending", ["resolved", "closed"])
@pytest.mark.parametrize("later_word", LATER_WORDS)
async def test_a_class_of_shorter_limits_that_comes_after_the_end_is_seen_as_promised_too_late(
    desk: Desk, later_word: dict[str, Any], ending: str
) -> None:
    """No verdict changes that was given; who says so only then is counted with those who lower a class."""
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="routine", priority="high")
    before = (await desk.kpi("lowered_cases"))["hits"]
    await desk.later(case, hours=3)
    await desk.tell(f"{case}/resolve", resolution="Press the red button")
    if ending == "closed":
        await desk.tell(f"{case}/confirm", **CONFIRMED)
        await desk.tell(f"{case}/close")
    told = await desk.tell(f"{case}/classify", **later_word)
    assert told["events"][0]["event"]["raised_after_end"] is True
    assert await desk.verdict(case, "resolution") == "met"
    assert (before, (await desk.kpi("lowered_cases"))["hits"]) == (0, 1)
    assert (await desk.tell(f"{case}/classify", **later_word))["events"] == []


@pytest.mark.evasion(34, 65)
async def test_it_is_seen_of_a_case_that_nobody_had_classified_and_not_of_one_reopened_first(
    desk: Desk,
) -> None:
    unclassified, reopened = await desk.case(kind="enquiry"), await desk.case(kind="enquiry")
    await desk.later(hours=3)
    for case in (unclassified, reopened):
        await desk.tell(f"{case}/assign", owner="li.na")
        await desk.tell(f"{case}/resolve", resolution="Press the red button")
    await desk.tell(f"{reopened}/reopen", reason="It was not that")
    for case, is_seen in ((unclassified, True), (reopened, None)):
        told = await desk.tell(f"{case}/classify", response_class="basic")
        assert told["events"][0]["event"].get("raised_after_end") is is_seen
    assert await desk.verdict(reopened, "resolution") == "running"


@pytest.mark.evasion(34, 65)
async def test_a_class_that_is_dated_back_before_the_resolution_is_seen_as_told_after_it(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.later(case, hours=2)
    classified_at = desk.house.clock().isoformat()
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/resolve", resolution="Press the red button")
    await desk.later(case, hours=1)
    told = await desk.tell(f"{case}/classify", response_class="basic", occurred_at=classified_at)
    assert told["events"][0]["event"]["raised_after_end"] is True
    assert (await desk.kpi("lowered_cases"))["hits"] == 1
