"""Sudden demands have a high priority, also where only a class is told (row 7)."""

from typing import Any

import pytest

from tests.rows.desk import Desk
from tests.rows.promises.test_tiers import of_another_tier


async def priority_of(desk: Desk, case: str) -> str | None:
    priority: str | None = (await desk.read(case))["priority"]
    return priority


@pytest.mark.requirement(7)
@pytest.mark.parametrize(
    ("kind", "response_class", "priority"),
    [
        ("order_change", "routine", "high"),
        ("contract_query", "routine", "high"),
        ("order_change", "complex", "high"),
        ("complaint", "complaint", "high"),
        ("enquiry", "routine", None),
    ],
)
async def test_a_class_told_without_a_priority_brings_the_one_that_a_rule_names(
    desk: Desk, kind: str, response_class: str, priority: str | None
) -> None:
    case = await of_another_tier(desk, kind=kind)
    await desk.tell(f"{case}/classify", response_class=response_class)
    assert await priority_of(desk, case) == priority


@pytest.mark.evasion(7)
@pytest.mark.parametrize("kind", ["order_change", "contract_query"])
async def test_a_mild_class_takes_no_sudden_demand_out_of_its_priority(desk: Desk, kind: str) -> None:
    case = await of_another_tier(desk, kind=kind)
    await desk.tell(f"{case}/classify", response_class="basic")
    assert await priority_of(desk, case) == "high"


@pytest.mark.evasion(7)
async def test_a_priority_that_was_told_stays_when_a_class_is(desk: Desk) -> None:
    case = await of_another_tier(desk)
    told: dict[str, Any] = {"priority": "critical"}
    await desk.tell(f"{case}/classify", **told)
    await desk.tell(f"{case}/classify", response_class="complex")
    assert await priority_of(desk, case) == "critical"
