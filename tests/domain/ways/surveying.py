"""One good way for each command about surveys, and about who does not want to be asked."""

from datetime import datetime
from typing import Any

from service.domain.account import commands as account_wish
from service.domain.account import events as account_fact
from service.domain.aggregate import AnyCommand, AnyEvent
from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.vocabulary import Channel, RatingScale, SurveyMode, WhyNotAsked
from tests.domain.facts import CONTACT_ID, ELEVEN, RESOLVED, SURVEY_ID, TEN, contact_added, opened

Way = tuple[AnyCommand, tuple[AnyEvent, ...], tuple[AnyEvent, ...]]


def survey_sent(at: datetime = TEN, **told: Any) -> fact.SurveySent:
    fields: dict[str, Any] = {
        "survey_id": SURVEY_ID,
        "channel": Channel.SMS,
        "mode": SurveyMode.QUESTIONNAIRE,
        "cycle": 1,
        "contact_id": CONTACT_ID,
    }
    return fact.SurveySent(occurred_at=at, **{**fields, **told})


def survey_answered(at: datetime = ELEVEN, **told: Any) -> fact.SurveyAnswered:
    fields: dict[str, Any] = {
        "survey_id": SURVEY_ID,
        "cycle": 1,
        "contact_id": CONTACT_ID,
        "mode": SurveyMode.QUESTIONNAIRE,
        "is_late": False,
    }
    return fact.SurveyAnswered(occurred_at=at, **{**fields, **told})


def scored(scale: RatingScale, score: int, at: datetime = ELEVEN, **told: Any) -> fact.SatisfactionRated:
    """Return a score that answers the survey."""
    fields: dict[str, Any] = {
        "cycle": 1,
        "survey_id": SURVEY_ID,
        "contact_id": CONTACT_ID,
        "mode": SurveyMode.QUESTIONNAIRE,
        "is_late": False,
    }
    return fact.SatisfactionRated(occurred_at=at, scale=scale, score=score, **{**fields, **told})


def opted_out() -> account_fact.ContactOptedOut:
    return account_fact.ContactOptedOut(occurred_at=TEN, contact_id=CONTACT_ID)


ASKED = (*RESOLVED, survey_sent())
_WITH_CONTACT = (opened(), contact_added())

WAYS: tuple[Way, ...] = (
    (
        wish.AnswerSurvey(survey_id=SURVEY_ID, csat=4, nps=9, verbatim="Quick and friendly"),
        ASKED,
        (
            survey_answered(verbatim="Quick and friendly"),
            scored(RatingScale.CSAT, 4),
            scored(RatingScale.NPS, 9),
        ),
    ),
    (
        wish.DeclineSurvey(survey_id=SURVEY_ID, reason="No time"),
        ASKED,
        (
            fact.SurveyDeclined(
                occurred_at=ELEVEN, survey_id=SURVEY_ID, cycle=1, contact_id=CONTACT_ID, reason="No time"
            ),
        ),
    ),
    (
        wish.ForgoSurvey(reason=WhyNotAsked.OPTED_OUT),
        RESOLVED,
        (fact.SurveyForgone(occurred_at=ELEVEN, cycle=1, reason=WhyNotAsked.OPTED_OUT),),
    ),
    (
        account_wish.OptOutOfSurveys(contact_id=CONTACT_ID, reason="Too many mails"),
        _WITH_CONTACT,
        (account_fact.ContactOptedOut(occurred_at=ELEVEN, contact_id=CONTACT_ID, reason="Too many mails"),),
    ),
    (
        account_wish.OptInToSurveys(contact_id=CONTACT_ID),
        (*_WITH_CONTACT, opted_out()),
        (account_fact.ContactOptedIn(occurred_at=ELEVEN, contact_id=CONTACT_ID),),
    ),
)
REPEATABLE: frozenset[type[AnyCommand]] = frozenset()
