"""What goes on after the resolution: follow-up, survey (rows 18, 44, 160)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.scene import CONFIRMED

SURVEY = "0195c3a0-0000-7000-8000-0000000000d1"


async def repaired(desk: Desk) -> str:
    """Return the path of a fault that is repaired, confirmed and closed."""
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    await desk.tell(f"{case}/close")
    return case


@pytest.mark.requirement(18)
async def test_a_repaired_machine_is_followed_up_every_week_also_after_the_close(desk: Desk) -> None:
    case = await repaired(desk)
    for kept in range(1, 4):
        await desk.later(case, days=6)
        await desk.tell(f"{case}/revisit", channel="phone", outcome="Runs")
        assert await desk.verdicts(case, "fault_follow_up") == [*["met"] * kept, "running"]
    await desk.later(case, days=8)
    assert await desk.verdict(case, "fault_follow_up") == "breached"


@pytest.mark.parametrize("ground", ["plan_completed", "customer_wish"])
async def test_the_follow_up_ends_by_its_plan_or_as_the_customer_wishes(desk: Desk, ground: str) -> None:
    case = await repaired(desk)
    await desk.later(case, days=6)
    await desk.tell(f"{case}/revisit", channel="phone", outcome="Runs")
    await desk.tell(f"{case}/end-follow-up", ground=ground)
    await desk.later(case, days=30)
    assert await desk.verdicts(case, "fault_follow_up") == ["met", "voided"]


@pytest.mark.evasion(18)
async def test_who_ends_the_follow_up_before_it_began_is_seen_and_so_is_an_attempt_that_reached_nobody(
    desk: Desk,
) -> None:
    case = await repaired(desk)
    await desk.tell(f"{case}/end-follow-up", ground="plan_completed")
    await desk.tell(f"{case}/revisit", channel="phone", reached=False)
    assert await desk.verdicts(case, "fault_follow_up") == ["voided"]
    assert (await desk.kpi("voided_promises"))["hits"] == 1


@pytest.mark.evasion(18)
async def test_three_calls_in_a_row_are_the_call_of_one_week(desk: Desk) -> None:
    case = await repaired(desk)
    await desk.tell(f"{case}/revisit", channel="phone", outcome="Runs")
    assert await desk.verdicts(case, "fault_follow_up") == ["running"]
    await desk.later(case, days=6)
    for _ in range(3):
        await desk.tell(f"{case}/revisit", channel="phone", outcome="Runs")
        await desk.later(case, minutes=1)
    assert await desk.verdicts(case, "fault_follow_up") == ["met", "running"]
    await desk.later(case, days=8)
    assert await desk.verdicts(case, "fault_follow_up") == ["met", "breached"]


async def test_a_fault_that_comes_back_is_followed_up_anew(desk: Desk) -> None:
    case = await repaired(desk)
    await desk.tell(f"{case}/end-follow-up", ground="customer_wish")
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/reopen", reason="Stands still again")
    await desk.tell(f"{case}/resolve", resolution="A new drive")
    assert await desk.verdicts(case, "fault_follow_up") == ["voided", "running"]


async def test_a_case_that_was_never_resolved_has_no_follow_up_to_end(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    assert await desk.refused(f"{case}/end-follow-up", ground="customer_wish") == "case_not_resolved"


@pytest.mark.requirement(44, 160)
@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("survey", {"survey_id": SURVEY, "channel": "sms"}),
        (
            "survey",
            {"survey_id": SURVEY, "channel": "phone", "mode": "phone"},
        ),
        ("rate", {"score": 4, "channel": "phone"}),
    ],
    ids=["sent", "interview", "rating"],
)
async def test_within_a_day_the_customer_is_asked_or_has_said_what_they_think(
    desk: Desk, command: str, body: dict[str, Any]
) -> None:
    contact_id = await desk.contact()
    case = await repaired(desk)
    await desk.later(case, hours=23)
    await desk.tell(f"{case}/{command}", **body, contact_id=contact_id)
    assert await desk.verdict(case, "survey") == "met"


@pytest.mark.evasion(160)
async def test_nobody_asked_is_broken_and_who_asks_nobody_stands_for_it(desk: Desk) -> None:
    await desk.contact()
    forgotten, skipped = await repaired(desk), await repaired(desk)
    await desk.tell(f"{skipped}/skip-survey", reason="not_in_programme")
    await desk.later(forgotten, hours=25)
    assert await desk.verdict(forgotten, "survey") == "breached"
    assert await desk.verdict(skipped, "survey") == "voided"
    assert (await desk.kpi("voided_promises"))["hits"] == 1
