"""Facts of coming to understand what the customer needs."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel


class ClarificationAsked(Event):
    """The customer was asked what the problem is. It answers nothing, so no promise is kept by it."""

    type: Literal["ClarificationAsked.v1"] = "ClarificationAsked.v1"
    clarification_id: UUID
    """The round of questions."""
    round: int
    """Which round of questions it was on this case: 1, 2, 3 and so on (REQUIREMENTS 61)."""
    question: FreeText
    """The question, or the questions asked together."""
    channel: Channel | None = None
    """The way by which the customer was asked."""


class UnderstandingConfirmed(Event):
    """The customer agreed to what we had said back (复述法, REQUIREMENTS 155)."""

    type: Literal["UnderstandingConfirmed.v1"] = "UnderstandingConfirmed.v1"
    rounds: int
    """How many rounds of questions it had taken by then; 0: none was needed."""
    problem: FreeText
    """The problem as both understand it."""
    solution: FreeText | None = None
    """What both agreed to do about it, as far as that was settled."""


class NeedIdentified(Event):
    """Behind what the customer asked for another need was found (REQUIREMENTS 156)."""

    type: Literal["NeedIdentified.v1"] = "NeedIdentified.v1"
    stated: FreeText
    """What the customer said."""
    real: FreeText
    """What the customer needs, as we understood it."""


UnderstandingEvent = ClarificationAsked | UnderstandingConfirmed | NeedIdentified
