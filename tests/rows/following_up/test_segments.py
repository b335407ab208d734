"""Accounts divided into tiers by what they buy: 最近消费、消费频率、消费金额 (row 139)."""

from datetime import timedelta
from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk

SCORES = "/v1/segments/scores"
APPLY = "/v1/segments/apply"
LIMITS: dict[str, Any] = {
    "guideline": "segmentation",
    "version": 2,
    "scoring": "limits",
    "within_days": 365,
    "recency_days": [7, 30, 90, 180],
    "frequency": [1, 2, 3, 5],
    "monetary_minor": [100, 1_000, 10_000, 100_000],
    "tiers": [
        {"segment": "high_value", "least_recency": 4, "least_monetary": 4},
        {"segment": "potential", "least_sum": 9},
    ],
}


async def limits(desk: Desk, **changed: Any) -> None:
    content = {**LIMITS, **changed}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)


async def buys(desk: Desk, path: str, *amounts: int) -> None:
    """Have an account buy, a day apart; the order numbers count on."""
    for amount in amounts:
        await desk.later(days=1)
        number = f"PO-{desk.house.clock():%m%d}"
        await desk.tell(f"{path}/purchases", Role.INTEGRATION, order_reference=number, amount_minor=amount)


async def other_account(desk: Desk, code: str) -> str:
    return f"/v1/accounts/{await desk.house.open_account(code)}"


async def scores(desk: Desk, query: str = "") -> dict[str, dict[str, Any]]:
    found = (await desk.read(f"{SCORES}{query}"))["items"]
    return {each["account_code"]: each for each in found}


async def applied(desk: Desk) -> list[int]:
    await desk.house.catch_up()
    return [each["status"] for each in (await desk.tell(APPLY, Role.SUPERVISOR))["answers"]]


@pytest.mark.requirement(139)
async def test_accounts_are_scored_by_recency_frequency_and_amount_and_moved_to_the_tier_that_follows(
    desk: Desk,
) -> None:
    await limits(desk)
    second, third = await other_account(desk, "KA-2"), await other_account(desk, "KA-3")
    await buys(desk, third, 50)
    await buys(desk, second, 900, 900, 900)
    await buys(desk, ACCOUNT, 60_000, 50_000)
    await desk.later(days=5)
    found = await scores(desk)
    assert [found[code]["proposed"] for code in ("KA-1", "KA-2", "KA-3")] == [
        "high_value",
        "potential",
        "ordinary",
    ]
    why = found["KA-1"]["scoring"]
    assert (why["recency_days"], why["recency_score"], why["recency_limits"]) == (5, 5, [7, 30, 90, 180])
    assert (why["frequency"], why["frequency_score"]) == (2, 2)
    assert (why["monetary_minor"], why["monetary_score"], why["rules_version"]) == (110_000, 5, 2)
    assert await applied(desk) == [200, 200]
    assert await applied(desk) == []
    history = (await desk.read(f"{second}/history", Role.SUPERVISOR))["items"]
    moved = next(each for each in history if each["event"]["type"] == "SegmentAssigned.v1")
    assert moved["event"]["segment"] == "potential"
    assert moved["event"]["scoring"]["monetary_minor"] == 2_700
    assert moved["event"]["reason"] == f"RFM 5-3-3, {desk.house.clock():%Y-%m-%d}, segmentation v2"
    assert moved["actor"].startswith("key:supervisor")


@pytest.mark.requirement(139)
async def test_a_day_that_is_over_is_scored_again_as_it_was_by_the_rule_of_that_day(desk: Desk) -> None:
    await limits(desk)
    await buys(desk, ACCOUNT, 60_000, 50_000)
    day = desk.house.clock().date()
    then = (await scores(desk))["KA-1"]["scoring"]
    await desk.later(days=40)
    await limits(desk, version=3, monetary_minor=[1, 2, 3, 4])
    await buys(desk, ACCOUNT, 70)
    now = (await scores(desk))["KA-1"]["scoring"]
    assert (now["rules_version"], now["frequency"], now["monetary_limits"]) == (3, 3, [1, 2, 3, 4])
    assert (await scores(desk, f"?on={day}"))["KA-1"]["scoring"] == then
    tomorrow = desk.house.clock().date() + timedelta(days=2)
    assert await desk.refused_reading(f"{SCORES}?on={tomorrow}") == "occurred_in_future"


@pytest.mark.requirement(139)
async def test_out_of_the_box_the_limits_are_those_of_five_equal_parts_of_all_accounts(desk: Desk) -> None:
    for number in range(2, 7):
        await buys(desk, await other_account(desk, f"KA-{number}"), 1_000 * number)
    await buys(desk, ACCOUNT, 9_000, 9_000)
    found = await scores(desk)
    assert found["KA-1"]["scoring"]["monetary_limits"] == [3_000, 4_000, 5_000, 6_000]
    assert found["KA-1"]["proposed"] == "high_value"
    assert (found["KA-2"]["scoring"]["monetary_score"], found["KA-2"]["proposed"]) == (1, "ordinary")


@pytest.mark.evasion(139)
async def test_an_order_counts_once_and_what_is_paid_back_does_not_count(desk: Desk) -> None:
    await limits(desk)
    buy: dict[str, Any] = {"order_reference": "PO-7", "amount_minor": 50_000}
    path = f"{ACCOUNT}/purchases"
    bought_at = desk.house.clock().isoformat()
    for _ in range(3):
        await desk.tell(path, Role.INTEGRATION, **buy, occurred_at=bought_at)
    assert await desk.refused(path, **{**buy, "amount_minor": 90_000}) == "on_record_otherwise"
    assert (await scores(desk))["KA-1"]["scoring"]["frequency"] == 1
    back: dict[str, Any] = {"order_reference": "PO-7", "refund_reference": "R-1", "amount_minor": 50_001}
    assert await desk.refused(f"{path}/refund", **back) == "refund_exceeds_purchase"
    assert await desk.refused(f"{path}/refund", **{**back, "order_reference": "PO-8"}) == (
        "purchase_not_recorded"
    )
    await desk.tell(f"{path}/refund", Role.INTEGRATION, **{**back, "amount_minor": 50_000})
    assert await scores(desk) == {}


@pytest.mark.evasion(139)
async def test_who_stopped_buying_does_not_stay_of_high_value_and_a_tier_by_hand_shows_that_it_is(
    desk: Desk,
) -> None:
    await limits(desk)
    await buys(desk, ACCOUNT, 60_000, 50_000)
    await desk.later(days=400)
    (gone,) = (await scores(desk, "?is_moving=true")).values()
    assert (gone["segment"], gone["proposed"], gone["scoring"]["frequency"]) == ("high_value", "ordinary", 0)
    assert await desk.refused(APPLY, Role.AGENT) == "forbidden"
    assert await applied(desk) == [200]
    by_hand: dict[str, Any] = {"segment": "high_value", "reason": "The chairman wants it"}
    await desk.tell(f"{ACCOUNT}/segment", Role.AGENT, **by_hand)
    claimed = {**by_hand, "segment": "potential", "scoring": {"rules_version": 99}}
    assert await desk.refused(f"{ACCOUNT}/segment", Role.AGENT, **claimed) == "validation_failed"
    (moving,) = (await scores(desk, "?is_moving=true")).values()
    assert (moving["segment"], moving["proposed"]) == ("high_value", "ordinary")
    history = (await desk.read(f"{ACCOUNT}/history?limit=200"))["items"]
    (*_, last) = [each["event"] for each in history if each["event"]["type"] == "SegmentAssigned.v1"]
    assert last.get("scoring") is None
