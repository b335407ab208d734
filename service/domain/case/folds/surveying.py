"""How surveys change by a fact. Reads no personal field."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from service.domain.case import events as fact
from service.domain.case.parts.surveying import Survey
from service.domain.case.state import Case
from service.domain.changed import changed


def survey_sent(case: Case, event: fact.SurveySent) -> Case:
    """Return the case after somebody was asked."""
    survey = Survey(
        survey_id=event.survey_id,
        cycle=event.cycle,
        channel=event.channel,
        mode=event.mode,
        sent_at=event.occurred_at,
        contact_id=event.contact_id,
        expires_at=event.expires_at,
        programme_version=event.programme_version,
    )
    return changed(case, surveys=(*case.surveys, survey))


def survey_rated(case: Case, event: fact.SatisfactionRated) -> Case:
    """Return the case after a score that answers a survey, and not just a resolution."""
    known = case.survey(event.survey_id) if event.survey_id else None
    if known is None or _is_older(event, known):
        return case
    scores = {one for one in known.scores if one[0] is not event.scale} | {(event.scale, event.score)}
    return _with(case, replace(known, answered_at=event.occurred_at, scores=frozenset(scores)))


def evolve_surveying(case: Case, event: fact.SurveyingEvent) -> Case:
    """Return the case after what the customer said to a survey."""
    if isinstance(event, fact.SurveyForgone):
        return changed(case, unasked_cycles=case.unasked_cycles | {event.cycle})
    known = case.survey(event.survey_id)
    if known is None:
        return case
    match event:
        case fact.SurveyAnswered():
            if _is_older(event, known):
                return case
            return _with(case, replace(known, answered_at=event.occurred_at, scores=frozenset()))
        case fact.SurveyDeclined():
            return _with(case, replace(known, declined_at=event.occurred_at))
        case _:
            assert_never(event)


def _is_older(event: fact.SurveyAnswered | fact.SatisfactionRated, known: Survey) -> bool:
    """Return whether an answer is dated before the one that is remembered: it stays on the record only."""
    return known.answered_at is not None and event.occurred_at < known.answered_at


def _with(case: Case, survey: Survey) -> Case:
    others: dict[UUID, Survey] = {one.survey_id: one for one in case.surveys}
    return changed(case, surveys=tuple({**others, survey.survey_id: survey}.values()))
