"""The counterpart inside the house hears of an urgent matter within ten minutes, with proof (row 4)."""

from typing import Any

import pytest

from tests.rows.desk import Desk

TOLD: dict[str, Any] = {"counterpart": "sun.d", "channel": "sms"}
PROVEN: dict[str, Any] = {**TOLD, "delivery_proof": "SMS-7"}


async def urgent(desk: Desk) -> str:
    case = await desk.case()
    await desk.tell(f"{case}/classify", response_class="urgent")
    return case


@pytest.mark.requirement(4)
@pytest.mark.parametrize(("minutes", "verdict"), [(10, "met"), (11, "breached")])
async def test_the_counterpart_is_informed_within_ten_minutes_with_proof_of_delivery(
    desk: Desk, minutes: int, verdict: str
) -> None:
    case = await urgent(desk)
    await desk.later(case, minutes=minutes)
    await desk.tell(f"{case}/counterpart", **PROVEN)
    assert (await desk.verdicts(case, "counterpart_informed")) == [verdict]
    assert "SMS-7" in str(await desk.read(f"{case}/story"))


@pytest.mark.evasion(4)
async def test_who_only_says_that_the_counterpart_was_told_keeps_no_promise(desk: Desk) -> None:
    case = await urgent(desk)
    await desk.tell(f"{case}/counterpart", **TOLD)
    assert await desk.verdict(case, "counterpart_informed") == "running"
    assert await desk.refused(f"{case}/counterpart", **TOLD, delivery_proof=" ") == "validation_failed"
    await desk.later(case, minutes=11)
    assert await desk.verdict(case, "counterpart_informed") == "breached"


@pytest.mark.evasion(4)
async def test_the_proof_is_of_the_instant_of_delivery_whenever_it_is_found(desk: Desk) -> None:
    case = await urgent(desk)
    informed_at = desk.house.clock().isoformat()
    await desk.tell(f"{case}/counterpart", **TOLD)
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/counterpart", **PROVEN, occurred_at=informed_at)
    assert await desk.verdict(case, "counterpart_informed") == "met"
    assert (await desk.kpi("kept_told_late"))["hits"] == 1
