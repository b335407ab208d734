"""How far an order is (rows 109, 149, 151): produced, shipped, delivered, and seen after three days."""

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
