"""How fast a customer hears of us (rows 3, 135, 157): an outage, a complaint, the green channel."""

import pytest

from tests.rows.desk import Desk


@pytest.mark.requirement(3)
@pytest.mark.parametrize(("minutes", "verdict"), [(5, "met"), (6, "breached")])
async def test_the_facts_of_an_urgent_matter_are_confirmed_within_five_minutes(
    desk: Desk, minutes: int, verdict: str
) -> None:
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/classify", response_class="urgent")
    await desk.later(minutes=minutes)
    await desk.tell(f"{case}/acknowledge")
    assert await desk.verdict(case, "acknowledgement") == verdict


@pytest.mark.evasion(3)
async def test_a_machine_confirms_nothing_and_a_milder_class_takes_no_breach_back(
    desk: Desk,
) -> None:
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/classify", response_class="urgent")
    await desk.tell(f"{case}/acknowledge", author_kind="bot")
    await desk.later(case, minutes=6)
    await desk.tell(f"{case}/classify", response_class="routine", reason="It was less")
    assert "breached" in await desk.verdicts(case, "acknowledgement")


@pytest.mark.evasion(3, 135)
async def test_who_says_half_a_year_later_that_it_was_in_time_is_refused(desk: Desk) -> None:
    received_at = desk.house.clock().isoformat()
    case = await desk.case(kind="complaint")
    await desk.later(case, days=180)
    refused = await desk.refused(f"{case}/reply", text="We come at once", occurred_at=received_at)
    assert refused == "told_too_late"
    assert await desk.verdict(case, "complaint_answer") == "breached"


@pytest.mark.requirement(135)
@pytest.mark.parametrize(("minutes", "verdict"), [(60, "met"), (61, "breached")])
async def test_a_complaint_is_answered_within_an_hour_at_any_time_of_the_day(
    desk: Desk, minutes: int, verdict: str
) -> None:
    await desk.later(hours=16)  # one at night
    case = await desk.case(kind="complaint")
    await desk.later(minutes=minutes)
    await desk.tell(f"{case}/reply", text="We come at once")
    assert await desk.verdict(case, "complaint_answer") == verdict


@pytest.mark.evasion(135)
async def test_who_classifies_a_complaint_as_routine_afterwards_leaves_its_breach(
    desk: Desk,
) -> None:
    case = await desk.case(kind="complaint")
    await desk.later(case, hours=2)
    await desk.tell(f"{case}/classify", response_class="routine", reason="As it was told")
    assert await desk.verdict(case, "complaint_answer") == "breached"
