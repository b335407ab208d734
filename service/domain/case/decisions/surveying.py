"""What follows from a wish about what the customer says to a survey."""

from datetime import datetime
from typing import assert_never

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.parts.surveying import Survey
from service.domain.case.state import Case
from service.domain.guidelines import SurveyProgramme

Facts = tuple[fact.CaseEvent, ...]


def surveyed(case: Case, command: wish.SurveyingCommand, around: Circumstances, at: datetime) -> Facts:
    """Return what follows from what the customer says to a survey."""
    if isinstance(command, wish.ForgoSurvey):
        return _forgone(case, command, at)
    survey = case.survey(command.survey_id)
    if survey is None:  # the rules have seen to it that there is one
        return ()
    match command:
        case wish.AnswerSurvey():
            return _answered(survey, command, around, at)
        case wish.DeclineSurvey():
            return _declined(survey, command, at)
        case _:
            assert_never(command)


def is_late(survey: Survey, around: Circumstances, at: datetime) -> bool:
    """Return whether an answer at this instant is late, by the programme in force at the sending."""
    programme = around.rulebook.guideline(SurveyProgramme, survey.sent_at)
    return programme is not None and programme.is_late(survey.sent_at, at)


def _answered(survey: Survey, command: wish.AnswerSurvey, around: Circumstances, at: datetime) -> Facts:
    if (survey.answered_at, survey.scores) == (at, frozenset(command.scores.items())):
        return ()
    mode = command.mode or survey.mode
    is_late_now = is_late(survey, around, at)
    answer = fact.SurveyAnswered(
        occurred_at=at,
        survey_id=survey.survey_id,
        cycle=survey.cycle,
        contact_id=survey.contact_id,
        mode=mode,
        is_late=is_late_now,
        verbatim=command.verbatim,
    )
    ratings = (
        fact.SatisfactionRated(
            occurred_at=at,
            cycle=survey.cycle,
            scale=scale,
            score=score,
            survey_id=survey.survey_id,
            contact_id=survey.contact_id,
            mode=mode,
            is_late=is_late_now,
        )
        for scale, score in command.scores.items()
    )
    return (answer, *ratings)


def _forgone(case: Case, command: wish.ForgoSurvey, at: datetime) -> Facts:
    cycle = command.cycle or max(case.resolved_cycles)
    if cycle in case.unasked_cycles:
        return ()
    return (fact.SurveyForgone(occurred_at=at, cycle=cycle, reason=command.reason),)


def _declined(survey: Survey, command: wish.DeclineSurvey, at: datetime) -> Facts:
    if survey.declined_at is not None:
        return ()
    return (
        fact.SurveyDeclined(
            occurred_at=at,
            survey_id=survey.survey_id,
            cycle=survey.cycle,
            contact_id=survey.contact_id,
            reason=command.reason,
        ),
    )
