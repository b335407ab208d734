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
from service.domain.case.survey_programme import (
    RaisedWithoutReasonError,
    is_late,
    recoveries,
    refuse_raised_without_reason,
    told_by,
    with_raise,
)
from service.domain.case.to_customer import is_history, person_must_be_named
from service.domain.command import Command
from service.domain.decision import Events, decides, refuses_with
from service.domain.invalid import invalid
from service.domain.personal import FreeText, Verbatim
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, RatingScale, SurveyMode, ToldBy

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
    """Channel by which the customer told it. What a key tells names contact and channel, or a survey that it
    answers; it keeps the promise of a survey only with channel and contact."""
    raise_reason: FreeText | None = None
    """Reason for a better score than the person gave before, where one of our keys tells it."""

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


class RaterNotNamedError(Refusal, field="contact_id"):
    """A rating says who gave it and by which channel, or which survey it answers (REQUIREMENTS 44)."""


@refuses_with(RaterNotNamedError)
def rater_must_be_named(case: Case, command: RateSatisfaction, context: DecisionContext) -> None:
    """What another system knew before the case was taken over is taken as it is, and so is an import."""
    is_ours = told_by(context) is ToldBy.STAFF and not is_history(case, command, context)
    for field in ("contact_id", "channel") if is_ours and command.survey_id is None else ():
        if getattr(command, field) is None:
            raise RaterNotNamedError(field=field)


@refuses_with(RaisedWithoutReasonError)
def raised_rating_needs_a_reason(case: Case, command: RateSatisfaction, context: DecisionContext) -> None:
    rated = _rated(case, command, context, command.happened_at(context.now))
    refuse_raised_without_reason(rated.is_raised, command.raise_reason)


def rate_satisfaction(
    case: Case, command: RateSatisfaction, context: DecisionContext, at: datetime
) -> Events:
    rated = _rated(case, command, context, at)
    known = case.rating_by(rated.cycle, command.scale, voice_of(rated))
    if known and known.score == command.score and (command.verbatim is None or known.rated_at == at):
        return ()
    return (rated, *recoveries(case, [rated], context, at))


def _rated(
    case: Case, command: RateSatisfaction, context: DecisionContext, at: datetime
) -> SatisfactionRated:
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
    return with_raise(case, rated, command.raise_reason)


DECISIONS = (
    decides(
        RateSatisfaction,
        rate_satisfaction,
        *DATED,
        rated_cycle_must_be_resolved,
        survey_must_be_known,
        channel_must_reach_the_customer,
        contact_must_be_of_the_account,
        person_must_be_named,
        rater_must_be_named,
        raised_rating_needs_a_reason,
    ),
)
