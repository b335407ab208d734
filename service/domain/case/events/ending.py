"""Facts of the end of a case, and of taking it up again."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
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
    phenomenon: FreeText | None = None
    """What showed (现象, REQUIREMENTS 87)."""
    cause: FreeText | None = None
    """Why it was so (原因, REQUIREMENTS 87)."""
    solution: FreeText | None = None
    """What was done about it (解决方案, REQUIREMENTS 87)."""


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
    survey_id: UUID | None = None
    """The survey that it answers."""
    contact_id: UUID | None = None
    """The contact of the account who gave it."""
    mode: SurveyMode | None = None
    """In writing or by a call."""
    is_late: bool | None = None
    """Whether it came later than the survey programme allows for; none where it answers no survey."""


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
    contact_id: UUID | None = None
    """The contact of the account who was asked."""
    last_asked_at: RecordedInstant | None = None
    """When the contact had last been asked about another case, as far as was known (REQUIREMENTS 119)."""
    expires_at: RecordedInstant | None = None
    """Until when the link of the invitation could be used."""
    programme_version: int | None = None
    """The version of the guideline `surveys` by which the customer was asked."""


EndingEvent = (
    CaseResolved
    | ResolutionConfirmed
    | CaseReopened
    | SatisfactionRated
    | CaseClosed
    | ServiceDelivered
    | SurveySent
)
