"""What a customer wants to buy, and how far an order is."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.case import standards
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.commitments import promised_eta, promised_eta_must_be_new
from service.domain.case.record.sales import OrderStatusRecorded, PreSaleNeedRecorded, went_back
from service.domain.case.rules import DATED, eta_must_lie_ahead
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with
from service.domain.event import Instant
from service.domain.invalid import invalid
from service.domain.money import Currency
from service.domain.personal import FreeText
from service.domain.text import Code, MeaningfulCode
from service.domain.vocabulary import BuyerDetail, OrderStatus, Segment

ORDER_STEP = "order_step"
BY_SEGMENT, ALWAYS = "segment", "always"
LONGEST_WORKING_DAYS = 250
MinorAmount = Annotated[int, Field(ge=0, le=10**15)]


class RecordPreSaleNeed(
    Command,
    records=PreSaleNeedRecorded,
    example={"need": "Count parcels at six gates", "budget_to_minor": 5_000_000, "currency": "CNY"},
):
    """Record the need of a prospective buyer and our proposal."""

    need: FreeText
    industry: MeaningfulCode | None = None
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
    Command,
    records=OrderStatusRecorded,
    example={"order_reference": "PO-7", "status": "shipped", "tracking_reference": "SF-1001"},
):
    """Record the status of an order of the customer."""

    order_reference: Code
    status: OrderStatus
    eta_at: Instant | None = None
    eta_working_days: StrictInt | None = Field(default=None, ge=1, le=LONGEST_WORKING_DAYS)
    """Working days in which the next step is completed, by the calendar of the policy for orders
    (`order_step`): the end of the last one becomes `eta_at`."""
    tracking_reference: Code | None = None
    """Tracking number of the carrier."""
    note: FreeText | None = None
    commitment_id: UUID | None = None
    """Id of a new commitment for `eta_at`. If omitted, nothing is promised."""

    @model_validator(mode="after")
    def _promises_an_instant(self) -> Self:
        if self.eta_at is not None and self.eta_working_days is not None:
            raise invalid("two_etas", field="eta_working_days", other="eta_at")
        if self.commitment_id is not None and self.eta_at is None and self.eta_working_days is None:
            raise invalid("nothing_promised", field="eta_at", by="commitment_id")
        return self


def _dated(case: Case, command: RecordOrderStatus, context: DecisionContext) -> RecordOrderStatus:
    """Return the command with the instant that its working days come to."""
    if command.eta_working_days is None:
        return command
    at = command.happened_at(context.now)
    policy = context.rulebook.policy_at(at)
    by_rule = next((rule.counts for rule in policy.rules if rule.clock == ORDER_STEP), BY_SEGMENT)
    segment = case.segment or Segment.ORDINARY
    calendar_id = policy.segment_calendars.get(segment, ALWAYS) if by_rule == BY_SEGMENT else by_rule
    eta_at = context.rulebook.calendar(calendar_id).end_of_working_day(at, command.eta_working_days)
    return command.model_copy(update={"eta_at": eta_at})


@refuses_with(standards.EtaNotPromisedError)
def eta_must_be_promised(case: Case, command: RecordOrderStatus, context: DecisionContext) -> None:
    standards.eta_must_be_promised(case, _dated(case, command, context), context)


def record_pre_sale_need(_: Case, command: RecordPreSaleNeed, __: DecisionContext, at: datetime) -> Events:
    budget = command.budget_from_minor if command.budget_to_minor is None else command.budget_to_minor
    told = {
        BuyerDetail.INDUSTRY: command.industry,
        BuyerDetail.COMPANY_SIZE: command.company_size,
        BuyerDetail.BUDGET: budget,
    }
    named = tuple(detail for detail, value in told.items() if value is not None) or None
    return (PreSaleNeedRecorded(occurred_at=at, buyer_details=named, **fields_of(command)),)


def order_stood_so(case: Case, command: RecordOrderStatus, at: datetime) -> bool:
    """Return whether the order already stood so at that instant, whatever is noted besides."""
    standing = case.order_standing(command.order_reference, at)
    return standing is not None and (standing.status, standing.eta_at, standing.tracking_reference) == (
        command.status,
        command.eta_at,
        command.tracking_reference,
    )


def record_order_status(
    case: Case, command: RecordOrderStatus, context: DecisionContext, at: datetime
) -> Events:
    """A step back may be a correction, or goods that went astray: it is written down that it was one."""
    command = _dated(case, command, context)
    promised = promised_eta(case, command, f"{command.order_reference}: {command.status}", context, at)
    if order_stood_so(case, command, at):
        return promised
    standing = case.order_standing(command.order_reference, at)
    back_from = standing.status if standing and went_back(standing.status, command.status) else None
    told = fields_of(command, "commitment_id")
    return (OrderStatusRecorded(occurred_at=at, back_from=back_from, **told), *promised)


DECISIONS = (
    decides(RecordPreSaleNeed, record_pre_sale_need, *DATED),
    decides(
        RecordOrderStatus,
        record_order_status,
        *DATED,
        eta_must_lie_ahead,
        eta_must_be_promised,
        promised_eta_must_be_new,
    ),
)
