"""How well the matter of a case is understood. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.record.intake import IntakeState, answered
from service.domain.case.statuses import NOT_CLOSED
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event
from service.domain.personal import FreeText, PartyName
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel

MOST_ROUNDS = 2
"""A core problem is clear after so many rounds of questions (REQUIREMENTS 61)."""


class ClarificationAsked(Event):
    """The customer was asked for clarification. This is no answer and keeps no promise."""

    type: Literal["ClarificationAsked.v1"] = "ClarificationAsked.v1"
    clarification_id: UUID
    """Id of the clarification round."""
    round: int
    """Number of the clarification round on this case: 1, 2, 3 and so on (REQUIREMENTS 61)."""
    question: FreeText
    """Question, or questions asked together."""
    channel: Channel | None = None


class UnderstandingConfirmed(Event):
    """The customer confirmed our understanding (复述法, REQUIREMENTS 155)."""

    type: Literal["UnderstandingConfirmed.v1"] = "UnderstandingConfirmed.v1"
    rounds: int
    """Number of clarification rounds so far; 0 if none was needed."""
    problem: FreeText
    """Problem as both sides understand it."""
    solution: FreeText | None = None
    """Agreed solution, as far as settled."""
    contact_id: UUID | None = None
    """Id of the contact who agreed."""
    confirmed_by: PartyName | None = None
    """Name of the person who agreed, if not a contact of the account."""
    channel: Channel | None = None
    """Channel by which the customer agreed."""


class NeedIdentified(Event):
    """The need behind the demand of the customer was identified (REQUIREMENTS 156)."""

    type: Literal["NeedIdentified.v1"] = "NeedIdentified.v1"
    stated: FreeText
    """Demand as stated by the customer."""
    real: FreeText
    """Need behind the demand, as understood by us."""
    need_id: UUID | None = None
    """Id of the need, where the case has several; null for the only one."""


UnderstandingEvent = ClarificationAsked | UnderstandingConfirmed | NeedIdentified


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Rounds of questions to the customer, and the first time that both agreed on what the problem is."""

    rounds_asked: tuple[tuple[UUID, datetime, Channel | None], ...] = ()
    confirmed_at: datetime | None = None
    confirmed_after_rounds: int | None = None

    def asked(self, clarification_id: UUID) -> tuple[datetime, Channel | None] | None:
        """Return when and how a round was asked; None where it was not."""
        return next(((at, by) for known, at, by in self.rounds_asked if known == clarification_id), None)

    @property
    def rounds(self) -> int:
        """How many rounds of questions there were."""
        return len(self.rounds_asked)

    @property
    def took_too_many_rounds(self) -> bool:
        """Whether it took, or takes, more rounds than it should: who asks on had not understood."""
        return self.rounds > MOST_ROUNDS


NOTHING_UNDERSTOOD = Understanding()


@dataclass(frozen=True, kw_only=True)
class UnderstandingState(IntakeState):
    """How well the matter of a case is understood."""

    understanding: Understanding = NOTHING_UNDERSTOOD
    needs: tuple[tuple[UUID | None, datetime], ...] = ()
    """The needs that were identified, and when."""

    def need_identified_at(self, need_id: UUID | None) -> datetime | None:
        """Return when a need was identified; None where it was not."""
        return next((at for known, at in self.needs if known == need_id), None)


def evolve(case: UnderstandingState, event: UnderstandingEvent) -> UnderstandingState:
    """Return the case after the event."""
    known = case.understanding
    match event:
        case ClarificationAsked():
            asked = (*known.rounds_asked, (event.clarification_id, event.occurred_at, event.channel))
            return changed(case, understanding=replace(known, rounds_asked=asked))
        case UnderstandingConfirmed():
            case = answered(case, event.occurred_at)
            if known.confirmed_at is not None:
                return case
            confirmed = replace(known, confirmed_at=event.occurred_at, confirmed_after_rounds=event.rounds)
            return changed(case, understanding=confirmed)
        case NeedIdentified():
            return changed(case, needs=(*case.needs, (event.need_id, event.occurred_at)))
        case _:
            assert_never(event)


def clock_triggers(event: UnderstandingEvent, _: UnderstandingState) -> Triggers:
    """Who has agreed with the customer on what the matter is has answered (REQUIREMENTS 33, 155)."""
    if not isinstance(event, UnderstandingConfirmed):
        return ()
    return (MilestoneReached(milestone=Milestone.UNDERSTANDING_CONFIRMED, at=event.occurred_at),)


def stands(case: UnderstandingState, event: UnderstandingEvent) -> bool:
    """Each round has its number, and it is said after how many both agreed."""
    known = case.understanding
    match event:
        case ClarificationAsked():
            return known.asked(event.clarification_id) is None and event.round == known.rounds + 1
        case UnderstandingConfirmed():
            return event.rounds == known.rounds
        case NeedIdentified():
            return True
        case _:
            assert_never(event)


THEME = theme(UnderstandingEvent, evolve, clock_triggers, stands, on={ClarificationAsked: NOT_CLOSED})
