"""What a customer wants to buy or has ordered, as it is shown on a case."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.record.sales import OrderMilestone, PreSaleNeedRecorded
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import OrderStatus


class OrderMilestoneView(Document):
    """How far an order was."""

    order_reference: str
    """The order."""
    status: OrderStatus
    """How far it was."""
    eta_at: datetime | None
    """When the next step was expected to be done."""
    tracking_reference: str | None
    """The number under which the carrier can be asked."""
    at: datetime
    """Since when it stood so."""


class SellingView(Document):
    """What the customer wants to buy or has ordered."""

    pre_sale_need: PreSaleNeedRecorded | None
    """What the customer needs and what we propose, as it was told last."""
    orders: list[OrderMilestoneView]
    """How far each order is."""
    milestones: list[OrderMilestoneView]
    """Every step of every order, by business time."""


def selling_view(case: Case, events: Sequence[Event]) -> SellingView:
    """Return it from a case and its events."""
    needs = [event for event in events if isinstance(event, PreSaleNeedRecorded)]
    milestones = sorted(case.order_milestones, key=lambda one: one.at)
    return SellingView(
        pre_sale_need=needs[-1] if needs else None,
        orders=[_view(one) for one in case.order_standings],
        milestones=[_view(one) for one in milestones],
    )


def _view(one: OrderMilestone) -> OrderMilestoneView:
    return OrderMilestoneView(**vars(one))
