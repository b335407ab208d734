"""What a customer wants to buy or has ordered, as it is shown on a case."""

from collections.abc import Sequence
from datetime import datetime

from service.api.http.document import Document
from service.domain.case.record.sales import OrderMilestone, PreSaleNeedRecorded
from service.domain.case.state import Case
from service.domain.event import Event
from service.domain.vocabulary import OrderStatus


class OrderMilestoneView(Document):
    """A status that an order reached."""

    order_reference: str
    """Order number."""
    status: OrderStatus
    """Status of the order."""
    eta_at: datetime | None
    """Expected completion of the next step (UTC); null if not known."""
    tracking_reference: str | None
    """Tracking number of the carrier; null if there is none."""
    at: datetime
    """Time of the status (UTC)."""


class SellingView(Document):
    """Pre-sale need and orders of the customer."""

    pre_sale_need: PreSaleNeedRecorded | None
    """Latest need of the customer with the proposed solution; null if there is none."""
    orders: list[OrderMilestoneView]
    """Current status of each order."""
    milestones: list[OrderMilestoneView]
    """All steps of all orders, by business time."""


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
