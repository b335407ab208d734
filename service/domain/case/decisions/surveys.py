"""Surveys: whom to ask about a resolution, and what the customer answers."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StrictInt, model_validator

from service.domain.account.agreements.consenting import ConsentRequiredError, must_have_consented
from service.domain.case.context import DecisionContext
from service.domain.case.record import surveys as record
from service.domain.case.rules import (
    DATED,
    contact_must_be_of_the_account,
    rated_cycle_must_be_resolved,
)
from service.domain.case.state import Case
from service.domain.case.survey_answers import (
    answer_survey,
    channel_must_reach_the_customer,
    is_link_shown_to_staff,
    raised_answer_needs_a_reason,
    survey_must_be_known,
    survey_must_not_have_expired,
    survey_must_take_another_answer,
)
from service.domain.case.to_customer import person_must_be_named
from service.domain.command import Command
from service.domain.decision import Events, Told, decides, fields_of, refuses_with, told_of
from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.invalid import invalid
from service.domain.personal import FreeText, Verbatim
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel, DataUse, RatingScale, SurveyMode, WhyNotAsked


class SendSurvey(Command, records=record.SurveySent, example={"channel": "sms"}):
    """Record that a survey was sent to the customer, in writing or by telephone."""

    survey_id: UUID
    """Id of the new survey, chosen by the sender."""
    channel: Channel
    mode: SurveyMode = SurveyMode.QUESTIONNAIRE
    cycle: StrictInt | None = Field(default=None, ge=1)
    """Cycle whose resolution the survey is about. If omitted, the last one."""
    contact_id: UUID | None = None
    """Id of the contact who is asked."""


class AnswerSurvey(Command, example={"csat": 5, "verbatim": "All well"}):
    """Record the answers to a survey, given on its page or to the agent who calls."""

    survey_id: UUID
    csat: Annotated[StrictInt, Field(ge=1, le=5)] | None = None
    """Customer satisfaction (CSAT), 1 to 5."""
    nps: Annotated[StrictInt, Field(ge=0, le=10)] | None = None
    """Likelihood to recommend us (NPS), 0 to 10."""
    ces: Annotated[StrictInt, Field(ge=1, le=7)] | None = None
    """Customer effort score (CES): how easy it was, 1 to 7."""
    verbatim: Verbatim | None = None
    mode: SurveyMode | None = None
    """In writing or by telephone. If omitted, as in the survey."""
    raise_reason: FreeText | None = None
    """Reason for a better score than was answered before, where one of our keys tells it."""

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


class DeclineSurvey(Command, records=record.SurveyDeclined, example={"reason": "No time"}):
    """Record that the customer declines a survey."""

    survey_id: UUID
    reason: Verbatim | None = None


class SkipSurvey(Command, records=record.SurveySkipped, example={"reason": "no_contact"}):
    """Record that no survey is sent about a resolution, and the reason. This ends the promise to ask."""

    reason: WhyNotAsked
    cycle: StrictInt | None = Field(default=None, ge=1)
    """Cycle of the resolution. If omitted, the last one."""


class SurveyAlreadySentError(Refusal, field="survey_id"):
    """A survey with this id was already sent, with other content."""


class SurveyAlreadyAnsweredError(Refusal, field="survey_id"):
    """The survey was answered; the answer can be changed but no longer declined."""


class AskedAlreadyError(Refusal, field="cycle"):
    """A survey about the resolution was already sent; it can no longer be skipped."""


class ContactOptedOutError(Refusal, field="contact_id"):
    """A contact who opted out of surveys cannot be asked."""


class ContactNotNamedError(Refusal, field="contact_id"):
    """Where the account has contacts, a survey names whom it asks: else nobody could wish not to be asked."""


class SkippedWithoutReasonError(Refusal, field="reason"):
    """That nobody can be asked is said only where it is so."""


class AskedLatelyError(Refusal, field="contact_id"):
    """A contact who was asked about another case recently cannot be asked again yet (REQUIREMENTS 119)."""


class NotAskedAboutError(Refusal):
    """The survey programme excludes cases of this kind."""


class NobodyToAskError(Refusal, field="contact_id"):
    """No contact of the account can be asked: there is none, or all opted out or were asked recently."""


@refuses_with(SurveyAlreadySentError)
def survey_must_be_new(case: Case, command: SendSurvey, _: DecisionContext) -> None:
    """The id is free, or the same was asked in the same way: that is a repeat."""
    known = case.survey(command.survey_id)
    if known is None:
        return
    asked = (command.channel, command.mode, command.contact_id)
    same_cycle = command.cycle in {None, known.cycle}
    if (known.channel, known.mode, known.contact_id) != asked or not same_cycle:
        raise SurveyAlreadySentError(survey_id=known.survey_id, sent_at=known.sent_at)


@refuses_with(ContactNotNamedError)
def contact_must_be_named(case: Case, command: SendSurvey, context: DecisionContext) -> None:
    contacts = context.account.contact_ids if context.account else frozenset()
    if contacts and command.contact_id is None and not _is_repeat(case, command):
        raise ContactNotNamedError(contacts=len(contacts))


@refuses_with(ContactOptedOutError)
def contact_must_not_have_opted_out(case: Case, command: SendSurvey, context: DecisionContext) -> None:
    opted_out = context.account.opted_out_of_surveys if context.account else frozenset()
    if not _is_repeat(case, command) and command.contact_id in opted_out:
        raise ContactOptedOutError(contact_id=command.contact_id)


@refuses_with(ConsentRequiredError)
def contact_must_have_consented(case: Case, command: SendSurvey, context: DecisionContext) -> None:
    """Where the guideline `consent` asks for it; by default nobody must have objected."""
    account, contact_id = context.account, command.contact_id
    if account is None or contact_id is None or _is_repeat(case, command):
        return
    asked_at = command.happened_at(context.now)
    must_have_consented(account, DataUse.SURVEY, context.rulebook, asked_at, contact_id)


@refuses_with(AskedLatelyError)
def contact_must_not_have_been_asked_lately(
    case: Case, command: SendSurvey, context: DecisionContext
) -> None:
    """Surveys of this case do not count: each resolution has one of its own."""
    last_asked_at = context.looked_up.last_asked(command.contact_id)
    if _is_repeat(case, command) or last_asked_at is None:
        return
    asked_at = command.happened_at(context.now)
    programme = context.rulebook.guideline(SurveyProgramme, asked_at)
    if programme is not None and asked_at < (free_at := programme.free_at(last_asked_at)):
        raise AskedLatelyError(last_asked_at=last_asked_at, free_at=free_at)


def _is_repeat(case: Case, command: SendSurvey) -> bool:
    """Return whether the survey was sent already: a repeat asks nobody."""
    return case.survey(command.survey_id) is not None


@refuses_with(SurveyAlreadyAnsweredError)
def survey_must_not_be_answered(case: Case, command: DeclineSurvey, _: DecisionContext) -> None:
    survey = case.survey(command.survey_id)
    if survey is not None and survey.answered_at is not None and survey.declined_at is None:
        raise SurveyAlreadyAnsweredError(answered_at=survey.answered_at)


@refuses_with(SkippedWithoutReasonError)
def nobody_must_be_askable(case: Case, command: SkipSurvey, context: DecisionContext) -> None:
    """The programme found it so at its time; nobody says that there is nobody where somebody is."""
    is_repeat = (command.cycle or max(case.resolved_cycles)) in case.unasked_cycles
    if context.account is None or context.looked_up.nobody_to_ask is not None or is_repeat:
        return
    askable = context.account.contact_ids
    if command.reason is WhyNotAsked.OPTED_OUT:
        askable -= context.account.opted_out_of_surveys
    if askable and command.reason in {WhyNotAsked.NO_CONTACT, WhyNotAsked.OPTED_OUT}:
        raise SkippedWithoutReasonError(reason=command.reason, contacts=len(askable))


@refuses_with(AskedAlreadyError)
def cycle_must_not_be_asked_about(case: Case, command: SkipSurvey, _: DecisionContext) -> None:
    cycle = command.cycle or max(case.resolved_cycles)
    known = next((one for one in case.surveys if one.cycle == cycle), None)
    if known is not None:
        raise AskedAlreadyError(sent_at=known.sent_at)


def send_survey(case: Case, command: SendSurvey, context: DecisionContext, at: datetime) -> Events:
    if _is_repeat(case, command):
        return ()
    cycle = command.cycle or max(case.resolved_cycles)
    last_asked_at = context.looked_up.last_asked(command.contact_id)
    invitation = context.looked_up.invitation
    return (
        record.SurveySent(
            occurred_at=at,
            cycle=cycle,
            last_asked_at=last_asked_at,
            expires_at=invitation.expires_at if invitation else None,
            programme_version=invitation.programme_version if invitation else None,
            link_shown_to_staff=is_link_shown_to_staff(context) or None,
            **fields_of(command, "cycle"),
        ),
    )


def decline_survey(case: Case, command: DeclineSurvey, _: DecisionContext, at: datetime) -> Events:
    survey = case.survey(command.survey_id)
    if survey is None or survey.declined_at is not None:
        return ()
    cycle, contact_id = survey.cycle, survey.contact_id
    return (record.SurveyDeclined(occurred_at=at, cycle=cycle, contact_id=contact_id, **fields_of(command)),)


def skip_survey(case: Case, command: SkipSurvey, context: DecisionContext, at: datetime) -> Events:
    cycle = command.cycle or max(case.resolved_cycles)
    if cycle in case.unasked_cycles:
        return ()
    told = {"reason": command.reason, "programme_version": context.looked_up.nobody_to_ask}
    return (record.SurveySkipped(occurred_at=at, cycle=cycle, **told),)


def skipping_on_record(case: Case, command: SkipSurvey) -> Told | None:
    cycle = command.cycle or max(case.resolved_cycles)
    known = next((one for one in case.skipped if one.cycle == cycle), None)
    return {"occurred_at": known.skipped_at, "reason": known.reason} if known else None


DECISIONS = (
    decides(
        SendSurvey,
        send_survey,
        *DATED,
        rated_cycle_must_be_resolved,
        survey_must_be_new,
        channel_must_reach_the_customer,
        contact_must_be_named,
        contact_must_be_of_the_account,
        contact_must_not_have_opted_out,
        contact_must_have_consented,
        contact_must_not_have_been_asked_lately,
        once=told_of(Case.survey, "survey_id", "sent_at"),
    ),
    decides(
        AnswerSurvey,
        answer_survey,
        *DATED,
        survey_must_be_known,
        survey_must_not_have_expired,
        survey_must_take_another_answer,
        person_must_be_named,
        raised_answer_needs_a_reason,
    ),
    decides(
        SkipSurvey,
        skip_survey,
        *DATED,
        rated_cycle_must_be_resolved,
        cycle_must_not_be_asked_about,
        nobody_must_be_askable,
        once=skipping_on_record,
    ),
    decides(
        DeclineSurvey,
        decline_survey,
        *DATED,
        survey_must_be_known,
        person_must_be_named,
        survey_must_not_be_answered,
        once=told_of(Case.survey, "survey_id", "declined_at"),
    ),
)
