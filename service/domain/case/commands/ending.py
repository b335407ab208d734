"""Wishes about the end of a case, and about taking it up again."""

from typing import Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.command import Command
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.vocabulary import Channel, CloseReason, RatingScale, SurveyMode

SCORES = {RatingScale.CSAT: range(1, 6), RatingScale.NPS: range(11), RatingScale.CES: range(1, 8)}


class ResolveCase(Command):
    """Say that the matter is settled."""

    resolution_code: Code | None = None
    """The kind of solution."""
    resolution: FreeText | None = None
    """The solution in words."""


class ConfirmResolution(Command):
    """Record that the customer agrees that the matter is settled."""


class ReopenCase(Command):
    """Take a resolved or closed case up again."""

    reason: FreeText | None = None
    """Why."""


class RateSatisfaction(Command):
    """Record the customer's rating of a resolution."""

    scale: RatingScale = RatingScale.CSAT
    """Which question was asked."""
    score: StrictInt
    """CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """The resolution it speaks of; left out, the last one."""
    verbatim: FreeText | None = None
    """The customer's words."""

    @model_validator(mode="after")
    def _score_fits_scale(self) -> Self:
        allowed = SCORES[self.scale]
        if self.score not in allowed:
            raise invalid(
                "score_off_scale",
                field="score",
                scale=self.scale.value,
                lowest=allowed[0],
                highest=allowed[-1],
            )
        return self


class RevisitCase(Command):
    """Record a follow-up contact made by us."""

    channel: Channel = Channel.PHONE
    """How."""
    reached: bool = True
    """Whether the customer was reached."""
    outcome: FreeText | None = None
    """What the customer said."""


class CloseCase(Command):
    """End the case."""

    reason: CloseReason = CloseReason.CONFIRMED
    """Why it can be closed."""


class ConfirmDelivery(Command):
    """Record that what was ordered or repaired has reached the customer."""

    what: FreeText
    """What was delivered."""
    reference: Code | None = None
    """The number of the delivery."""


class SendSurvey(Command):
    """Record that the customer is asked for a rating, in writing or by a call."""

    survey_id: UUID
    """A new id for the survey."""
    channel: Channel
    """The way by which the customer is asked."""
    mode: SurveyMode = SurveyMode.QUESTIONNAIRE
    """In writing or by a call."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """The resolution it asks about; left out, the last one."""


EndingCommand = (
    ResolveCase
    | ConfirmResolution
    | ReopenCase
    | RateSatisfaction
    | RevisitCase
    | CloseCase
    | ConfirmDelivery
    | SendSurvey
)
