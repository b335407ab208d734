"""Taking a case in, and confirming its receipt."""

from datetime import datetime
from uuid import UUID

from service.domain.account.rules import AccountNotFoundError
from service.domain.case.context import DecisionContext
from service.domain.case.record.intake import CaseReceived, ReceiptAcknowledged, SourceUpdateRecorded
from service.domain.case.rules import DATED, must_not_lie_in_the_future
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with
from service.domain.event import Instant
from service.domain.personal import FreeText, PartyName
from service.domain.refusal import Refusal
from service.domain.text import Code
from service.domain.vocabulary import AuthorKind, CaseKind, Channel, Phase, Segment


class ReceiveCase(
    Command, example={"channel": "phone", "kind": "technical", "subject": "Press line 3 stands still"}
):
    """Take a customer's case in."""

    account_id: UUID
    """The customer account."""
    reference: Code | None = None
    """The number by which people know the case."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase = Phase.AFTER_SALE
    """The phase of the sale."""
    subject: FreeText
    """The matter in one line."""
    description: FreeText | None = None
    """The customer's own words."""
    reported_by: PartyName | None = None
    """Who reported it."""
    symptom: FreeText | None = None
    """What a faulty thing shows."""
    impact: FreeText | None = None
    """Whom and what it holds up."""
    fault_began_at: Instant | None = None
    """When the fault began."""
    contact_id: UUID | None = None
    """The contact of the account who reported it."""
    order_reference: Code | None = None
    """The order it is about."""
    asset_reference: Code | None = None
    """The registered asset it is about."""
    alert_reference: Code | None = None
    """The alert of the monitoring that it came from."""
    split_from: UUID | None = None
    """The case of which this was a part until now; tell that case too, by `SplitCase`."""


class AcknowledgeReceipt(Command):
    """Confirm to the customer that the case and its facts have arrived."""

    author_kind: AuthorKind = AuthorKind.HUMAN
    """What confirmed it: only a person keeps the promise."""


class RecordSourceUpdate(Command, example={"source": "servicenow", "reference": "INC0010001", "update": "1"}):
    """Take over one update of the case in the system it came from."""

    source: Code
    """The system it came from."""
    reference: Code
    """The case's number there."""
    update: Code
    """Which update of it, in that system's own numbering."""
    promise_due_at: Instant | None = None
    """The time limit that the source had set."""
    promise_kept: bool | None = None
    """The source's own verdict on its time limit."""


class CaseAlreadyReceivedError(Refusal):
    """A case with this id was received already."""


@refuses_with(CaseAlreadyReceivedError)
def must_be_absent(case: Case, _: ReceiveCase, __: DecisionContext) -> None:
    if case.status != "absent":
        raise CaseAlreadyReceivedError


@refuses_with(AccountNotFoundError)
def account_must_be_open(_: Case, command: ReceiveCase, context: DecisionContext) -> None:
    if context.account is None or context.account.code is None:
        raise AccountNotFoundError(account_id=command.account_id)


def receive_case(_: Case, command: ReceiveCase, context: DecisionContext, at: datetime) -> Events:
    """The tier is that of the receipt, also where it is recorded later."""
    segment = context.account.segment_at(at) if context.account else Segment.ORDINARY
    return (CaseReceived(occurred_at=at, segment=segment, **fields_of(command)),)


def acknowledge_receipt(case: Case, command: AcknowledgeReceipt, _: DecisionContext, at: datetime) -> Events:
    """Record the first of a cycle, and an earlier one that is recorded late: that is then the first.

    The first by a person and the first that no person wrote are kept apart.
    """
    by_a_person = command.author_kind is AuthorKind.HUMAN
    first_at = case.acknowledged_in_cycle_at if by_a_person else case.automatic_receipt_in_cycle_at
    if first_at is not None and first_at <= at:
        return ()
    author_kind = None if by_a_person else command.author_kind
    return (ReceiptAcknowledged(occurred_at=at, author_kind=author_kind),)


def is_last_source_update(case: Case, command: RecordSourceUpdate, _: datetime) -> bool:
    return (command.source, command.reference, command.update) == case.last_source_update


DECISIONS = (
    decides(ReceiveCase, receive_case, must_be_absent, account_must_be_open, must_not_lie_in_the_future),
    decides(AcknowledgeReceipt, acknowledge_receipt, *DATED),
    decides(
        RecordSourceUpdate,
        records(SourceUpdateRecorded, unless=is_last_source_update),
        *DATED,
    ),
)
