"""What the customer answers to a survey, on its page or in a call: once, corrected within a bound."""

from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from service.domain.case.context import DecisionContext
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.case.record.surveys import Survey, SurveyAnswered
from service.domain.case.state import Case
from service.domain.case.survey_programme import (
    RaisedWithoutReasonError,
    is_late,
    recoveries,
    refuse_raised_without_reason,
    told_by,
    with_raise,
)
from service.domain.decision import Events, refuses_with
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, RatingScale, SurveyMode

DIGEST_DIGITS = 16


class Answer(Protocol):
    """What a command says of the answers that a customer gave."""

    @property
    def survey_id(self) -> UUID: ...
    @property
    def mode(self) -> SurveyMode | None: ...
    @property
    def verbatim(self) -> str | None: ...
    @property
    def raise_reason(self) -> str | None: ...
    @property
    def scores(self) -> dict[RatingScale, int]: ...
    def happened_at(self, now: datetime) -> datetime: ...


class SurveyUnknownError(Refusal, field="survey_id"):
    """The case has no survey with this id."""


class SurveyExpiredError(Refusal, field="survey_id"):
    """The survey link has expired; an agent can still ask by telephone."""


class SurveyCorrectedTooOftenError(Refusal, field="survey_id"):
    """A survey page takes an answer and a limited number of corrections (guideline `surveys`)."""


class LinkNotForStaffError(Refusal):
    """The link of a survey that a machine sent is shown to nobody of ours (REQUIREMENTS 44, 160)."""


class NoWayToCustomerError(Refusal, field="channel"):
    """No customer is asked by a channel that leads to no customer."""


class HasSurvey(Protocol):
    """A command that can name the survey that it answers; null: it answers none."""

    @property
    def survey_id(self) -> UUID | None: ...


@refuses_with(SurveyUnknownError)
def survey_must_be_known(case: Case, command: HasSurvey, _: DecisionContext) -> None:
    if command.survey_id is not None and case.survey(command.survey_id) is None:
        raise SurveyUnknownError(survey_id=command.survey_id)


class HasChannel(Protocol):
    """A command that says by which channel the customer was asked or told it; null: it does not say."""

    @property
    def channel(self) -> Channel | None: ...


@refuses_with(NoWayToCustomerError)
def channel_must_reach_the_customer(_: Case, command: HasChannel, __: DecisionContext) -> None:
    if command.channel in {Channel.MONITORING, Channel.INTERNAL}:
        raise NoWayToCustomerError(channel=command.channel)


@refuses_with(SurveyExpiredError)
def survey_must_not_have_expired(case: Case, command: Answer, context: DecisionContext) -> None:
    survey, at = case.survey(command.survey_id), command.happened_at(context.now)
    if survey is not None and survey.has_expired(command.mode or survey.mode, at):
        raise SurveyExpiredError(expires_at=survey.expires_at)


@refuses_with(SurveyCorrectedTooOftenError)
def survey_must_take_another_answer(case: Case, command: Answer, context: DecisionContext) -> None:
    """What is said in a call is kept, and so is a repeat, which changes nothing."""
    survey = case.survey(command.survey_id)
    if survey is None or (command.mode or survey.mode) is not SurveyMode.QUESTIONNAIRE:
        return
    programme = context.rulebook.guideline(SurveyProgramme, survey.sent_at)
    is_repeat = survey.says_already(frozenset(command.scores.items()), digest_of(command))
    if programme and not is_repeat and survey.answer_count > programme.corrections_at_most:
        raise SurveyCorrectedTooOftenError(corrections=programme.corrections_at_most)


def answer_survey(case: Case, command: Answer, context: DecisionContext, at: datetime) -> Events:
    """Return the answer, and a rating for each score; the same answer again changes nothing."""
    survey = case.survey(command.survey_id)
    if survey is None or survey.says_already(frozenset(command.scores.items()), digest_of(command)):
        return ()
    answer = SurveyAnswered(
        occurred_at=at,
        survey_id=survey.survey_id,
        cycle=survey.cycle,
        contact_id=survey.contact_id,
        mode=command.mode or survey.mode,
        is_late=is_late(survey, context, at),
        verbatim=command.verbatim,
        verbatim_digest=digest_of(command),
        told_by=told_by(context),
        by_shown_link=_by_shown_link(survey, context),
    )
    ratings = _ratings(case, command, answer)
    return (answer, *ratings, *recoveries(case, ratings, context, at))


def is_link_shown_to_staff(context: DecisionContext) -> bool:
    """Return whether an invitation gives its link to a person of ours, who is to send it.

    What comes without a key is asked for at a terminal, by whoever sits there.
    """
    return context.looked_up.invitation is not None and not (context.teller and context.teller.is_machine)


def _by_shown_link(survey: Survey, context: DecisionContext) -> bool | None:
    """Return whether somebody of ours could have given the answer of the page: nobody can tell who did."""
    return survey.link_shown_to_staff if context.looked_up.is_of_customer else None


def _ratings(case: Case, command: Answer, answer: SurveyAnswered) -> list[SatisfactionRated]:
    told = {
        name: getattr(answer, name)
        for name in (
            "occurred_at",
            "cycle",
            "survey_id",
            "contact_id",
            "mode",
            "is_late",
            "told_by",
            "by_shown_link",
        )
    }
    scores = (SatisfactionRated(scale=scale, score=score, **told) for scale, score in command.scores.items())
    return [with_raise(case, each, command.raise_reason) for each in scores]


@refuses_with(RaisedWithoutReasonError)
def raised_answer_needs_a_reason(case: Case, command: Answer, context: DecisionContext) -> None:
    answer = answer_survey(case, command, context, command.happened_at(context.now))
    is_raised = any(isinstance(each, SatisfactionRated) and each.is_raised for each in answer)
    refuse_raised_without_reason(is_raised, command.raise_reason)


def digest_of(command: Answer) -> str | None:
    """Return what tells the same words from others without being them."""
    if command.verbatim is None:
        return None
    return sha256(f"{command.survey_id}:{command.verbatim}".encode()).hexdigest()[:DIGEST_DIGITS]
