"""Accounts that go from hand to hand: what is handed over, confirmed, and added later."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.domain.account.context import AccountContext
from service.domain.account.record.agreements import handovers as record
from service.domain.account.record.profile import AccountOwnerAssigned
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with, told_of
from service.domain.guidelines.account_handover import AccountHandover
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.staff_id import Sender, StaffId
from service.domain.text import Code, signs_of

MOST_NOTES = 50
Notes = Annotated[tuple[record.HandoverNote, ...], Field(min_length=1, max_length=MOST_NOTES)]


class HandOverAccount(
    Command,
    records=record.AccountHandedOver,
    example={
        "to_staff": "li.na",
        "from_department": "sales",
        "notes": [{"topic": "needs", "what": "Two presses, a third in autumn"}],
        "missing_reason": "The contract was signed yesterday",
    },
):
    """Hand an account over to another person, with what that person must know."""

    handover_id: UUID
    """Id of the handover, chosen by the sender."""
    to_staff: StaffId
    from_department: Code | None = None
    notes: Notes
    missing_reason: FreeText | None = None
    from_staff: Sender = None


class AcceptHandover(Command, records=record.HandoverAccepted):
    """Confirm a handover as its taker, who answers for the account from now on; say what is unclear."""

    handover_id: UUID
    questions: Annotated[tuple[record.HandoverNote, ...], Field(max_length=MOST_NOTES)] = ()
    accepted_by: Sender = None


class SupplementHandover(
    Command,
    records=record.HandoverSupplemented,
    example={"notes": [{"topic": "people", "what": "Mr Wang decides, Ms Li prepares"}]},
):
    """Add what was missing in a handover."""

    handover_id: UUID
    notes: Notes


class HandoverUnknownError(Refusal, field="handover_id"):
    """The account has no handover with this id."""


class HandoverTopicUnknownError(Refusal, field="notes"):
    """A note is about a topic of the guideline `account_handover`."""


class HandoverToOneselfError(Refusal, field="to_staff"):
    """An account is handed over to somebody else."""


class MissingUnexplainedError(Refusal, field="missing_reason"):
    """Who says nothing of a topic says why."""


class NotesRepeatedError(Refusal, field="notes"):
    """Each topic is told once, in words of its own."""


class NotTheTakerError(Refusal, field="accepted_by"):
    """A handover is confirmed by the person who takes the account."""


def _topics(notes: Iterable[record.HandoverNote]) -> tuple[str, ...]:
    return tuple(note.topic for note in notes)


def _must_be_told_once(
    notes: Iterable[record.HandoverNote], context: AccountContext, at: datetime, field: str = "notes"
) -> None:
    told = tuple(notes)
    topics, words = _topics(told), [signs_of(note.what) for note in told]
    if len(set(topics)) < len(topics) or len(set(words)) < len(words):
        raise NotesRepeatedError(field=field)
    guideline = context.rulebook.guideline(AccountHandover, at)
    known = [one.topic for one in guideline.topics] if guideline else []
    for topic in topics if guideline else ():
        if topic not in known:
            raise HandoverTopicUnknownError(field=field, topic=topic, known=", ".join(known))


@refuses_with(NotesRepeatedError, HandoverTopicUnknownError)
def notes_must_say_something(
    _: CustomerAccount, command: HandOverAccount | SupplementHandover, context: AccountContext
) -> None:
    _must_be_told_once(command.notes, context, command.happened_at(context.now))


@refuses_with(HandoverToOneselfError)
def taker_must_be_somebody_else(_: CustomerAccount, command: HandOverAccount, __: AccountContext) -> None:
    if command.to_staff == command.from_staff:
        raise HandoverToOneselfError(to_staff=command.to_staff)


@refuses_with(MissingUnexplainedError)
def missing_must_be_explained(_: CustomerAccount, command: HandOverAccount, context: AccountContext) -> None:
    missing = _missing(command, context, command.happened_at(context.now))
    if missing and command.missing_reason is None:
        raise MissingUnexplainedError(missing=", ".join(missing))


@refuses_with(HandoverUnknownError)
def handover_must_be_known(
    account: CustomerAccount, command: AcceptHandover | SupplementHandover, _: AccountContext
) -> None:
    if account.handover(command.handover_id) is None:
        raise HandoverUnknownError(handover_id=command.handover_id)


@refuses_with(NotTheTakerError)
def taker_must_confirm(account: CustomerAccount, command: AcceptHandover, _: AccountContext) -> None:
    known = account.handover(command.handover_id)
    if known is not None and command.accepted_by != known.to_staff:
        raise NotTheTakerError(to_staff=known.to_staff)


@refuses_with(NotesRepeatedError, HandoverTopicUnknownError)
def questions_must_say_something(
    _: CustomerAccount, command: AcceptHandover, context: AccountContext
) -> None:
    _must_be_told_once(command.questions, context, command.happened_at(context.now), "questions")


def hand_over(
    account: CustomerAccount, command: HandOverAccount, context: AccountContext, at: datetime
) -> Events:
    if account.handover(command.handover_id) is not None:
        return ()
    guideline = context.rulebook.guideline(AccountHandover, at)
    handed = record.AccountHandedOver(
        occurred_at=at,
        topics=_topics(command.notes),
        missing=_missing(command, context, at),
        guideline_version=guideline.version if guideline else None,
        **fields_of(command),
    )
    return (handed,)


def accept(account: CustomerAccount, command: AcceptHandover, _: AccountContext, at: datetime) -> Events:
    known = account.handover(command.handover_id)
    if known is None or known.accepted_at is not None:
        return ()
    asked = _topics(command.questions)
    accepted = record.HandoverAccepted(occurred_at=at, asked_about=asked, **fields_of(command))
    if account.owner_at(at) == known.to_staff:
        return (accepted,)
    reason = f"交接 {known.handover_id} 已确认 | handover {known.handover_id} was confirmed"
    return (accepted, AccountOwnerAssigned(occurred_at=at, owner=known.to_staff, reason=reason))


def supplement(
    account: CustomerAccount, command: SupplementHandover, _: AccountContext, at: datetime
) -> Events:
    """Only what is missing is added."""
    known, topics = account.handover(command.handover_id), _topics(command.notes)
    if known is None or known.lacking.isdisjoint(topics):
        return ()
    return (record.HandoverSupplemented(occurred_at=at, topics=topics, **fields_of(command)),)


def _missing(command: HandOverAccount, context: AccountContext, at: datetime) -> tuple[str, ...]:
    guideline = context.rulebook.guideline(AccountHandover, at)
    told = _topics(command.notes)
    return tuple(one.topic for one in guideline.topics if one.topic not in told) if guideline else ()


DECISIONS = (
    decides(
        HandOverAccount,
        hand_over,
        *CARED_FOR,
        notes_must_say_something,
        taker_must_be_somebody_else,
        missing_must_be_explained,
        once=told_of(
            CustomerAccount.handover, "handover_id", "handed_at", "to_staff", "from_staff", "from_department"
        ),
    ),
    decides(
        AcceptHandover,
        accept,
        *CARED_FOR,
        handover_must_be_known,
        taker_must_confirm,
        questions_must_say_something,
        once=told_of(CustomerAccount.handover, "handover_id", "accepted_at", "accepted_by"),
    ),
    decides(
        SupplementHandover,
        supplement,
        *CARED_FOR,
        handover_must_be_known,
        notes_must_say_something,
    ),
)
