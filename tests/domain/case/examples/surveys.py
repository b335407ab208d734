"""Asking customers for a rating, by example."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from service.domain.account.agreements.consenting import ConsentRequiredError
from service.domain.case.decisions.surveys import (
    AnswerSurvey,
    AskedAlreadyError,
    AskedLatelyError,
    ContactNotNamedError,
    ContactOptedOutError,
    DeclineSurvey,
    SendSurvey,
    SkippedWithoutReasonError,
    SkipSurvey,
    SurveyAlreadyAnsweredError,
    SurveyAlreadySentError,
    contact_must_be_named,
    contact_must_have_consented,
    contact_must_not_have_been_asked_lately,
    contact_must_not_have_opted_out,
    cycle_must_not_be_asked_about,
    nobody_must_be_askable,
    survey_must_be_new,
    survey_must_not_be_answered,
)
from service.domain.case.looked_up import LookedUp
from service.domain.case.record.surveys import SurveyAnswered, SurveyDeclined, SurveySent, SurveySkipped
from service.domain.case.survey_answers import (
    NoWayToCustomerError,
    SurveyCorrectedTooOftenError,
    SurveyExpiredError,
    SurveyUnknownError,
    channel_must_reach_the_customer,
    digest_of,
    raised_answer_needs_a_reason,
    survey_must_be_known,
    survey_must_not_have_expired,
    survey_must_take_another_answer,
)
from service.domain.case.survey_programme import RaisedWithoutReasonError
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import Title
from service.domain.guidelines.consent import ConsentGuideline, ConsentPurpose, UseRule
from service.domain.guidelines.telling_late import Teller
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.vocabulary import Channel, DataUse, RatingScale, SurveyMode, WhyNotAsked
from tests.domain.case.examples.ratings import scored
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, RESOLVED, SURVEY_ID, TEN
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import RESOLVE, Scene, Scenes, Step
from tests.specification import OPTED_OUT_ID


def survey_sent(at: datetime = TEN, **fields: Any) -> SurveySent:
    usual: dict[str, Any] = {
        "survey_id": SURVEY_ID,
        "channel": Channel.SMS,
        "mode": SurveyMode.QUESTIONNAIRE,
        "cycle": 1,
        "contact_id": CONTACT_ID,
    }
    return SurveySent(occurred_at=at, **{**usual, **fields})


def survey_answered(at: datetime = ELEVEN, **fields: Any) -> SurveyAnswered:
    usual: dict[str, Any] = {
        "survey_id": SURVEY_ID,
        "cycle": 1,
        "contact_id": CONTACT_ID,
        "mode": SurveyMode.QUESTIONNAIRE,
        "is_late": False,
    }
    return SurveyAnswered(occurred_at=at, **{**usual, **fields})


ASKED = (*RESOLVED, survey_sent())
_NOBODY = UUID(int=77)


def _raised(way: Example) -> Example:
    """Tell by a key of ours a better score than was answered, and not why."""
    history = (*ASKED, survey_answered(at=TEN), scored(RatingScale.CSAT, 1, at=TEN))
    told = replace(with_fields(csat=5)(way), history=history)
    return replace(told, teller=Teller(role="agent", may_backdate=False, key="desk"))


def _corrected(way: Example) -> Example:
    """Answer otherwise for the fifth time."""
    answers = [
        each
        for minute in range(4)
        for each in (
            survey_answered(at=TEN + timedelta(minutes=minute)),
            scored(RatingScale.CSAT, minute % 2 + 1, at=TEN + timedelta(minutes=minute)),
        )
    ]
    return replace(by_default_rules()(way), history=(*ASKED, *answers))


def _lately(way: Example) -> Example:
    """Ask somebody who was asked about another case the day before yesterday."""
    lately = LookedUp(last_asked_at={CONTACT_ID: NINE - timedelta(days=2)})
    return replace(by_default_rules(contact_id=CONTACT_ID)(way), looked_up=lately)


def _where_surveys_need_consent(way: Example) -> Example:
    purposes = (ConsentPurpose(purpose="survey", title=Title(zh="调查", en="Surveys")),)
    uses = (UseRule(use=DataUse.SURVEY, purpose="survey", needs="consent"),)
    content = ConsentGuideline(version=1, purposes=purposes, uses=uses)
    command = way.command.model_copy(update={"contact_id": CONTACT_ID})
    return replace(way, command=command, rulebook=book_of(PublishGuideline(content=content)))


WAYS: Ways = (
    Example(
        SendSurvey(survey_id=SURVEY_ID, channel=Channel.WECOM, contact_id=CONTACT_ID),
        RESOLVED,
        (
            SurveySent(
                occurred_at=AT,
                survey_id=SURVEY_ID,
                channel=Channel.WECOM,
                mode=SurveyMode.QUESTIONNAIRE,
                cycle=1,
                contact_id=CONTACT_ID,
            ),
        ),
    ),
    Example(
        AnswerSurvey(survey_id=SURVEY_ID, csat=4, nps=9, verbatim="Quick and friendly"),
        ASKED,
        (
            survey_answered(
                verbatim="Quick and friendly",
                verbatim_digest=digest_of(AnswerSurvey(survey_id=SURVEY_ID, verbatim="Quick and friendly")),
            ),
            scored(RatingScale.CSAT, 4),
            scored(RatingScale.NPS, 9),
        ),
    ),
    Example(
        DeclineSurvey(survey_id=SURVEY_ID, reason="No time"),
        ASKED,
        (
            SurveyDeclined(
                occurred_at=ELEVEN, survey_id=SURVEY_ID, cycle=1, contact_id=CONTACT_ID, reason="No time"
            ),
        ),
    ),
    Example(
        SkipSurvey(reason=WhyNotAsked.ASKED_LATELY),
        RESOLVED,
        (SurveySkipped(occurred_at=ELEVEN, cycle=1, reason=WhyNotAsked.ASKED_LATELY),),
    ),
)
ABOUT_AN_EARLIER_EVENT: Commands = (AnswerSurvey, DeclineSurvey)
BREAKS: Breaks = {
    (survey_must_be_known, SurveyUnknownError): with_fields(survey_id=_NOBODY),
    (survey_must_be_new, SurveyAlreadySentError): on(*RESOLVED, survey_sent(channel=Channel.EMAIL)),
    (survey_must_not_have_expired, SurveyExpiredError): on(*RESOLVED, survey_sent(expires_at=ELEVEN)),
    (survey_must_take_another_answer, SurveyCorrectedTooOftenError): _corrected,
    (raised_answer_needs_a_reason, RaisedWithoutReasonError): _raised,
    (cycle_must_not_be_asked_about, AskedAlreadyError): on(*ASKED),
    (survey_must_not_be_answered, SurveyAlreadyAnsweredError): on(*ASKED, survey_answered(at=TEN)),
    (channel_must_reach_the_customer, NoWayToCustomerError): with_fields(channel=Channel.MONITORING),
    (contact_must_be_named, ContactNotNamedError): with_fields(contact_id=None),
    (nobody_must_be_askable, SkippedWithoutReasonError): with_fields(reason=WhyNotAsked.NO_CONTACT),
    (contact_must_not_have_opted_out, ContactOptedOutError): with_fields(contact_id=OPTED_OUT_ID),
    (contact_must_not_have_been_asked_lately, AskedLatelyError): _lately,
    (contact_must_have_consented, ConsentRequiredError): _where_surveys_need_consent,
}
TRIGGERS: Triggers = (
    (
        RESOLVED,
        survey_sent(mode=SurveyMode.PHONE, contact_id=None),
        happened(Milestone.SURVEY_SENT),
    ),
    (RESOLVED, survey_answered(), ()),
    (RESOLVED, SurveyDeclined(occurred_at=TEN, survey_id=SURVEY_ID, cycle=1), ()),
    (
        RESOLVED,
        SurveySkipped(occurred_at=TEN, cycle=1, reason=WhyNotAsked.OPTED_OUT),
        happened(Milestone.SURVEY_SKIPPED),
    ),
    (
        RESOLVED,
        SurveySkipped(occurred_at=TEN, cycle=1, reason=WhyNotAsked.NO_CONTACT, programme_version=1),
        happened(Milestone.NOBODY_TO_ASK),
    ),
)
WITHOUT_FIGURES: Events = (
    SurveySent,
    SurveyAnswered,
    SurveyDeclined,
    SurveySkipped,
)
_SURVEY = str(SURVEY_ID)
_SEND_SURVEY: list[Step] = [*RESOLVE, ("survey", {"survey_id": _SURVEY, "channel": "sms"})]
SCENES: Scenes = {
    SendSurvey: Scene("SurveySent.v1", {"survey_id": _SURVEY, "channel": "sms"}, RESOLVE),
    AnswerSurvey: Scene("SurveyAnswered.v1", {"survey_id": _SURVEY, "verbatim": "All well"}, _SEND_SURVEY),
    DeclineSurvey: Scene("SurveyDeclined.v1", {"survey_id": _SURVEY}, _SEND_SURVEY),
    SkipSurvey: Scene("SurveySkipped.v1", {"reason": "no_contact"}, RESOLVE),
}
