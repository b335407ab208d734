"""Facts about what a customer wants to buy or has ordered."""

from typing import Literal

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import OrderStatus


class PreSaleNeedRecorded(Event):
    """What a customer who wants to buy needs, and what we propose (需求调研、方案匹配, REQUIREMENTS 148)."""

    type: Literal["PreSaleNeedRecorded.v1"] = "PreSaleNeedRecorded.v1"
    need: FreeText
    """What the customer wants to reach."""
    industry: str | None = None
    """The customer's line of business."""
    company_size: FreeText | None = None
    """How large the customer is: people, sites, quantities."""
    budget_from_minor: int | None = None
    """The least that the customer wants to spend, in the smallest unit of the currency (分)."""
    budget_to_minor: int | None = None
    """The most, in the same unit."""
    currency: str = "CNY"
    """The currency of the budget, by ISO 4217."""
    proposed_solution: FreeText | None = None
    """What we propose."""


class OrderStatusRecorded(Event):
    """An order of the customer came to a step of production, delivery or return (REQUIREMENTS 109)."""

    type: Literal["OrderStatusRecorded.v1"] = "OrderStatusRecorded.v1"
    order_reference: str
    """The order."""
    status: OrderStatus
    """How far it is."""
    eta_at: RecordedInstant | None = None
    """When the next step is expected to be done."""
    tracking_reference: str | None = None
    """The number under which the carrier can be asked (REQUIREMENTS 9)."""
    note: FreeText | None = None
    """What else is to be known, for colleagues only."""


SellingEvent = PreSaleNeedRecorded | OrderStatusRecorded
