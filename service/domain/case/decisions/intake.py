"""Taking a case in, and confirming its receipt."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator

from service.domain.account.rules import AccountClosedError, AccountNotFoundError, OccurredBeforeOpeningError
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.classification import ClassifyByRules, classify_by_rules
from service.domain.case.decisions.links import OtherCaseNotFoundError
from service.domain.case.record.assignment import OwnerAssigned
from service.domain.case.record.intake import (
    CaseReceived,
    FaultDescribed,
    ReceiptAcknowledged,
    SourceUpdateRecorded,
)
from service.domain.case.rules import DATED, contact_must_be_of_the_account, must_not_lie_in_the_future
from service.domain.case.state import Case
from service.domain.case.to_customer import author_must_be_named, author_of
from service.domain.clocks.policy import TakenOver
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.event import Instant, PastInstant
from service.domain.guidelines.classification import ClassificationGuideline
from service.domain.guidelines.staff import StaffDirectory
from service.domain.invalid import invalid
from service.domain.personal import FreeText, PartyName, Verbatim
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import AuthorKind, CaseKind, Channel, FaultDetail, Phase, Segment, usual_phase


class ReceiveCase(
    Command,
    records=CaseReceived,
    example={"channel": "phone", "kind": "technical", "subject": "Press line 3 stands still"},
):
    """Receive a case of a customer."""

    account_id: UUID
    reference: Code | None = None
    channel: Channel
    kind: CaseKind
    phase: Phase | None = None
    """Phase of the sale. If omitted, that of the kind: `pre_sale` for `need` and `commercial`, `in_sale` for
    `order_change`, else `after_sale`."""
    subject: Verbatim
    description: Verbatim | None = None
    reported_by: PartyName | None = None
    symptom: FreeText | None = None
    """Symptom of the fault."""
    impact: FreeText | None = None
    """People and work affected."""
    fault_began_at: PastInstant | None = None
    """Time at which the fault began (UTC)."""
    contact_id: UUID | None = None
    order_reference: Code | None = None
    """Order that the case concerns."""
    asset_reference: Code | None = None
    alert_reference: Code | None = None
    """Reference of the monitoring alert."""
    split_from: UUID | None = None
    """Id of the case of which this was a part. Record `SplitCase` on that case too."""
    taken_over: TakenOver | None = None
    """Take-over from another system, and what was promised before it. Omit for a case that is recorded as it
    happens. Needs the permission `take_over`."""

    @model_validator(mode="after")
    def _names_its_alert(self) -> Self:
        if self.taken_over is None:
            refuse_alert_without_reference(self.channel, self.alert_reference)
        return self


def refuse_alert_without_reference(channel: Channel, alert_reference: str | None) -> None:
    """Refuse an alert that nobody finds in the monitoring again, or that calls itself a message (row 106)."""
    if channel is Channel.API and alert_reference is not None:
        raise invalid("alert_of_monitoring", field="channel")
    if channel is Channel.MONITORING and alert_reference is None:
        raise invalid("alert_without_reference", field="alert_reference")


class DescribeFault(
    Command,
    records=FaultDescribed,
    example={"symptom": "Panel shows error 7", "impact": "12 people of line 3 wait"},
):
    """Record what a fault shows, since when, and whom it holds up, where it was not told at receipt."""

    symptom: FreeText | None = None
    impact: FreeText | None = None
    fault_began_at: PastInstant | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, name) is None for name in FaultDetail):
            raise invalid("nobody_named", field="symptom", others="impact, fault_began_at")
        return self


class AcknowledgeReceipt(Command):
    """Confirm receipt of the case to the customer."""

    author_kind: AuthorKind | None = None
    """Kind of author of the confirmation. Only a confirmation by a person keeps the promise. If omitted, a
    person; the system if the key of a machine (role `integration`, `customer_system`) sends it and speaks for
    nobody (`Casebook-Staff`)."""


class RecordSourceUpdate(Command, example={"source": "servicenow", "reference": "INC0010001", "update": "1"}):
    """Record an update of the case in its source system."""

    source: Code
    reference: Code
    update: Code
    promise_due_at: Instant | None = None
    promise_kept: bool | None = None
    """Verdict of the source system on its own time limit."""


class CaseAlreadyReceivedError(Refusal):
    """A case with this id was already received."""


class TakenOverInFutureError(Refusal, field="taken_over"):
    """A case cannot be taken over later than now: promises would be left out that we make."""


class PolicyUnknownError(Refusal, field="taken_over"):
    """Only a policy on the record can have made promises."""


class PartOfAnotherCustomersError(Refusal, field="split_from"):
    """A part of a case is a case of the same customer."""


@refuses_with(CaseAlreadyReceivedError)
def must_be_absent(case: Case, _: ReceiveCase, __: DecisionContext) -> None:
    if case.status != "absent":
        raise CaseAlreadyReceivedError


@refuses_with(AccountNotFoundError)
def account_must_be_open(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    if context.account is None or context.account.code is None:
        raise AccountNotFoundError(account_id=command.account_id)


@refuses_with(AccountClosedError)
def account_must_be_cared_for(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    """What was received before the closing can still be recorded."""
    closed_at = context.account.closed_at if context.account else None
    if closed_at is not None and command.happened_at(context.now) > closed_at:
        raise AccountClosedError(closed_at=closed_at)


@refuses_with(TakenOverInFutureError)
def must_not_be_taken_over_in_future(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    if command.taken_over is not None and command.taken_over.at > context.now + CLOCK_TOLERANCE:
        raise TakenOverInFutureError(at=command.taken_over.at, now=context.now)


@refuses_with(PolicyUnknownError)
def policy_of_history_must_be_published(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    policy_id = command.taken_over.policy_id if command.taken_over else None
    if policy_id is not None and not context.rulebook.newest_policy(policy_id):
        raise PolicyUnknownError(policy_id=policy_id)


@refuses_with(OccurredBeforeOpeningError)
def account_must_have_been_opened(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    """Two systems whose clocks differ may open it and receive its first case."""
    opened_at = context.account.opened_at if context.account else None
    received_at = command.happened_at(context.now)
    if opened_at is not None and received_at < opened_at - CLOCK_TOLERANCE:
        raise OccurredBeforeOpeningError(occurred_at=received_at, opened_at=opened_at)


@refuses_with(OtherCaseNotFoundError, PartOfAnotherCustomersError)
def whole_must_be_of_this_customer(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    whole_id = command.split_from
    if whole_id is None:
        return
    if whole_id == context.stream_id or context.looked_up.is_no_case(whole_id):
        raise OtherCaseNotFoundError(field="split_from", case_id=whole_id)
    whole = context.looked_up.other_cases.get(whole_id)
    if whole is not None and whole.account_id != command.account_id:
        raise PartOfAnotherCustomersError(split_from=whole_id)


def receive_case(_: Case, command: ReceiveCase, context: DecisionContext, at: datetime) -> Events:
    """The tier is that of the receipt, also where it is recorded later."""
    segment = context.account.segment_at(at) if context.account else Segment.ORDINARY
    details = details_of_fault(command) or None
    told = {**fields_of(command), "phase": command.phase or usual_phase(command.kind)}
    received = CaseReceived(occurred_at=at, segment=segment, fault_details=details, **told)
    owner = _dedicated_owner(segment, command, context, at)
    assigned = () if owner is None else (OwnerAssigned(occurred_at=at, owner=owner),)
    return (received, *_classified_at_receipt(received, context, at), *assigned)


def _classified_at_receipt(received: CaseReceived, context: DecisionContext, at: datetime) -> Events:
    """Return the class by the rules of what comes by a channel where nobody else would say it."""
    guideline = context.rulebook.guideline(ClassificationGuideline, at)
    if guideline is None or received.channel not in guideline.at_receipt or received.taken_over is not None:
        return ()
    told = {name: getattr(received, name) for name in ("kind", "segment", "channel", "phase")}
    return classify_by_rules(Case(status="open", **told), ClassifyByRules(), context, at)


def details_of_fault(command: ReceiveCase | DescribeFault) -> tuple[FaultDetail, ...]:
    """Return which details of a fault are told; the state asks for no words."""
    return tuple(each for each in FaultDetail if getattr(command, each) is not None)


def describe_fault(_: Case, command: DescribeFault, __: DecisionContext, at: datetime) -> Events:
    return (FaultDescribed(occurred_at=at, details=details_of_fault(command), **fields_of(command)),)


def _dedicated_owner(
    segment: Segment, command: ReceiveCase, context: DecisionContext, at: datetime
) -> str | None:
    """Return the owner of the account where the guideline `staff` gives them the cases of its tier."""
    owner = context.account.owner_at(at) if context.account else None
    staff = context.rulebook.guideline(StaffDirectory, at)
    if owner is None or staff is None or command.taken_over is not None:
        return None
    return owner if staff.takes_cases_of(segment, owner) else None


def acknowledge_receipt(
    case: Case, command: AcknowledgeReceipt, context: DecisionContext, at: datetime
) -> Events:
    """Record the first of a cycle, and an earlier one that is recorded late: that is then the first.

    The first by a person and the first that no person wrote are kept apart.
    """
    author = author_of(case, command, context)
    by_a_person = author is AuthorKind.HUMAN
    first_at = case.acknowledged_in_cycle_at if by_a_person else case.automatic_receipt_in_cycle_at
    if first_at is not None and first_at <= at:
        return ()
    return (ReceiptAcknowledged(occurred_at=at, author_kind=None if by_a_person else author),)


def is_last_source_update(case: Case, command: RecordSourceUpdate, _: datetime) -> bool:
    """With another verdict it is told anew: other systems judge late."""
    if (command.source, command.reference, command.update) != case.last_source_update:
        return False
    due_at, kept = case.last_source_verdict
    return command.promise_due_at in {None, due_at} and command.promise_kept in {None, kept}


DECISIONS = (
    decides(
        ReceiveCase,
        receive_case,
        must_be_absent,
        account_must_be_open,
        must_not_lie_in_the_future,
        account_must_have_been_opened,
        account_must_be_cared_for,
        must_not_be_taken_over_in_future,
        policy_of_history_must_be_published,
        contact_must_be_of_the_account,
        whole_must_be_of_this_customer,
    ),
    decides(AcknowledgeReceipt, acknowledge_receipt, *DATED, author_must_be_named),
    decides(DescribeFault, describe_fault, *DATED),
    decides(
        RecordSourceUpdate,
        records(SourceUpdateRecorded, unless=is_last_source_update),
        *DATED,
    ),
)
