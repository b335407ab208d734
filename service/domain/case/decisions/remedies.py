"""What makes up for a wrong or mends its cause, and who may agree to it."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import model_validator

from service.domain.case import approvals
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.commitments import CommitmentAlreadyMadeError, interim_commitment
from service.domain.case.record.commitments import CommitmentKept
from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyProposed, RemedyRejected
from service.domain.case.rules import DATED, NOT_CLOSED, DueBeforePromisedError
from service.domain.case.standards import standard
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.guidelines.remedies import RemedyCatalogue
from service.domain.invalid import invalid
from service.domain.money import HOUSE_CURRENCY, AmountMinor, Currency
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import Sender
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel


class ProposeRemedy(
    Command,
    records=RemedyProposed,
    example={"remedy_type": "coupon", "what": "100 yuan off", "amount_minor": 10_000},
):
    """Propose a remedy that compensates the customer or corrects the cause.

    With a commitment id, the due time is promised to the customer.
    """

    remedy_id: UUID
    """Id of the new remedy, chosen by the sender."""
    remedy_type: Code
    what: FreeText
    amount_minor: AmountMinor = 0
    currency: Currency = HOUSE_CURRENCY
    proposed_by: Sender = None
    due_at: Instant | None = None
    commitment_id: UUID | None = None
    """Id of the commitment for `due_at`: a new one, or that of an earlier proposal of the same promise.
    Needed with `due_at` where, by the guideline `handling`, an expected time is a promise."""

    @model_validator(mode="after")
    def _promises_an_instant(self) -> Self:
        if self.commitment_id is not None and self.due_at is None:
            raise invalid("nothing_promised", field="due_at", by="commitment_id")
        return self


class ApproveRemedy(Command, records=RemedyApproved, example={"note": "Rightly so"}):
    """Approve a proposed remedy."""

    remedy_id: UUID
    approved_by: Sender = None
    level: EscalationLevel | None = None
    """Escalation level on which the person decides. If omitted, the highest that the staff guideline or a
    duty roster gives the person; a higher one is refused."""
    note: FreeText | None = None


class RejectRemedy(Command, example={"reason": "More than the damage"}):
    """Reject a proposed remedy. A commitment made with it remains."""

    remedy_id: UUID
    rejected_by: Sender = None
    reason: FreeText


class GrantRemedy(Command, records=RemedyGranted, example={"reference": "CP-100"}):
    """Record that the customer received the remedy. This keeps the commitment made with it."""

    remedy_id: UUID
    granted_by: Sender = None
    reference: Code | None = None


class RemedyUnknownError(Refusal, field="remedy_id"):
    """The case has no remedy with this id."""


class RemedyAlreadyProposedError(Refusal, field="remedy_id"):
    """A remedy with this id and other content was already proposed."""


class RemedyDueNotPromisedError(Refusal, field="commitment_id"):
    """By when a remedy is due is a promise to the customer, where the guideline `handling` says so."""


class RemedyNotInCatalogueError(Refusal, field="remedy_type"):
    """The catalogue of remedies does not list this kind."""


class RemedyNotApprovedError(Refusal, field="remedy_id"):
    """The remedy must be approved before it is granted (REQUIREMENTS 68)."""


class RemedyAlreadyRejectedError(Refusal, field="remedy_id"):
    """The remedy was rejected; a new one must be proposed."""


class RemedyAlreadyGrantedError(Refusal, field="remedy_id"):
    """The customer has received the remedy; it can no longer be rejected."""


@refuses_with(RemedyUnknownError)
def remedy_must_be_known(
    case: Case, command: ApproveRemedy | RejectRemedy | GrantRemedy, _: DecisionContext
) -> None:
    if case.remedy(command.remedy_id) is None:
        raise RemedyUnknownError(remedy_id=command.remedy_id)


@refuses_with(RemedyAlreadyProposedError)
def remedy_must_be_new(case: Case, command: ProposeRemedy, _: DecisionContext) -> None:
    """The id is free, or the same was proposed: that is a repeat."""
    known = case.remedy(command.remedy_id)
    compared = ("remedy_type", "amount_minor", "currency", "proposed_by", "due_at", "commitment_id")
    if known and any(getattr(known, name) != getattr(command, name) for name in compared):
        raise RemedyAlreadyProposedError(remedy_id=known.remedy_id, remedy_type=known.remedy_type)


@refuses_with(RemedyNotInCatalogueError)
def remedy_must_be_listed(_: Case, command: ProposeRemedy, context: DecisionContext) -> None:
    """What can be given, and who may agree to it, says the catalogue, where there is one."""
    catalogue = context.rulebook.guideline(RemedyCatalogue, command.happened_at(context.now))
    if catalogue is not None and catalogue.remedy(command.remedy_type) is None:
        known = ", ".join(one.remedy_type for one in catalogue.remedies)
        raise RemedyNotInCatalogueError(remedy_type=command.remedy_type, known=known)


@refuses_with(DueBeforePromisedError)
def remedy_must_be_due_later(case: Case, command: ProposeRemedy, context: DecisionContext) -> None:
    """A remedy that takes the place of another under the same promise is due when that was."""
    promised_at = command.happened_at(context.now)
    is_promised = command.commitment_id and case.commitment(command.commitment_id)
    if command.due_at is not None and command.due_at <= promised_at and not is_promised:
        raise DueBeforePromisedError(due_at=command.due_at, promised_at=promised_at)


@refuses_with(RemedyDueNotPromisedError)
def remedy_due_time_must_be_promised(case: Case, command: ProposeRemedy, context: DecisionContext) -> None:
    is_named = command.due_at is not None and command.commitment_id is None
    if (
        is_named
        and case.remedy(command.remedy_id) is None
        and standard(case, command, context).eta_is_promised
    ):
        raise RemedyDueNotPromisedError(due_at=command.due_at)


@refuses_with(CommitmentAlreadyMadeError)
def remedy_must_keep_its_promise(case: Case, command: ProposeRemedy, _: DecisionContext) -> None:
    """The commitment is new, or promises the same instant: then this remedy is to keep it."""
    if command.commitment_id is None:
        return
    known = case.commitment(command.commitment_id)
    if known and known.due_at != command.due_at and case.remedy(command.remedy_id) is None:
        raise CommitmentAlreadyMadeError(commitment_id=known.commitment_id, due_at=known.due_at)


@refuses_with(RemedyAlreadyRejectedError)
def remedy_must_not_be_rejected(case: Case, command: ApproveRemedy | GrantRemedy, _: DecisionContext) -> None:
    remedy = case.remedy(command.remedy_id)
    if remedy and remedy.is_rejected:
        raise RemedyAlreadyRejectedError(remedy_id=remedy.remedy_id)


@refuses_with(RemedyAlreadyGrantedError)
def remedy_must_not_be_granted(case: Case, command: RejectRemedy, _: DecisionContext) -> None:
    remedy = case.remedy(command.remedy_id)
    if remedy and remedy.granted_at is not None:
        raise RemedyAlreadyGrantedError(remedy_id=remedy.remedy_id, granted_at=remedy.granted_at)


@refuses_with(RemedyNotApprovedError)
def remedy_must_be_approved(case: Case, command: GrantRemedy, _: DecisionContext) -> None:
    remedy = case.remedy(command.remedy_id)
    if remedy and remedy.needs_approval_by is not None and remedy.approved_by is None:
        raise RemedyNotApprovedError(remedy_id=remedy.remedy_id, level=remedy.needs_approval_by)


@refuses_with(approvals.ApprovalLevelTooLowError)
def approval_level_must_suffice(case: Case, command: ApproveRemedy, context: DecisionContext) -> None:
    remedy = case.remedy(command.remedy_id)
    level = approvals.level_of(command, command.approved_by, context)
    approvals.refuse_too_low_level(level, remedy.needs_approval_by if remedy else None)


@refuses_with(approvals.ApprovedByProposerError)
def must_be_decided_by_another(case: Case, command: ApproveRemedy, context: DecisionContext) -> None:
    remedy = case.remedy(command.remedy_id)
    if remedy and remedy.needs_approval_by:
        approvals.refuse_own_decision("approved_by", remedy.proposed_by, command.approved_by, context)


@refuses_with(approvals.RungNotHeldError)
def rung_must_be_held(_: Case, command: ApproveRemedy, context: DecisionContext) -> None:
    approvals.refuse_rung_not_held(command.approved_by, command, context)


def propose_remedy(case: Case, command: ProposeRemedy, context: DecisionContext, at: datetime) -> Events:
    """Propose it, and promise it where an instant was named under an id (REQUIREMENTS 17)."""
    if case.remedy(command.remedy_id) is not None:
        return ()
    catalogue = context.rulebook.guideline(RemedyCatalogue, at)
    kind = catalogue.remedy(command.remedy_type) if catalogue else None
    whole_amount = command.amount_minor + case.amount_proposed(command.remedy_type, command.currency)
    proposed = RemedyProposed(
        occurred_at=at,
        **fields_of(command),
        remedy_class=kind.remedy_class if kind else None,
        needs_approval_by=catalogue.approval_of(kind, whole_amount, command.currency)
        if catalogue and kind
        else None,
        catalogue_version=catalogue.version if catalogue else None,
    )
    return (proposed, *interim_commitment(case, command.commitment_id, command.what, command.due_at, at))


def approve_remedy(case: Case, command: ApproveRemedy, context: DecisionContext, at: datetime) -> Events:
    remedy = case.remedy(command.remedy_id)
    if remedy is None or remedy.approved_by is not None:
        return ()
    level = approvals.level_of(command, command.approved_by, context)
    return (RemedyApproved(occurred_at=at, **{**fields_of(command), "level": level}),)


def is_rejected(case: Case, command: RejectRemedy, _: datetime) -> bool:
    remedy = case.remedy(command.remedy_id)
    return remedy is not None and remedy.is_rejected


def grant_remedy(case: Case, command: GrantRemedy, _: DecisionContext, at: datetime) -> Events:
    """Grant it, which keeps what was promised of it."""
    remedy = case.remedy(command.remedy_id)
    if remedy is None or (remedy.granted_at is not None and remedy.granted_at <= at):
        return ()
    granted = RemedyGranted(occurred_at=at, **fields_of(command))
    promise = case.commitment(remedy.commitment_id) if remedy.commitment_id else None
    if promise is None or (promise.kept_at is not None and promise.kept_at <= at):
        return (granted,)
    return (granted, CommitmentKept(occurred_at=at, commitment_id=promise.commitment_id))


DECISIONS = (
    decides(
        ProposeRemedy,
        propose_remedy,
        *NOT_CLOSED,
        remedy_must_be_listed,
        remedy_must_be_new,
        remedy_must_be_due_later,
        remedy_must_keep_its_promise,
        remedy_due_time_must_be_promised,
        once=told_of(Case.remedy, "remedy_id", "proposed_at"),
    ),
    decides(
        ApproveRemedy,
        approve_remedy,
        *DATED,
        remedy_must_be_known,
        remedy_must_not_be_rejected,
        approval_level_must_suffice,
        must_be_decided_by_another,
        rung_must_be_held,
        once=told_of(Case.remedy, "remedy_id", "approved_at", "approved_by", level="approval_level"),
    ),
    decides(
        RejectRemedy,
        records(RemedyRejected, unless=is_rejected),
        *DATED,
        remedy_must_be_known,
        remedy_must_not_be_granted,
        once=told_of(Case.remedy, "remedy_id", "rejected_at", "rejected_by"),
    ),
    decides(
        GrantRemedy,
        grant_remedy,
        *DATED,
        remedy_must_be_known,
        remedy_must_not_be_rejected,
        remedy_must_be_approved,
        once=told_of(Case.remedy, "remedy_id", "granted_at", "granted_by", reference="grant_reference"),
    ),
)
