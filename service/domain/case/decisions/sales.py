"""What a customer wants to buy, how far an order is, and which asset a case concerns."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.case import standards
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.commitments import promised_eta, promised_eta_must_be_new
from service.domain.case.record.sales import (
    AssetNamed,
    OrderStatusRecorded,
    PreSaleNeedRecorded,
    takes_back,
    went_back,
)
from service.domain.case.rules import DATED, eta_must_lie_ahead
from service.domain.case.state import Case
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.assets import AssetGuideline
from service.domain.invalid import invalid
from service.domain.money import Currency
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
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


class NameAsset(
    Command,
    records=AssetNamed,
    example={"service_request": "open_mailbox"},
):
    """Name the asset that the case concerns, what the customer asks to have done with it, or both.

    With neither, nothing is named any more.
    """

    asset_id: UUID | None = None
    service_request: Slug | None = None
    reason: FreeText | None = None


class AssetNotOfAccountError(Refusal, field="asset_id"):
    """A case concerns an asset of its own account (REQUIREMENTS 95)."""


class ServiceRequestUnknownError(Refusal, field="service_request"):
    """What is to be done with an asset is a request of the guideline `assets` (REQUIREMENTS 95)."""


class ServiceRequestUnfitError(Refusal, field="service_request"):
    """What is to be done fits the kind of the asset (REQUIREMENTS 95)."""


class AssetToChangeNotNamedError(Refusal, field="asset_id"):
    """What is changed or cancelled is on the register (REQUIREMENTS 95)."""


class NamedOtherwiseWithoutReasonError(Refusal, field="reason"):
    """Who names another asset or request, or none any more, says why (REQUIREMENTS 41, 95)."""


@refuses_with(AssetNotOfAccountError)
def asset_must_be_of_the_account(_: Case, command: NameAsset, context: DecisionContext) -> None:
    account = context.account
    if command.asset_id is not None and (account is None or account.asset(command.asset_id) is None):
        raise AssetNotOfAccountError(asset_id=command.asset_id)


@refuses_with(ServiceRequestUnknownError, ServiceRequestUnfitError, AssetToChangeNotNamedError)
def request_must_be_known(_: Case, command: NameAsset, context: DecisionContext) -> None:
    """Where no guideline names requests, any will do."""
    guideline = context.rulebook.guideline(AssetGuideline, command.happened_at(context.now))
    if command.service_request is None or guideline is None or not guideline.service_requests:
        return
    request = guideline.request_named(command.service_request)
    if request is None:
        known = ", ".join(one.service_request for one in guideline.service_requests)
        raise ServiceRequestUnknownError(service_request=command.service_request, known=known)
    if command.asset_id is None:
        if request.action in {"change", "cancel"}:
            raise AssetToChangeNotNamedError(service_request=command.service_request)
        return
    asset_kind = _kind_of(command, context)
    if request.asset_kinds and asset_kind not in request.asset_kinds:
        kinds = ", ".join(request.asset_kinds)
        raise ServiceRequestUnfitError(
            service_request=command.service_request, asset_kind=asset_kind, kinds=kinds
        )


@refuses_with(NamedOtherwiseWithoutReasonError)
def another_name_must_have_a_reason(case: Case, command: NameAsset, _: DecisionContext) -> None:
    """What was open may be filled in without one, such as the mailbox that was opened."""
    if command.reason is None and takes_back(case, command.asset_id, command.service_request):
        raise NamedOtherwiseWithoutReasonError


def _kind_of(command: NameAsset, context: DecisionContext) -> str | None:
    if command.asset_id is None or context.account is None:
        return None
    asset = context.account.asset(command.asset_id)
    return None if asset is None else asset.asset_kind


def name_asset(case: Case, command: NameAsset, context: DecisionContext, at: datetime) -> Events:
    if case.named_asset == (command.asset_id, command.service_request):
        return ()
    kind, is_explained = _kind_of(command, context), command.reason is not None
    return (AssetNamed(occurred_at=at, asset_kind=kind, is_explained=is_explained, **fields_of(command)),)


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
    decides(
        NameAsset,
        name_asset,
        *DATED,
        asset_must_be_of_the_account,
        request_must_be_known,
        another_name_must_have_a_reason,
    ),
)
