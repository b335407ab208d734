"""How far the orders of a customer are, and what the customer wants to buy."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.sales import RecordOrderStatus, RecordPreSaleNeed
from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.vocabulary import BuyerDetail, OrderStatus
from tests.domain.facts import DUE, ELEVEN, NINE, TEN, received
from tests.specification import case_after, given


def status(to: OrderStatus, hours: int = 1, **fields: object) -> OrderStatusRecorded:
    at = NINE + timedelta(hours=hours)
    return OrderStatusRecorded.model_validate(
        {"occurred_at": at, "order_reference": "PO-77", "status": to, **fields}
    )


@pytest.mark.requirement(109)
def test_an_order_is_followed_from_production_to_shipment_and_delivery() -> None:
    steps = (OrderStatus.IN_PRODUCTION, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    events = [status(step, hours) for hours, step in enumerate(steps, start=1)]
    for number, event in enumerate(events):
        command = RecordOrderStatus(order_reference="PO-77", status=event.status)
        given(received(), *events[:number]).when(command, at=event.occurred_at).then(event)
    (standing,) = case_after(received(), *events).order_standings
    assert standing.status is OrderStatus.DELIVERED


def test_a_step_that_becomes_known_late_does_not_turn_the_order_back() -> None:
    known = (received(), status(OrderStatus.SHIPPED, 2))
    late = RecordOrderStatus(
        order_reference="PO-77", status=OrderStatus.IN_PRODUCTION, occurred_at=NINE + timedelta(hours=1)
    )
    given(*known).when(late, at=ELEVEN).then(status(OrderStatus.IN_PRODUCTION, 1))
    after = case_after(*known, status(OrderStatus.IN_PRODUCTION, 1))
    assert [one.status for one in after.order_standings] == [OrderStatus.SHIPPED]
    given(*known, status(OrderStatus.IN_PRODUCTION, 1)).when(late, at=ELEVEN).then_nothing()


def test_a_new_eta_of_the_same_step_is_news_and_another_order_stands_for_itself() -> None:
    known = (received(), status(OrderStatus.SHIPPED))
    later = RecordOrderStatus(order_reference="PO-77", status=OrderStatus.SHIPPED, eta_at=DUE)
    given(*known).when(later, at=ELEVEN).then(status(OrderStatus.SHIPPED, 2, eta_at=DUE))
    other = RecordOrderStatus(order_reference="PO-78", status=OrderStatus.SHIPPED)
    given(*known).when(other, at=TEN).then(status(OrderStatus.SHIPPED, 1, order_reference="PO-78"))


def test_a_budget_is_not_told_from_the_top_down() -> None:
    with pytest.raises(ValidationError) as refused:
        RecordPreSaleNeed(need="A press", budget_from_minor=2, budget_to_minor=1)
    assert refused.value.errors()[0]["type"] == "range_reversed"
    assert RecordPreSaleNeed(need="A press", budget_from_minor=1, budget_to_minor=1).currency == "CNY"


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({}, None),
        ({"industry": "logistics"}, (BuyerDetail.INDUSTRY,)),
        ({"company_size": "Three sites"}, (BuyerDetail.COMPANY_SIZE,)),
        ({"budget_from_minor": 0}, (BuyerDetail.BUDGET,)),
        ({"budget_to_minor": 0}, (BuyerDetail.BUDGET,)),
    ],
)
def test_a_need_says_what_it_names_of_the_buyer_and_the_last_one_counts(
    told: dict[str, Any], named: tuple[BuyerDetail, ...] | None
) -> None:
    before = PreSaleNeedRecorded(occurred_at=NINE, need="Count", buyer_details=tuple(BuyerDetail))
    command = RecordPreSaleNeed.model_validate({"need": "Count parcels", **told})
    (recorded,) = given(received(), before).when(command, at=TEN).decided()
    assert isinstance(recorded, PreSaleNeedRecorded)
    assert recorded.buyer_details == named
    assert case_after(received(), before, recorded).known_of_buyer == set(named or ())
