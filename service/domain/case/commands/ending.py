"""Wishes about the end of a case, and about taking it up again."""

from typing import Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.command import Command
from service.domain.event import Instant
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
    phenomenon: FreeText | None = None
    """What showed (现象)."""
    cause: FreeText | None = None
    """Why it was so (原因)."""
    solution: FreeText | None = None
    """What was done about it (解决方案)."""


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
    survey_id: UUID | None = None
    """The survey that it answers."""
    contact_id: UUID | None = None
    """The contact of the account who gave it."""
    mode: SurveyMode | None = None
    """In writing or by a call."""

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
    contact_id: UUID | None = None
    """The contact of the account who is asked."""
    last_asked_at: Instant | None = None
    """When the contact was last asked about another case, as far as the sender knows: whoever was asked only
    lately is left in peace. `invite-to-survey` looks it up."""
    expires_at: Instant | None = None
    """Until when the link of the invitation can be used; left out, there is none."""
    programme_version: StrictInt | None = Field(default=None, ge=1)
    """The version of the guideline `surveys` by which the customer is asked."""


EndingCommand = (
    ResolveCase | ConfirmResolution | ReopenCase | RateSatisfaction | CloseCase | ConfirmDelivery | SendSurvey
)
