"""Coming to understand what the customer needs."""

from datetime import datetime
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.record.understanding import (
    ClarificationAsked,
    NeedIdentified,
    UnderstandingConfirmed,
)
from service.domain.case.rules import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel


class AskClarification(Command, example={"question": "Which line stands still, and since when?"}):
    """Ask the customer what the problem is; each time is one round."""

    clarification_id: UUID
    """A new id for the round of questions; under one that is known nothing is asked again."""
    question: FreeText
    """The question, or the questions asked together."""
    channel: Channel | None = None
    """The way by which the customer is asked."""


class ConfirmUnderstanding(
    Command, example={"problem": "The bearing is worn", "solution": "A new bearing today"}
):
    """Record that the customer agreed to what we said back: what the problem is, and what is to be done."""

    problem: FreeText
    """The problem as both understand it."""
    solution: FreeText | None = None
    """What both agreed to do about it, as far as that is settled."""


class RecordNeed(Command, example={"stated": "You are always late", "real": "Delivery dates to rely on"}):
    """Keep what the customer asks for beside what the customer really needs."""

    stated: FreeText
    """What the customer said."""
    real: FreeText
    """What the customer needs, as we understood it."""


def ask_clarification(case: Case, command: AskClarification, _: DecisionContext, at: datetime) -> Events:
    understanding = case.understanding
    if command.clarification_id in understanding.asked:
        return ()
    return (ClarificationAsked(occurred_at=at, round=understanding.rounds + 1, **fields_of(command)),)


def confirm_understanding(
    case: Case, command: ConfirmUnderstanding, _: DecisionContext, at: datetime
) -> Events:
    """The customer can agree anew at any time."""
    rounds = case.understanding.rounds
    return (UnderstandingConfirmed(occurred_at=at, rounds=rounds, **fields_of(command)),)


DECISIONS = (
    decides(AskClarification, ask_clarification, *NOT_CLOSED),
    decides(ConfirmUnderstanding, confirm_understanding, *DATED),
    decides(RecordNeed, records(NeedIdentified), *DATED),
)
