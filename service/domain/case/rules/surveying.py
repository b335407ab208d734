"""The rules of surveys, each a named function."""

from service.domain.account.refusals import ContactNotFoundError
from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refused.surveying import (
    AskedAlreadyError,
    AskedTooOftenError,
    ContactOptedOutError,
    SurveyAlreadyAnsweredError,
    SurveyAlreadySentError,
    SurveyExpiredError,
    SurveyUnknownError,
)
from service.domain.case.rules.general import DATED, rated_cycle_must_be_resolved
from service.domain.case.state import Case
from service.domain.guidelines import SurveyProgramme
from service.domain.refusal import Refusal
from service.domain.vocabulary import SurveyMode

_ON_SURVEY = wish.AnswerSurvey | wish.DeclineSurvey | wish.RateSatisfaction


def survey_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if not isinstance(command, _ON_SURVEY) or command.survey_id is None:
        return
    if case.survey(command.survey_id) is None:
        raise SurveyUnknownError(survey_id=command.survey_id)


def survey_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was asked in the same way: that is a repeat."""
    known = case.survey(command.survey_id) if isinstance(command, wish.SendSurvey) else None
    if known is None or not isinstance(command, wish.SendSurvey):
        return
    asked = (command.channel, command.mode, command.contact_id)
    same_cycle = command.cycle in {None, known.cycle}
    if (known.channel, known.mode, known.contact_id) != asked or not same_cycle:
        raise SurveyAlreadySentError(survey_id=known.survey_id, sent_at=known.sent_at)


def survey_must_not_have_expired(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """What is said in a call is kept however late it is."""
    survey = case.survey(command.survey_id) if isinstance(command, wish.AnswerSurvey) else None
    if survey is None or survey.expires_at is None or not isinstance(command, wish.AnswerSurvey):
        return
    is_written = (command.mode or survey.mode) is SurveyMode.QUESTIONNAIRE
    if is_written and command.happened_at(around.now) >= survey.expires_at:
        raise SurveyExpiredError(expires_at=survey.expires_at)


def survey_must_not_be_answered(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    survey = case.survey(command.survey_id) if isinstance(command, wish.DeclineSurvey) else None
    if survey is not None and survey.answered_at is not None and survey.declined_at is None:
        raise SurveyAlreadyAnsweredError(answered_at=survey.answered_at)


def cycle_must_not_be_asked_about(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    if not isinstance(command, wish.ForgoSurvey):
        return
    cycle = command.cycle or max(case.resolved_cycles)
    known = next((one for one in case.surveys if one.cycle == cycle), None)
    if known is not None:
        raise AskedAlreadyError(sent_at=known.sent_at)


def asked_contact_must_be_known(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    contacts = around.account.contact_ids if around.account else frozenset()
    asking = _asking(case, command)
    if asking and asking.contact_id and asking.contact_id not in contacts:
        raise ContactNotFoundError(contact_id=asking.contact_id)


def contact_must_not_have_opted_out(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    opted_out = around.account.opted_out_of_surveys if around.account else frozenset()
    asking = _asking(case, command)
    if asking and asking.contact_id in opted_out:
        raise ContactOptedOutError(contact_id=asking.contact_id)


def contact_must_not_be_asked_too_often(case: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    """Surveys of this case do not count: each resolution has one of its own."""
    asking = _asking(case, command)
    if asking is None or asking.last_asked_at is None:
        return
    asked_at = asking.happened_at(around.now)
    programme = around.rulebook.guideline(SurveyProgramme, asked_at)
    if programme is not None and asked_at < (free_at := programme.free_at(asking.last_asked_at)):
        raise AskedTooOftenError(last_asked_at=asking.last_asked_at, free_at=free_at)


def _asking(case: Case, command: wish.CaseCommand) -> wish.SendSurvey | None:
    """Return a wish to ask somebody who was not asked yet; a repeat asks nobody."""
    is_new = isinstance(command, wish.SendSurvey) and case.survey(command.survey_id) is None
    return command if is_new and isinstance(command, wish.SendSurvey) else None


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    survey_must_be_known: (SurveyUnknownError,),
    survey_must_be_new: (SurveyAlreadySentError,),
    survey_must_not_have_expired: (SurveyExpiredError,),
    cycle_must_not_be_asked_about: (AskedAlreadyError,),
    survey_must_not_be_answered: (SurveyAlreadyAnsweredError,),
    asked_contact_must_be_known: (ContactNotFoundError,),
    contact_must_not_have_opted_out: (ContactOptedOutError,),
    contact_must_not_be_asked_too_often: (AskedTooOftenError,),
}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.RateSatisfaction: (*DATED, rated_cycle_must_be_resolved, survey_must_be_known),
    wish.SendSurvey: (
        *DATED,
        rated_cycle_must_be_resolved,
        survey_must_be_new,
        asked_contact_must_be_known,
        contact_must_not_have_opted_out,
        contact_must_not_be_asked_too_often,
    ),
    wish.AnswerSurvey: (*DATED, survey_must_be_known, survey_must_not_have_expired),
    wish.ForgoSurvey: (*DATED, rated_cycle_must_be_resolved, cycle_must_not_be_asked_about),
    wish.DeclineSurvey: (*DATED, survey_must_be_known, survey_must_not_be_answered),
}
