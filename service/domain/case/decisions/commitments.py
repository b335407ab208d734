"""What is promised to the customer, and the warning that it is less time than such cases usually take."""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.record import commitments as record
from service.domain.case.rules import DATED, NOT_CLOSED, contact_must_be_of_the_account, must_be_due_later
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.event import Instant
from service.domain.guidelines.usual_times import UsualTimes
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.vocabulary import ResponseClass

_SECOND = timedelta(seconds=1)


class MakeCommitment(Command, example={"what": "Line 3 runs again"}):
    """Promise the customer something by a due time."""

    commitment_id: UUID
    """Id of the new commitment, chosen by the sender."""
    what: FreeText
    """What is promised, in free text."""
    due_at: Instant
    to_contact_id: UUID | None = None
    """Id of the contact to whom it is promised."""
    is_interim: bool = False
    """Whether less than the solution is promised, such as a call. Such a promise is not compared with
    usual times."""


class RenegotiateCommitment(Command, example={"reason": "The spare part is late"}):
    """Record that another due time was agreed with the customer."""

    commitment_id: UUID
    due_at: Instant
    """New due time (UTC)."""
    reason: FreeText


class KeepCommitment(Command):
    """Record that a commitment was kept, in time or late."""

    commitment_id: UUID


class BreakCommitment(Command, example={"reason": "The part is no longer made"}):
    """Record that a commitment will not be kept."""

    commitment_id: UUID
    reason: FreeText


class CommitmentUnknownError(Refusal, field="commitment_id"):
    """The case has no commitment with this id."""


class CommitmentAlreadyMadeError(Refusal, field="commitment_id"):
    """A commitment with this id and another due time was already made."""


class CommitmentAlreadyKeptError(Refusal, field="commitment_id"):
    """The commitment was kept; it can no longer be renegotiated or broken."""


class MayPromiseEta(Protocol):
    """A command that promises its eta to the customer under a commitment id; null: it promises nothing."""

    @property
    def commitment_id(self) -> UUID | None: ...

    @property
    def eta_at(self) -> datetime | None: ...


@refuses_with(CommitmentUnknownError)
def commitment_must_be_known(
    case: Case, command: RenegotiateCommitment | KeepCommitment | BreakCommitment, _: DecisionContext
) -> None:
    if case.commitment(command.commitment_id) is None:
        raise CommitmentUnknownError(commitment_id=command.commitment_id)


@refuses_with(CommitmentAlreadyMadeError)
def commitment_must_be_new(case: Case, command: MakeCommitment, _: DecisionContext) -> None:
    """The id is free, or the same was promised: that is a repeat."""
    refuse_another_due_at(case, command.commitment_id, command.due_at)


@refuses_with(CommitmentAlreadyMadeError)
def promised_eta_must_be_new(case: Case, command: MayPromiseEta, _: DecisionContext) -> None:
    """The id is free, or the same was promised: that is a repeat."""
    if command.commitment_id and command.eta_at:
        refuse_another_due_at(case, command.commitment_id, command.eta_at)


@refuses_with(CommitmentAlreadyKeptError)
def commitment_must_not_be_kept(
    case: Case, command: RenegotiateCommitment | BreakCommitment, _: DecisionContext
) -> None:
    known = case.commitment(command.commitment_id)
    if known and known.kept_at is not None:
        raise CommitmentAlreadyKeptError(commitment_id=known.commitment_id, kept_at=known.kept_at)


def refuse_another_due_at(case: Case, commitment_id: UUID, due_at: datetime | None) -> None:
    """Refuse a promise whose id names a commitment with another due instant."""
    known = case.commitment(commitment_id)
    if known and known.due_at != due_at:
        raise CommitmentAlreadyMadeError(commitment_id=known.commitment_id, due_at=known.due_at)


def is_kept(case: Case, command: KeepCommitment, at: datetime) -> bool:
    known = case.commitment(command.commitment_id)
    return known is not None and known.kept_at is not None and known.kept_at <= at


def is_broken(case: Case, command: BreakCommitment, _: datetime) -> bool:
    known = case.commitment(command.commitment_id)
    return known is not None and known.is_broken


def make_commitment(case: Case, command: MakeCommitment, context: DecisionContext, at: datetime) -> Events:
    if case.commitment(command.commitment_id):
        return ()
    fields = fields_of(command, "is_interim")
    made = record.CommitmentMade(occurred_at=at, is_interim=command.is_interim or None, **fields)
    return (made, *over_promise(case, made, context))


def renegotiate_commitment(
    case: Case, command: RenegotiateCommitment, context: DecisionContext, at: datetime
) -> Events:
    known = case.commitment(command.commitment_id)
    if known and known.due_at == command.due_at and not known.is_broken:
        return ()
    agreed = record.CommitmentRenegotiated(occurred_at=at, **fields_of(command))
    return (agreed, *over_promise(case, agreed, context))


def promised_eta(
    case: Case, command: MayPromiseEta, what: str, context: DecisionContext, at: datetime
) -> Events:
    """Return the promise of an expected time told to the customer (REQUIREMENTS 86, 149), if it has an id.

    A decision makes no ids: without `commitment_id` the instant stands in what told it alone.
    """
    commitment_id, due_at = command.commitment_id, command.eta_at
    if commitment_id is None or due_at is None or case.commitment(commitment_id):
        return ()
    made = record.CommitmentMade(occurred_at=at, commitment_id=commitment_id, what=what, due_at=due_at)
    return (made, *over_promise(case, made, context))


def interim_commitment(
    case: Case, commitment_id: UUID | None, what: str | None, due_at: datetime | None, at: datetime
) -> Events:
    """Return the promise of a part of the solution (REQUIREMENTS 63), if it is one and not made already."""
    if commitment_id is None or what is None or due_at is None or case.commitment(commitment_id):
        return ()
    made = record.CommitmentMade(
        occurred_at=at, commitment_id=commitment_id, what=what, due_at=due_at, is_interim=True
    )
    return (made,)


def over_promise(
    case: Case, promise: record.CommitmentMade | record.CommitmentRenegotiated, context: DecisionContext
) -> tuple[record.OverPromiseFlagged, ...]:
    """Return the warning about a promise, if it needs one (REQUIREMENTS 145).

    The time from the promise to its due instant is held against what is left of the usual time: that of four
    of five cases of the class from receipt to resolution, less what has passed since the receipt, and never
    below zero. So a case that lasts longer than usual is warned of no more. Without a published guideline,
    and for what is less than the solution (`is_interim`), nothing is compared.
    """
    at = promise.occurred_at
    usual_times = context.rulebook.guideline(UsualTimes, at)
    if usual_times is None or case.received_at is None or _is_interim(case, promise):
        return ()
    usual = usual_times.of(_class_of(case, context, at))
    elapsed_seconds = max((at - case.received_at) // _SECOND, 0)
    promised_seconds = (promise.due_at - at) // _SECOND
    if usual is None or promised_seconds >= usual.resolution_seconds - elapsed_seconds:
        return ()
    return (
        record.OverPromiseFlagged(
            occurred_at=at,
            commitment_id=promise.commitment_id,
            response_class=usual.response_class,
            promised_seconds=promised_seconds,
            usual_seconds=usual.resolution_seconds,
            elapsed_seconds=elapsed_seconds,
            guideline_version=usual_times.version,
        ),
    )


def _is_interim(case: Case, promise: record.CommitmentMade | record.CommitmentRenegotiated) -> bool:
    if isinstance(promise, record.CommitmentMade):
        return bool(promise.is_interim)
    known = case.commitment(promise.commitment_id)
    return known is not None and known.is_interim


def _class_of(case: Case, context: DecisionContext, at: datetime) -> ResponseClass:
    """Return the class as which a case is measured: its classification, else what it counts as."""
    if case.classification.response_class is not None:
        return case.classification.response_class
    if case.green_channel_opened_at is not None:
        return ResponseClass.GREEN_CHANNEL
    if case.is_complaint:
        return ResponseClass.COMPLAINT
    return context.rulebook.policy_at(at).unclassified_counts_as


DECISIONS = (
    decides(
        MakeCommitment,
        make_commitment,
        *NOT_CLOSED,
        must_be_due_later,
        commitment_must_be_new,
        contact_must_be_of_the_account,
        once=told_of(Case.commitment, "commitment_id", "made_at", "to_contact_id", "is_interim"),
    ),
    decides(
        RenegotiateCommitment,
        renegotiate_commitment,
        *DATED,
        commitment_must_be_known,
        commitment_must_not_be_kept,
        must_be_due_later,
    ),
    decides(
        KeepCommitment,
        records(record.CommitmentKept, unless=is_kept),
        *DATED,
        commitment_must_be_known,
        once=told_of(Case.commitment, "commitment_id", "kept_at"),
    ),
    decides(
        BreakCommitment,
        records(record.CommitmentBroken, unless=is_broken),
        *DATED,
        commitment_must_be_known,
        commitment_must_not_be_kept,
        once=told_of(Case.commitment, "commitment_id", "broken_at"),
    ),
)
