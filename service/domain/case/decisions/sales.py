"""What a customer wants to buy, and how far an order is."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded
from service.domain.case.rules import DATED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import decides, records
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.money import Currency
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import OrderStatus

MinorAmount = Annotated[int, Field(ge=0, le=10**15)]


class RecordPreSaleNeed(
    Command, example={"need": "Count parcels at six gates", "budget_to_minor": 5_000_000, "currency": "CNY"}
):
    """Record the need of a prospective buyer and our proposal."""

    need: FreeText
    industry: Code | None = None
    company_size: FreeText | None = None
    budget_from_minor: MinorAmount | None = None
    budget_to_minor: MinorAmount | None = None
    currency: Currency = "CNY"
    proposed_solution: FreeText | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        low, high = self.budget_from_minor, self.budget_to_minor
        if low is not None and high is not None and low > high:
            raise invalid("range_reversed", field="budget_to_minor", other="budget_from_minor")
        return self


class RecordOrderStatus(
    Command, example={"order_reference": "PO-7", "status": "shipped", "tracking_reference": "SF-1001"}
):
    """Record the status of an order of the customer."""

    order_reference: Code
    status: OrderStatus
    eta_at: Instant | None = None
    tracking_reference: Code | None = None
    """Tracking number of the carrier."""
    note: FreeText | None = None


def order_stood_so(case: Case, command: RecordOrderStatus, at: datetime) -> bool:
    """Return whether the order already stood so at that instant, whatever is noted besides."""
    standing = case.order_standing(command.order_reference, at)
    return standing is not None and (standing.status, standing.eta_at, standing.tracking_reference) == (
        command.status,
        command.eta_at,
        command.tracking_reference,
    )


DECISIONS = (
    decides(RecordPreSaleNeed, records(PreSaleNeedRecorded), *DATED),
    decides(RecordOrderStatus, records(OrderStatusRecorded, unless=order_stood_so), *DATED),
)
