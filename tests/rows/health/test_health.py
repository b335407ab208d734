"""How healthy a customer is, why, and how that moves (客户健康度, row 92)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

LIST = "/v1/health"


async def health(desk: Desk, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = await desk.read(f"{ACCOUNT}/health{query}")
    return found


def points(view: dict[str, Any]) -> dict[str, tuple[int | None, int]]:
    return {part["part"]: (part["figure"], part["points"]) for part in view["health"]["parts"]}


async def uses(desk: Desk, count: int, days_ago: int = 0) -> None:
    at = (desk.house.clock() - timedelta(days=days_ago)).isoformat()
    use = {"feature": "orders", "used_at": at, "count": count}
    await desk.tell(f"{ACCOUNT}/usage", Role.INTEGRATION, source="portal", uses=[use])


async def complaint(desk: Desk) -> str:
    return await desk.case(kind="complaint", subject="The press stands still again")


@pytest.mark.requirement(92)
async def test_the_score_of_a_customer_is_a_sum_of_parts_each_with_the_figure_that_explains_it(
    desk: Desk,
) -> None:
    await desk.tell(f"{ACCOUNT}/owner", owner="li.na", reason="Knows the line")
    await desk.later(days=60)
    await uses(desk, 100, days_ago=40)
    await uses(desk, 90, days_ago=1)
    before = await health(desk)
    assert points(before)["usage"] == (90, 14)
    assert points(before)["silence"] == (1, 15)
    assert points(before)["complaints"] == (0, 15)
    assert before["health"]["score"] == sum(part[1] for part in points(before).values())
    yesterday = desk.house.clock().date()
    await desk.later(days=1)
    complaints = [await complaint(desk), await complaint(desk)]
    await desk.later(*complaints, days=10)
    after = await health(desk, f"?since={yesterday}")
    assert points(after)["complaints"] == (2, 5)
    assert points(after)["response"] == (0, 0)
    moved = after["moved"]
    assert moved["score_before"] == before["health"]["score"]
    assert sum(part["points"] for part in moved["parts"]) == moved["points"]
    assert moved["points"] == after["health"]["score"] - before["health"]["score"]
    again = await health(desk, f"?on={yesterday}")
    assert again["health"] == before["health"]
    level = after["health"]["level"]
    (row,) = (await desk.read(f"{LIST}?level={level}&owner=li.na"))["items"]
    assert row["health"] == after["health"]
    other = "healthy" if level != "healthy" else "at_risk"
    assert (await desk.read(f"{LIST}?level={other}"))["items"] == []


@pytest.mark.requirement(92)
async def test_another_formula_is_tried_over_all_history_before_it_is_put_in_force(desk: Desk) -> None:
    await desk.later(days=40)
    await complaint(desk)
    now = (await health(desk))["health"]
    part = {"part": "complaints", "weight": 100, "worst": 1, "best": 0}
    formula = {"guideline": "health", "version": 2, "parts": [part]}
    formula |= {"healthy_from": 70, "attention_from": 45}
    report = await desk.tell(f"{LIST}/shadow", Role.SUPERVISOR, formula=formula, every_days=20)
    assert len(report["days"]) == 37
    (mover,) = report["movers"]
    assert (mover["account_code"], mover["now"], mover["then"]["level"]) == ("KA-1", now, "at_risk")
    assert sum(one["points"] for one in mover["why"]) == mover["then"]["score"] - now["score"]
    assert (await health(desk))["health"] == now
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=formula)
    await desk.later(minutes=1)
    assert (await health(desk))["health"]["level"] == "at_risk"
    yesterday = desk.house.clock().date() - timedelta(days=1)
    assert (await health(desk, f"?on={yesterday}"))["health"]["rules_version"] == 1


@pytest.mark.evasion(92)
async def test_a_score_of_then_is_what_was_known_then_and_one_day_does_not_make_a_customer_healthy(
    desk: Desk,
) -> None:
    await desk.later(days=60)
    await uses(desk, 100, days_ago=30)
    await uses(desk, 10)
    then = await health(desk)
    assert points(then)["usage"] == (10, 0)
    await desk.later(days=1)
    await uses(desk, 90, days_ago=5)
    day = (desk.house.clock() - timedelta(days=1)).date()
    corrected = await health(desk, f"?on={day}")
    assert points(corrected)["usage"] == (100, 15)
    tomorrow = desk.house.clock().date() + timedelta(days=2)
    assert await desk.refused_reading(f"{ACCOUNT}/health?on={tomorrow}") == "occurred_in_future"
    assert await desk.refused_reading(f"{ACCOUNT}/health?on=1999-01-01") == "account_not_found"
    wrong: dict[str, Any] = {"guideline": "health", "version": 2, "healthy_from": 70, "attention_from": 45}
    wrong["parts"] = [{"part": "complaints", "weight": 99, "worst": 1, "best": 0}]
    assert await desk.refused("/v1/guidelines", Role.SUPERVISOR, content=wrong) == "validation_failed"
