"""How far an order is (rows 109, 149, 151): produced, shipped, delivered, and seen after three days."""

from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import Desk


@pytest.mark.requirement(109, 149, 151)
@pytest.mark.parametrize("arrival", ["delivered", "installed"])
async def test_an_order_is_followed_to_its_delivery_which_keeps_its_step_and_asks_for_a_revisit(
    desk: Desk, arrival: str
) -> None:
    case = await desk.case(kind="order_change", phase="in_sale", order_reference="PO-7")
    for status in ("placed", "in_production", "produced", "shipped", "in_transit"):
        await desk.tell(f"{case}/order-status", order_reference="PO-7", status=status)
        assert await desk.verdict(case, "order_step") == "running"
        await desk.later(case, minutes=10)
    await desk.tell(f"{case}/order-status", order_reference="PO-7", status=arrival)
    assert await desk.verdict(case, "order_step") == "met"
    assert await desk.verdict(case, "delivery_revisit") == "running"
    await desk.later(case, days=4)
    assert await desk.verdict(case, "delivery_revisit") == "breached"


async def test_an_order_arrives_once_however_often_it_is_told(desk: Desk) -> None:
    case = await desk.case(kind="order_change")
    for status in ("delivered", "installed", "delivered"):
        await desk.tell(f"{case}/order-status", order_reference="PO-7", status=status)
        await desk.later(case, minutes=10)
    assert await desk.verdicts(case, "delivery_revisit") == ["running"]


@pytest.mark.evasion(109, 149)
async def test_an_order_that_goes_back_is_seen_in_the_story(desk: Desk) -> None:
    case = await desk.case(kind="order_change")
    await desk.tell(f"{case}/order-status", order_reference="PO-7", status="shipped")
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/order-status", order_reference="PO-7", status="in_production")
    story = await desk.read(f"{case}/story?language=en")
    (line,) = [line["sentence"] for line in story["lines"] if "in production" in line["sentence"]]
    assert "(back from: shipped)" in line
    await desk.later(case, days=10)
    assert await desk.verdict(case, "order_step") == "breached"


@pytest.mark.evasion(151)
async def test_a_call_that_reached_nobody_is_no_revisit_after_a_delivery(desk: Desk) -> None:
    case = await desk.case(kind="order_change")
    await desk.tell(f"{case}/order-status", order_reference="PO-7", status="delivered")
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/revisit", channel="phone", reached=False)
    await desk.later(case, days=4)
    assert await desk.verdict(case, "delivery_revisit") == "breached"


async def test_what_was_returned_or_cancelled_goes_back_from_nowhere(
    desk: Desk,
) -> None:
    case = await desk.case(kind="order_change")
    for status in ("shipped", "returned", "placed"):
        told = await desk.tell(f"{case}/order-status", order_reference="PO-7", status=status)
        assert "back_from" not in told["events"][0]["event"]
        await desk.later(case, minutes=10)


@pytest.mark.evasion(149)
async def test_another_order_or_a_delivery_of_no_order_keeps_no_step_of_this_one(desk: Desk) -> None:
    case = await desk.case(kind="order_change", order_reference="PO-3")
    await desk.tell(f"{case}/order-status", order_reference="OTHER", status="delivered")
    assert await desk.refused(f"{case}/delivery", what="x") == "words_without_meaning"
    await desk.tell(f"{case}/delivery", what="A pallet")
    assert await desk.verdict(case, "order_step") == "running"
    await desk.tell(f"{case}/order-status", order_reference="PO-3", status="delivered")
    assert await desk.verdict(case, "order_step") == "met"


@pytest.mark.requirement(149)
async def test_the_expected_time_of_an_order_is_a_promise_that_is_kept_or_broken(desk: Desk) -> None:
    case = await desk.case(kind="order_change", order_reference="PO-3")
    told: dict[str, Any] = {
        "order_reference": "PO-3",
        "status": "in_production",
        "eta_at": "2026-03-05T10:00:00Z",
    }
    await desk.tell(f"{case}/order-status", **told, commitment_id=str(uuid4()))
    assert await desk.verdict(case, "commitment") == "running"
    await desk.later(case, days=5)
    assert await desk.verdict(case, "commitment") == "breached"


@pytest.mark.evasion(9, 149)
async def test_an_expected_time_of_an_order_lies_ahead_and_binds(desk: Desk) -> None:
    case = await desk.case(kind="order_change", order_reference="PO-3")
    told: dict[str, Any] = {"order_reference": "PO-3", "status": "in_transit", "commitment_id": str(uuid4())}
    past: dict[str, Any] = {**told, "eta_at": "2026-03-01T10:00:00Z"}
    assert await desk.refused(f"{case}/order-status", **past) == "eta_before_told"
    unbound: dict[str, Any] = {
        "order_reference": "PO-3",
        "status": "in_transit",
        "eta_at": "2026-03-05T10:00:00Z",
    }
    assert await desk.refused(f"{case}/order-status", **unbound) == "eta_not_promised"
    assert await desk.refused(f"{case}/order-status", **told) == "validation_failed"


async def orders(desk: Desk, query: str = "") -> list[tuple[str, str | None, bool]]:
    found = (await desk.read(f"/v1/tasks?kind=order{query}"))["items"]
    return [(one["step"], one["held_by"], one["is_overdue"]) for one in found]


@pytest.mark.requirement(109)
@pytest.mark.evasion(109)
async def test_an_order_that_stands_still_is_seen_since_its_last_step_with_who_answers_for_it(
    desk: Desk,
) -> None:
    case = await desk.case(kind="order_change", order_reference="PO-7")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows orders")
    order: dict[str, Any] = {"order_reference": "PO-7"}
    await desk.tell(f"{case}/order-status", **order, status="in_production")
    await desk.later(case, days=2)
    since = desk.house.clock().isoformat().replace("+", "%2B")
    await desk.tell(f"{case}/order-status", **order, status="in_production", tracking_reference="SF-1")
    assert await orders(desk, f"&opened_before={since}") == [("in_production", "li.na", False)]
    await desk.tell(f"{case}/order-status", **order, status="shipped")
    assert await orders(desk, f"&opened_before={since}") == []
    await desk.tell(f"{case}/order-status", **order, status="delivered")
    assert await orders(desk) == []


@pytest.mark.requirement(149)
@pytest.mark.evasion(149)
async def test_three_working_days_are_counted_by_the_calendar_and_what_is_overdue_is_seen(desk: Desk) -> None:
    case = await desk.case(kind="order_change", order_reference="PO-7")
    order: dict[str, Any] = {"order_reference": "PO-7", "status": "in_production", "eta_working_days": 3}
    assert await desk.refused(f"{case}/order-status", **order) == "eta_not_promised"
    both: dict[str, Any] = {**order, "eta_at": "2026-03-05T10:00:00Z", "commitment_id": str(uuid4())}
    assert await desk.refused(f"{case}/order-status", **both) == "validation_failed"
    await desk.later(case, days=3)  # Thursday: the weekend does not count
    told = await desk.tell(f"{case}/order-status", **order, commitment_id=str(uuid4()))
    assert told["events"][0]["event"]["eta_at"].startswith("2026-03-10T")
    assert await orders(desk) == [("in_production", None, False)]
    await desk.later(case, days=6)
    assert await desk.verdict(case, "commitment") == "breached"
    assert await orders(desk) == [("in_production", None, True)]
