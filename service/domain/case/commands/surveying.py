"""Wishes about what the customer says to a survey."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.command import Command
from service.domain.invalid import invalid
from service.domain.personal import FreeText
from service.domain.vocabulary import RatingScale, SurveyMode, WhyNotAsked


class AnswerSurvey(Command):
    """Record what the customer answers to a survey: on its page, or to the agent who calls."""

    survey_id: UUID
    """The survey."""
    csat: Annotated[StrictInt, Field(ge=1, le=5)] | None = None
    """How satisfied, 1 to 5."""
    nps: Annotated[StrictInt, Field(ge=0, le=10)] | None = None
    """How likely the customer is to recommend us, 0 to 10."""
    ces: Annotated[StrictInt, Field(ge=1, le=7)] | None = None
    """How easy it was, 1 to 7."""
    verbatim: FreeText | None = None
    """The customer's words."""
    mode: SurveyMode | None = None
    """In writing or by a call; left out, as the customer was asked."""

    @model_validator(mode="after")
    def _answers_something(self) -> Self:
        if not self.scores and self.verbatim is None:
            raise invalid("nobody_named", field="csat", others="nps, ces, verbatim")
        return self

    @property
    def scores(self) -> dict[RatingScale, int]:
        """The scores that were given."""
        given = {RatingScale.CSAT: self.csat, RatingScale.NPS: self.nps, RatingScale.CES: self.ces}
        return {scale: score for scale, score in given.items() if score is not None}


class DeclineSurvey(Command):
    """Record that the customer does not want to answer a survey."""

    survey_id: UUID
    """The survey."""
    reason: FreeText | None = None
    """What the customer said."""


class ForgoSurvey(Command):
    """Record that nobody is asked about a resolution, and why: the promise to ask ends then."""

    reason: WhyNotAsked
    """Why."""
    cycle: StrictInt | None = Field(default=None, ge=1)
    """The resolution; left out, the last one."""


SurveyingCommand = AnswerSurvey | DeclineSurvey | ForgoSurvey
