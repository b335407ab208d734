"""Sudden demands have a high priority, also where only a class is told (row 7)."""

from typing import Any

import pytest

from service.api.http.access import Role
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


async def lowered(desk: Desk) -> int:
    return int((await desk.kpi("lowered_cases"))["hits"])


@pytest.mark.requirement(7, 45)
@pytest.mark.evasion(7, 45)
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("order_change", {"priority": "low"}),
        ("order_change", {"response_class": "routine", "priority": "low"}),
        ("contract_query", {"response_class": "routine", "priority": "moderate"}),
        ("order_change", {"urgency": "low", "complexity": "low", "priority": "low"}),
        ("complaint", {"priority": "low"}),
        ("complaint", {"response_class": "complaint", "priority": "low"}),
        ("complaint", {"response_class": "routine"}),
        ("technical", {"priority": "low"}),
        ("technical", {"response_class": "routine", "priority": "low"}),
    ],
)
async def test_a_first_class_milder_than_the_rules_say_needs_a_reason_and_counts_as_lowered(
    desk: Desk, kind: str, told: dict[str, Any]
) -> None:
    case = await of_another_tier(desk, kind=kind)
    assert await desk.refused(f"{case}/classify", **told) == "milder_without_reason"
    assert await lowered(desk) == 0
    await desk.tell(f"{case}/classify", **told, reason="The customer said that it can wait")
    assert await lowered(desk) == 1


@pytest.mark.evasion(7)
async def test_no_degree_takes_an_order_change_out_of_its_priority_without_a_reason(desk: Desk) -> None:
    case = await of_another_tier(desk, kind="order_change")
    told: dict[str, Any] = {"urgency": "low", "complexity": "low"}
    assert await desk.refused(f"{case}/classify-by-rules", **told) == "milder_without_reason"
    await desk.tell(f"{case}/classify-by-rules", **told, reason="Wanted for next spring")
    assert await lowered(desk) == 1


@pytest.mark.requirement(7, 45)
@pytest.mark.parametrize("kind", ["order_change", "complaint", "technical", "enquiry"])
async def test_what_the_rules_give_and_what_is_graver_needs_no_reason(desk: Desk, kind: str) -> None:
    case = await of_another_tier(desk, kind=kind)
    await desk.tell(f"{case}/classify-by-rules")
    await desk.tell(f"{case}/classify", response_class="urgent", priority="critical")
    assert await lowered(desk) == 0


@pytest.mark.evasion(1, 65)
async def test_what_is_answered_on_the_spot_is_not_put_off_as_routine_without_a_reason(desk: Desk) -> None:
    case = await of_another_tier(desk, kind="technical")
    await desk.tell(f"{case}/classify-by-rules", circumstances=["known_answer"])
    for milder in ("routine", "complex"):
        refusal = await desk.refused(f"{case}/classify", response_class=milder)
        assert refusal == "milder_without_reason"
    await desk.tell(f"{case}/classify", response_class="routine", reason="A drawing is wanted as well")
    assert await lowered(desk) == 1


@pytest.mark.requirement(50, 65)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"response_class": "routine", "priority": "moderate"}, {"response_class": "basic"}),
        ({"response_class": "routine", "priority": "high"}, {"response_class": "basic", "priority": "low"}),
        ({"response_class": "routine"}, {"response_class": "complex"}),
    ],
)
async def test_who_promises_everything_sooner_or_more_need_not_say_why(
    desk: Desk, before: dict[str, Any], after: dict[str, Any]
) -> None:
    case = await of_another_tier(desk, kind="technical")
    await desk.tell(f"{case}/classify", **before)
    await desk.tell(f"{case}/classify", **after)
    assert await lowered(desk) == 0


@pytest.mark.evasion(1, 50, 65)
async def test_what_is_milder_is_said_by_the_limits_of_the_policy_in_force(desk: Desk) -> None:
    """A house that promises more for a routine question than for a basic one asks otherwise."""
    (shown,) = (await desk.read("/v1/policies"))["items"]
    policy = {**shown["policy"], "version": 2}
    policy["rules"] = [
        {**rule, "target_seconds": 600 if rule["rule"] == "resolution_routine" else rule["target_seconds"]}
        for rule in policy["rules"]
    ]
    await desk.tell("/v1/policies", Role.SUPERVISOR, policy=policy)
    await desk.later(minutes=1)
    case = await of_another_tier(desk, kind="technical")
    await desk.tell(f"{case}/classify", response_class="basic", reason="Answered on the phone")
    await desk.tell(f"{case}/classify", response_class="routine")
    assert await desk.refused(f"{case}/classify", response_class="basic") == "milder_without_reason"


@pytest.mark.evasion(7)
async def test_no_reason_takes_a_high_value_customer_below_the_priority_of_the_tier(desk: Desk) -> None:
    case = await desk.case(kind="order_change")
    told: dict[str, Any] = {"priority": "low", "reason": "The customer said that it can wait"}
    assert await desk.refused(f"{case}/classify", **told) == "priority_too_low"
