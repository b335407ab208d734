"""What the survey programme says of the surveys of a case."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.record.ratings import RecoveryRequested, SatisfactionRated, voice_of
from service.domain.case.record.surveys import Survey
from service.domain.case.state import Case
from service.domain.guidelines.surveys import SurveyProgramme


def is_late(survey: Survey, context: DecisionContext, at: datetime) -> bool:
    """Return whether an answer at this instant is late, by the programme in force at the sending."""
    programme = context.rulebook.guideline(SurveyProgramme, survey.sent_at)
    return programme is not None and programme.is_late(survey.sent_at, at)


def recoveries(
    case: Case, ratings: Iterable[SatisfactionRated], context: DecisionContext, at: datetime
) -> Iterator[RecoveryRequested]:
    """Yield what low scores ask for, by the programme in force: once for each who rated a resolution low."""
    programme = context.rulebook.guideline(SurveyProgramme, at)
    if programme is None:
        return
    low = {(one.scale, each) for one in programme.recovery for each in range(one.at_most + 1)}
    for rated in ratings:
        known = case.rating_by(rated.cycle, rated.scale, voice_of(rated))
        if (rated.scale, rated.score) in low and (known is None or (rated.scale, known.score) not in low):
            yield RecoveryRequested(
                occurred_at=at,
                cycle=rated.cycle,
                scale=rated.scale,
                score=rated.score,
                owner=case.owner,
                contact_id=rated.contact_id,
                survey_id=rated.survey_id,
                programme_version=programme.version,
            )
