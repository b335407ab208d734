"""Facts of the end of a case, and of taking it up again."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel, CloseReason, RatingScale, SurveyMode


class CaseResolved(Event):
    """The owner said that the matter is settled."""

    type: Literal["CaseResolved.v1"] = "CaseResolved.v1"
    cycle: int
    """1, and one more after each reopening."""
    resolution_code: str | None = None
    """The kind of solution."""
    resolution: FreeText | None = None
    """The solution in words."""


class ResolutionConfirmed(Event):
    """The customer agreed that the matter is settled (REQUIREMENTS 137)."""

    type: Literal["ResolutionConfirmed.v1"] = "ResolutionConfirmed.v1"
    cycle: int
    """The resolution it speaks of."""


class CaseReopened(Event):
    """A resolved or closed case was taken up again."""

    type: Literal["CaseReopened.v1"] = "CaseReopened.v1"
    cycle: int
    """The new cycle, 2 or more."""
    reason: FreeText | None = None
    """Why."""


class SatisfactionRated(Event):
    """The customer rated our service (REQUIREMENTS 44, 160). A changed answer is one more rating."""

    type: Literal["SatisfactionRated.v1"] = "SatisfactionRated.v1"
    cycle: int
    """The resolution it speaks of."""
    scale: RatingScale
    """Which question was asked."""
    score: int
    """CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    verbatim: FreeText | None = None
    """The customer's words."""


class CaseRevisited(Event):
    """We followed the case up with the customer (回访, REQUIREMENTS 115, 120, 151). Not a reopening."""

    type: Literal["CaseRevisited.v1"] = "CaseRevisited.v1"
    channel: Channel
    """How."""
    reached: bool
    """Whether the customer was reached; an attempt is not a contact."""
    outcome: FreeText | None = None
    """What the customer said."""


class CaseClosed(Event):
    """The case ended."""

    type: Literal["CaseClosed.v1"] = "CaseClosed.v1"
    reason: CloseReason
    """Why it could be closed."""


class ServiceDelivered(Event):
    """What was ordered or repaired reached the customer (REQUIREMENTS 151)."""

    type: Literal["ServiceDelivered.v1"] = "ServiceDelivered.v1"
    what: FreeText
    """What was delivered."""
    reference: str | None = None
    """The number of the delivery."""


class SurveySent(Event):
    """The customer was asked for a rating, in writing or by a call (REQUIREMENTS 44, 160)."""

    type: Literal["SurveySent.v1"] = "SurveySent.v1"
    survey_id: UUID
    """The survey."""
    channel: Channel
    """The way by which the customer was asked."""
    mode: SurveyMode
    """In writing or by a call."""
    cycle: int
    """The resolution it asks about."""


EndingEvent = (
    CaseResolved
    | ResolutionConfirmed
    | CaseReopened
    | SatisfactionRated
    | CaseRevisited
    | CaseClosed
    | ServiceDelivered
    | SurveySent
)
