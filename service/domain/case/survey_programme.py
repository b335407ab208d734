"""What the survey programme says of the surveys of a case."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from service.domain.case.context import DecisionContext
from service.domain.case.record.ratings import RecoveryRequested, SatisfactionRated, voice_of
from service.domain.case.record.surveys import Survey
from service.domain.case.state import Case
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.vocabulary import ToldBy


def is_late(survey: Survey, context: DecisionContext, at: datetime) -> bool:
    """Return whether an answer at this instant is late, by the programme in force at the sending."""
    programme = context.rulebook.guideline(SurveyProgramme, survey.sent_at)
    return programme is not None and programme.is_late(survey.sent_at, at)


def told_by(context: DecisionContext) -> ToldBy | None:
    """Return who tells what a customer thinks; None: an import, or whoever has the database at hand."""
    if context.looked_up.is_of_customer:
        return ToldBy.CUSTOMER
    return None if context.teller is None else ToldBy.STAFF


class RaisedWithoutReasonError(Refusal, field="raise_reason"):
    """A better score that one of our keys tells in place of a lower one says why (REQUIREMENTS 44)."""


def with_raise(case: Case, rated: SatisfactionRated, reason: str | None) -> SatisfactionRated:
    """Return a score with whether a key of ours raises what was known of the same person by it, and why."""
    known = case.rating_by(rated.cycle, rated.scale, voice_of(rated))
    is_better = known is not None and known.score < rated.score and known.told_by is not ToldBy.CUSTOMER
    if rated.told_by is not ToldBy.STAFF or not is_better:
        return rated
    return rated.model_copy(update={"is_raised": True, "raise_reason": reason})


def refuse_raised_without_reason(is_raised: bool | None, reason: str | None) -> None:
    """Refuse a better score of which nobody says why."""
    if is_raised and reason is None:
        raise RaisedWithoutReasonError


def recoveries(
    case: Case, ratings: Iterable[SatisfactionRated], context: DecisionContext, at: datetime
) -> Iterator[RecoveryRequested]:
    """Yield what low scores ask for, by the programme in force: once for each who rated a resolution low."""
    programme = context.rulebook.guideline(SurveyProgramme, at)
    if programme is None:
        return
    low = {(one.scale, each) for one in programme.recovery for each in range(one.at_most + 1)}
    called = {(each.cycle, each.voice) for each in case.ratings if (each.scale, each.score) in low}
    for rated in ratings:
        voice = (rated.cycle, voice_of(rated))
        if (rated.scale, rated.score) in low and voice not in called:
            called.add(voice)
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
