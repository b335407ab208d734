"""Wishes about what a customer wants to buy or has ordered."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import OrderStatus

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
MinorAmount = Annotated[int, Field(ge=0, le=10**15)]


class RecordPreSaleNeed(Command):
    """Keep what a customer who wants to buy needs, and what we propose."""

    need: FreeText
    """What the customer wants to reach."""
    industry: Code | None = None
    """The customer's line of business."""
    company_size: FreeText | None = None
    """How large the customer is: people, sites, quantities."""
    budget_from_minor: MinorAmount | None = None
    """The least that the customer wants to spend, in the smallest unit of the currency (分)."""
    budget_to_minor: MinorAmount | None = None
    """The most, in the same unit."""
    currency: Currency = "CNY"
    """The currency of the budget, by ISO 4217."""
    proposed_solution: FreeText | None = None
    """What we propose."""

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        low, high = self.budget_from_minor, self.budget_to_minor
        if low is not None and high is not None and low > high:
            raise invalid("range_reversed", field="budget_to_minor", other="budget_from_minor")
        return self


class RecordOrderStatus(Command):
    """Keep how far an order of the customer is."""

    order_reference: Code
    """The order."""
    status: OrderStatus
    """How far it is."""
    eta_at: Instant | None = None
    """When the next step is expected to be done."""
    tracking_reference: Code | None = None
    """The number under which the carrier can be asked."""
    note: FreeText | None = None
    """What else is to be known, for colleagues only."""


SellingCommand = RecordPreSaleNeed | RecordOrderStatus
