"""When we serve (rows 8, 163): urgent matters at any hour, high-value customers 7x12."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.rows.desk import ACCOUNT, Desk
from tests.rows.promises.test_tiers import lowered_of, of_another_tier, running

LABOUR_DAY_EVENING = datetime(2026, 5, 1, 10, tzinfo=UTC)  # a Friday, 18:00 in Shanghai
DISPATCH = "0195c3a0-0000-7000-8000-0000000002a1"


async def on_labour_day(desk: Desk, minutes: float = 0) -> None:
    """Let it be the Friday of Labour Day, so many minutes after six in the evening."""
    ahead = LABOUR_DAY_EVENING - desk.house.clock()
    await desk.later(seconds=ahead.total_seconds(), minutes=minutes)


async def due(desk: Desk, case: str) -> dict[str, str]:
    return {name: clock["due_at"] for name, clock in (await running(desk, case)).items()}


@pytest.mark.requirement(8)
@pytest.mark.parametrize("tier", ["high_value", "ordinary"])
async def test_a_failure_before_the_weekend_is_answered_at_once_and_mended_on_saturday(
    desk: Desk, tier: str
) -> None:
    await on_labour_day(desk)
    case = await desk.case() if tier == "high_value" else await of_another_tier(desk)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="urgent")
    assert await due(desk, case) == {
        "acknowledgement": "2026-05-01T10:05:00Z",
        "counterpart_informed": "2026-05-01T10:10:00Z",
        "first_reply": "2026-05-01T10:30:00Z",
        "resolution": "2026-05-02T10:00:00Z",
    }
    await desk.tell(f"{case}/reply", text="An engineer comes tomorrow at nine")
    await desk.tell(f"{case}/counterpart", counterpart="sun.d", channel="phone", delivery_proof="CALL-7")
    sent: dict[str, Any] = {"dispatch_id": DISPATCH, "engineer": "gao.f", "task": "Change the bearing"}
    await desk.tell(f"{case}/dispatches", **sent, work="repair", planned_at="2026-05-02T09:00:00+08:00")
    await desk.later(case, hours=16)
    back: dict[str, Any] = {"dispatch_id": DISPATCH, "solved": True, "outcome": "It runs"}
    await desk.tell(f"{case}/dispatches/outcome", **back)
    await desk.tell(f"{case}/resolve", resolution="A new bearing", cause="It ran dry")
    for clock in ("acknowledgement", "counterpart_informed", "first_reply", "resolution"):
        assert await desk.verdict(case, clock) == "met"


@pytest.mark.evasion(8)
async def test_who_lets_the_holiday_pass_has_broken_every_promise(desk: Desk) -> None:
    await on_labour_day(desk)
    case = await of_another_tier(desk)
    await desk.tell(f"{case}/classify", response_class="urgent")
    await desk.later(case, days=5)
    for clock in ("acknowledgement", "counterpart_informed", "first_reply", "resolution"):
        assert await desk.verdict(case, clock) == "breached"


@pytest.mark.evasion(8)
async def test_who_calls_it_routine_until_the_holiday_is_over_is_counted(desk: Desk) -> None:
    await on_labour_day(desk)
    case = await of_another_tier(desk)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class="urgent")
    await desk.tell(f"{case}/classify", response_class="routine", reason="it can wait")
    assert (await due(desk, case))["first_reply"] == "2026-05-06T01:30:00Z"
    assert await lowered_of(desk, "li.na") == 1


@pytest.mark.requirement(163)
async def test_a_high_value_customer_has_an_adviser_of_their_own_from_eight_to_eight_on_every_day(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows presses")
    await on_labour_day(desk, minutes=110)  # ten minutes before eight in the evening
    ours = await desk.case(kind="enquiry")
    theirs = await of_another_tier(desk, kind="enquiry")
    assert (await desk.read(ours))["owner"] == "li.na"
    assert (await due(desk, ours))["first_reply"] == "2026-05-02T00:20:00Z"
    assert (await due(desk, theirs))["first_reply"] == "2026-05-06T01:30:00Z"


@pytest.mark.evasion(163)
async def test_the_adviser_who_is_away_for_the_holiday_has_broken_the_promise(desk: Desk) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows presses")
    await on_labour_day(desk)
    case = await desk.case(kind="enquiry")
    await desk.later(case, days=5)
    await desk.tell(f"{case}/reply", text="Press F2")
    assert (await desk.verdicts(case, "first_reply"))[0] in {"breached", "met_late"}
    groups = (await desk.read("/v1/reports/kpi?by=owner"))["groups"]
    (hers,) = [each["figures"] for each in groups if each["group"] == "li.na"]
    assert hers["clock_attainment"]["hits"] < hers["clock_attainment"]["count"]
