"""The customer's ratings of our service."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.case.context import DecisionContext
from service.domain.case.record.ratings import SatisfactionRated, voice_of
from service.domain.case.rules import (
    DATED,
    contact_must_be_of_the_account,
    rated_cycle_must_be_resolved,
)
from service.domain.case.state import Case
from service.domain.case.survey_answers import channel_must_reach_the_customer, survey_must_be_known
from service.domain.case.survey_programme import is_late, recoveries, told_by
from service.domain.command import Command
from service.domain.decision import Events, decides
from service.domain.invalid import invalid
from service.domain.personal import Verbatim
from service.domain.vocabulary import Channel, RatingScale, SurveyMode

SCORES = {RatingScale.CSAT: range(1, 6), RatingScale.NPS: range(11), RatingScale.CES: range(1, 8)}


class RateSatisfaction(
    Command, records=SatisfactionRated, example={"score": 5, "verbatim": "Quick and friendly"}
):
    """Record the customer's rating of a resolution."""

    scale: RatingScale = RatingScale.CSAT
    score: StrictInt
    cycle: StrictInt | None = Field(default=None, ge=1)
    """Cycle whose resolution is rated. If omitted, the last one."""
    verbatim: Verbatim | None = None
    survey_id: UUID | None = None
    contact_id: UUID | None = None
    mode: SurveyMode | None = None
    channel: Channel | None = None
    """Channel by which the customer told it. What a key tells keeps the promise of a survey only with channel
    and contact."""

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


def rate_satisfaction(
    case: Case, command: RateSatisfaction, context: DecisionContext, at: datetime
) -> Events:
    survey = case.survey(command.survey_id) if command.survey_id else None
    cycle = survey.cycle if survey else command.cycle or max(case.resolved_cycles)
    rated = SatisfactionRated(
        occurred_at=at,
        cycle=cycle,
        scale=command.scale,
        score=command.score,
        verbatim=command.verbatim,
        survey_id=command.survey_id,
        contact_id=command.contact_id or (survey.contact_id if survey else None),
        mode=command.mode or (survey.mode if survey else None),
        is_late=is_late(survey, context, at) if survey else None,
        channel=command.channel,
        told_by=told_by(context),
    )
    known = case.rating_by(cycle, command.scale, voice_of(rated))
    if known and known.score == command.score and (command.verbatim is None or known.rated_at == at):
        return ()
    return (rated, *recoveries(case, [rated], context, at))


DECISIONS = (
    decides(
        RateSatisfaction,
        rate_satisfaction,
        *DATED,
        rated_cycle_must_be_resolved,
        survey_must_be_known,
        channel_must_reach_the_customer,
        contact_must_be_of_the_account,
    ),
)
