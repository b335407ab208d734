"""How many customers stay and buy again, and whom we woke, over HTTP (留存率、复购率、唤醒, row 142)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import ACCOUNT, Desk


def instant(desk: Desk) -> str:
    return desk.house.clock().isoformat().replace("+00:00", "Z")


async def buys(desk: Desk, order: str, amount: int = 5_000) -> None:
    bought = {"order_reference": order, "amount_minor": amount, "currency": "CNY"}
    await desk.tell(f"{ACCOUNT}/purchases", Role.INTEGRATION, **bought)


async def figures(desk: Desk, from_at: str, to_at: str) -> dict[str, Any]:
    await desk.house.catch_up()
    report = await desk.read(f"/v1/reports/retention?from_at={from_at}&to_at={to_at}")
    told: dict[str, Any] = report["total"]
    return told


async def looked(desk: Desk) -> None:
    await desk.house.catch_up()
    await desk.tell("/v1/silences/detect")
    await desk.house.catch_up()
    await desk.tell("/v1/churn-risks/detect")
    await desk.house.catch_up()


@pytest.mark.requirement(142)
async def test_a_customer_who_is_woken_and_buys_again_is_seen_in_the_rates(desk: Desk) -> None:
    await buys(desk, "O-1")
    begun = instant(desk)
    await desk.later(days=35)
    await looked(desk)
    (risk,) = (await desk.read("/v1/churn-risks?cause=silent"))["items"]
    middle = instant(desk)
    silent = await figures(desk, begun, middle)
    assert (silent["customers"], silent["kept"], silent["gone_silent"], silent["retention_rate"]) == (
        1,
        0,
        1,
        0.0,
    )
    start = {"risk_id": risk["risk_id"], "play": "limited_offer", "responsible": "li.na"}
    await desk.tell(f"{ACCOUNT}/churn-risks/start", **start)
    await desk.later(days=2)
    await buys(desk, "O-2")
    await looked(desk)
    await desk.later(days=2)
    end = instant(desk)
    woken = await figures(desk, middle, end)
    assert (woken["silences"], woken["woken"], woken["woken_after_play"]) == (1, 1, 1)
    assert (woken["retention_rate"], woken["wake_rate_after_play"]) == (1.0, 1.0)
    again = await figures(desk, middle, instant(desk))
    assert (again["buyers"], again["bought_again"]) == (1, 0)
    longer = await desk.read(f"/v1/reports/retention?from_at={middle}")
    assert longer["total"]["customers"] == 1


@pytest.mark.evasion(142)
async def test_an_order_that_is_paid_back_and_one_cut_in_two_raise_no_rate(desk: Desk) -> None:
    await buys(desk, "O-1")
    await desk.later(days=10)
    middle = instant(desk)
    await desk.later(seconds=1)
    for order in ("O-2", "O-3"):
        await buys(desk, order)
    await desk.later(days=9)
    start = desk.house.clock().replace(year=2026, month=2, day=20).isoformat().replace("+00:00", "Z")
    told = await figures(desk, middle, instant(desk))
    assert (told["buyers"], told["repeat_buyers"], told["repurchase_rate"]) == (1, 0, None)
    for order in ("O-2", "O-3"):
        back = {"order_reference": order, "refund_reference": f"R-{order}", "amount_minor": 5_000}
        await desk.tell(f"{ACCOUNT}/purchases/refund", Role.INTEGRATION, **back)
    await desk.later(seconds=1)
    assert (await figures(desk, middle, instant(desk)))["buyers"] == 0
    assert (await figures(desk, start, instant(desk)))["buyers"] == 1


@pytest.mark.evasion(142)
async def test_a_customer_who_is_closed_just_before_the_period_has_not_bought_again(desk: Desk) -> None:
    await buys(desk, "O-1")
    await buys(desk, "O-0", amount=0)
    await desk.later(days=10)
    await desk.tell(f"{ACCOUNT}/close", reason="They went out of business")
    await desk.later(days=1)
    begun = instant(desk)
    await desk.later(days=12)
    told = await figures(desk, begun, instant(desk))
    assert (told["customers"], told["buyers"]) == (0, 0)
    assert (told["buyers_before"], told["bought_again"], told["repurchase_rate"]) == (1, 0, 0.0)


@pytest.mark.evasion(142)
async def test_life_that_was_there_before_the_silence_has_woken_nobody_and_nothing_bought_is_no_order(
    desk: Desk,
) -> None:
    begun = instant(desk)
    await buys(desk, "O-0", amount=0)
    last = desk.house.clock()
    await desk.later(days=20)
    late = instant(desk)
    await desk.later(days=12)
    await looked(desk)
    assert (await figures(desk, begun, instant(desk)))["silences"] == 1
    bought = {"order_reference": "O-1", "amount_minor": 10, "currency": "CNY", "occurred_at": late}
    await desk.tell(f"{ACCOUNT}/purchases", Role.INTEGRATION, **bought)
    await looked(desk)
    await desk.later(days=1)
    told = await figures(desk, begun, instant(desk))
    assert (told["silences"], told["woken"], told["wake_rate"]) == (0, 0, None)
    assert told["buyers"] == 1
    end = last.replace(day=last.day + 1).isoformat().replace("+00:00", "Z")
    assert (await figures(desk, begun, end))["buyers"] == 0


async def test_what_happens_between_two_periods_belongs_to_the_later_one_and_is_told_once(desk: Desk) -> None:
    begun = instant(desk)
    await desk.later(days=10)
    middle = instant(desk)
    for _ in range(2):
        await buys(desk, "O-1")
    await desk.later(days=10)
    end = instant(desk)
    assert (await figures(desk, begun, middle))["buyers"] == 0
    later = await figures(desk, middle, end)
    assert (later["buyers"], later["repeat_buyers"]) == (1, 0)
    late = {"order_reference": "O-2", "amount_minor": 10, "currency": "CNY", "occurred_at": begun}
    await desk.tell(f"{ACCOUNT}/purchases", Role.INTEGRATION, **late)
    later = await figures(desk, middle, end)
    assert (later["buyers"], later["repeat_buyers"], later["repurchase_rate"]) == (1, 0, 1.0)


async def test_the_silence_of_a_customer_who_was_closed_long_ago_waits_for_nobody(desk: Desk) -> None:
    await buys(desk, "O-1")
    await desk.later(days=32)
    await looked(desk)
    await desk.tell(f"{ACCOUNT}/close", reason="They went out of business")
    await desk.later(days=1)
    begun = instant(desk)
    await desk.later(days=40)
    told = await figures(desk, begun, instant(desk))
    assert (told["buyers_before"], told["silences"], told["wake_rate"]) == (1, 0, None)
