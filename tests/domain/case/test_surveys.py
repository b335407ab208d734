"""Surveys: asked once a resolution, answered as often as wanted, and nobody against their command."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from service.domain.account.decisions.contacts import ContactNotFoundError
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.surveys import (
    AnswerSurvey,
    AskedLatelyError,
    ContactNotNamedError,
    ContactOptedOutError,
    SendSurvey,
    SkipSurvey,
    SurveyAlreadySentError,
)
from service.domain.case.looked_up import LookedUp
from service.domain.case.readings.survey_choice import Askable, Spared, asks_about, chosen, survey_id_of
from service.domain.case.record.closure import CaseReopened
from service.domain.case.record.surveys import SurveyDeclined, SurveySent, SurveySkipped
from service.domain.case.rules import CycleNotResolvedError
from service.domain.case.survey_answers import SurveyExpiredError, SurveyUnknownError, digest_of
from service.domain.case.themes import clock_triggers
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.surveys import SurveyConditions, SurveyProgramme
from service.domain.refusal import OnRecordOtherwiseError
from service.domain.vocabulary import (
    CaseKind,
    Channel,
    RatingScale,
    ResponseClass,
    Segment,
    SurveyMode,
    WhyNotAsked,
)
from tests.domain.case.examples.ratings import scored
from tests.domain.case.examples.surveys import ASKED, survey_answered, survey_sent
from tests.domain.facts import (
    CONTACT_ID,
    ELEVEN,
    NINE,
    REOPENED,
    RESOLVED,
    SURVEY_ID,
    TEN,
    TWICE_RESOLVED,
    received,
    reopened,
    resolved,
)
from tests.domain.trigger_rows import happened
from tests.rules import default_rulebook
from tests.specification import OPTED_OUT_ID, case_after, given

SEND = SendSurvey(survey_id=SURVEY_ID, channel=Channel.SMS, contact_id=CONTACT_ID)
OTHER_ID = UUID(int=5)


def programme(**fields: object) -> SurveyProgramme:
    found = default_rulebook().guideline(SurveyProgramme, NINE)
    assert found is not None
    return SurveyProgramme.model_validate({**found.model_dump(), **fields})


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_who_is_asked_again_under_the_same_id_in_the_same_way_is_not_asked_twice() -> None:
    given(*ASKED).when(SEND, at=ELEVEN).then_nothing()
    other_way = SEND.model_copy(update={"channel": Channel.EMAIL})
    given(*ASKED).when(other_way, at=ELEVEN).then_refused(SurveyAlreadySentError, sent_at=TEN)
    other_cycle = SEND.model_copy(update={"cycle": 1})
    given(*ASKED).when(other_cycle, at=ELEVEN).then_nothing()


def test_a_repeat_is_not_refused_because_the_contact_has_opted_out_meanwhile() -> None:
    asked = (*RESOLVED, survey_sent(contact_id=OPTED_OUT_ID))
    again = SEND.model_copy(update={"contact_id": OPTED_OUT_ID})
    given(*asked).when(again, at=ELEVEN).then_nothing()
    anew = again.model_copy(update={"survey_id": OTHER_ID})
    given(*asked).when(anew, at=ELEVEN).then_refused(ContactOptedOutError, contact_id=OPTED_OUT_ID)


def test_only_contacts_of_the_account_are_asked_by_name() -> None:
    stranger = SEND.model_copy(update={"contact_id": OTHER_ID})
    given(*RESOLVED).when(stranger, at=ELEVEN).then_refused(ContactNotFoundError, contact_id=OTHER_ID)
    given(*RESOLVED).when(stranger, at=ELEVEN, account=None).then_refused(ContactNotFoundError)
    nobody = SEND.model_copy(update={"contact_id": None})
    given(*RESOLVED).when(nobody, at=TEN).then_refused(ContactNotNamedError, contacts=2)
    given(*RESOLVED).when(nobody, at=TEN, account=None).then(survey_sent(contact_id=None))


@pytest.mark.parametrize(("ago", "is_refused"), [(days(13.999), True), (days(14), False)])
def test_a_contact_is_asked_again_when_the_days_between_are_over(ago: timedelta, is_refused: bool) -> None:
    known = {"last_asked_at": ELEVEN - ago}
    looked_up = LookedUp(last_asked_at={CONTACT_ID: ELEVEN - ago, OTHER_ID: ELEVEN})
    asking = given(*RESOLVED).when(SEND, at=ELEVEN, rulebook=default_rulebook(), looked_up=looked_up)
    if is_refused:
        asking.then_refused(AskedLatelyError, free_at=ELEVEN - ago + days(14))
    else:
        asking.then(survey_sent(at=ELEVEN, **known))


def test_without_a_published_programme_nobody_is_asked_lately() -> None:
    lately = LookedUp(last_asked_at={CONTACT_ID: TEN})
    given(*RESOLVED).when(SEND, at=ELEVEN, looked_up=lately).then(survey_sent(at=ELEVEN, last_asked_at=TEN))


@pytest.mark.parametrize(
    ("passed", "is_late"), [(days(0), False), (days(7), False), (days(7) + timedelta(seconds=1), True)]
)
def test_an_answer_is_late_when_the_programme_in_force_at_the_asking_says_so(
    passed: timedelta, is_late: bool
) -> None:
    at = TEN + passed
    answer = AnswerSurvey(survey_id=SURVEY_ID, ces=7)
    given(*ASKED).when(answer, at=at, rulebook=default_rulebook()).then(
        survey_answered(at=at, is_late=is_late), scored(RatingScale.CES, 7, at=at, is_late=is_late)
    )


def test_words_alone_are_an_answer_and_nothing_at_all_is_none() -> None:
    words = AnswerSurvey(survey_id=SURVEY_ID, verbatim="All well")
    given(*ASKED).when(words, at=ELEVEN).then(
        survey_answered(verbatim="All well", verbatim_digest=digest_of(words))
    )
    with pytest.raises(ValueError, match="nobody named"):
        AnswerSurvey(survey_id=SURVEY_ID)


def test_an_answer_is_about_the_resolution_that_was_asked_about_not_about_the_last_one() -> None:
    history = (*ASKED, CaseReopened(occurred_at=TEN, cycle=2), resolved(cycle=2))
    answer = AnswerSurvey(survey_id=SURVEY_ID, csat=1)
    given(*history).when(answer, at=ELEVEN).then(survey_answered(), scored(RatingScale.CSAT, 1))
    rate = RateSatisfaction(survey_id=SURVEY_ID, score=1)
    given(*history).when(rate, at=ELEVEN).then(scored(RatingScale.CSAT, 1))


def test_a_link_can_be_used_until_the_instant_before_it_expires_and_a_call_keeps_the_answer_after() -> None:
    asked = (*RESOLVED, survey_sent(expires_at=ELEVEN))
    answer = AnswerSurvey(survey_id=SURVEY_ID, csat=4)
    just = ELEVEN - timedelta(microseconds=1)
    given(*asked).when(answer, at=just).then(survey_answered(at=just), scored(RatingScale.CSAT, 4, at=just))
    given(*asked).when(answer, at=ELEVEN).then_refused(SurveyExpiredError, expires_at=ELEVEN)
    called = answer.model_copy(update={"mode": SurveyMode.PHONE})
    given(*asked).when(called, at=ELEVEN).then(
        survey_answered(mode=SurveyMode.PHONE), scored(RatingScale.CSAT, 4, mode=SurveyMode.PHONE)
    )


def test_a_survey_remembers_its_last_answer_by_the_time_of_the_world() -> None:
    noon = ELEVEN + timedelta(hours=1)
    late = (survey_answered(at=noon), scored(RatingScale.CSAT, 2, at=noon))
    early = (survey_answered(), scored(RatingScale.CSAT, 5), scored(RatingScale.NPS, 9))
    for history in ((*early, *late), (*late, *early)):
        survey = case_after(*ASKED, *history).survey(SURVEY_ID)
        assert survey is not None
        assert (survey.answered_at, survey.scores) == (noon, frozenset({(RatingScale.CSAT, 2)}))


def test_a_survey_that_was_declined_can_be_answered_and_the_refusal_stays() -> None:
    declined = SurveyDeclined(occurred_at=TEN, survey_id=SURVEY_ID, cycle=1, contact_id=CONTACT_ID)
    answer = AnswerSurvey(survey_id=SURVEY_ID, csat=3)
    events = (survey_answered(), scored(RatingScale.CSAT, 3))
    given(*ASKED, declined).when(answer, at=ELEVEN).then(*events)
    survey = case_after(*ASKED, declined, *events).survey(SURVEY_ID)
    assert survey is not None
    assert (survey.declined_at, survey.answered_at) == (TEN, ELEVEN)


def asked_lately(at: datetime, opted_out: frozenset[UUID] = frozenset()) -> Askable:
    contacts = [CONTACT_ID, OTHER_ID]
    return Askable(contacts=contacts, last_asked_at={CONTACT_ID: at}, opted_out=opted_out)


def test_who_reported_the_case_is_asked_first_and_any_contact_where_the_programme_says_so() -> None:
    askable = Askable(contacts=[CONTACT_ID, OTHER_ID], reporting=OTHER_ID, last_asked_at={})
    reporting, anybody = programme(), programme(whom="account_contacts")
    assert (chosen(reporting, askable, NINE).contact_id, chosen(reporting, askable, NINE).why) == (
        OTHER_ID,
        "reporting_contact",
    )
    assert chosen(anybody, askable, NINE).contact_id == CONTACT_ID


def test_who_opted_out_or_was_asked_lately_is_passed_over_and_said_so() -> None:
    lately = asked_lately(NINE)
    assert chosen(programme(), lately, TEN).contact_id == OTHER_ID
    nobody = chosen(programme(), asked_lately(NINE, opted_out=frozenset({OTHER_ID})), TEN)
    assert nobody.contact_id is None
    assert nobody.spared == (
        Spared(contact_id=CONTACT_ID, why="asked_lately", free_at=NINE + days(14)),
        Spared(contact_id=OTHER_ID, why="opted_out"),
    )
    assert chosen(programme(), lately, NINE + days(14)).contact_id == CONTACT_ID


def test_who_reported_it_without_being_a_contact_of_the_account_is_not_asked() -> None:
    askable = Askable(contacts=[CONTACT_ID], reporting=OTHER_ID, last_asked_at={})
    assert chosen(programme(), askable, NINE).contact_id == CONTACT_ID


@pytest.mark.parametrize(
    ("conditions", "is_asked"),
    [
        (SurveyConditions(), True),
        (SurveyConditions(kinds=(CaseKind.COMPLAINT,)), True),
        (SurveyConditions(response_classes=(ResponseClass.COMPLAINT,)), True),
        (SurveyConditions(channels=(Channel.PHONE,), segments=(Segment.ORDINARY,)), True),
        (SurveyConditions(kinds=(CaseKind.ENQUIRY,)), False),
        (SurveyConditions(response_classes=(ResponseClass.ROUTINE,)), False),
        (SurveyConditions(channels=(Channel.EMAIL,)), False),
        (SurveyConditions(kinds=(CaseKind.COMPLAINT,), segments=(Segment.HIGH_VALUE,)), False),
    ],
)
def test_the_programme_asks_about_cases_that_satisfy_all_its_conditions(
    conditions: SurveyConditions, is_asked: bool
) -> None:
    complaint = case_after(received(kind=CaseKind.COMPLAINT), resolved())
    assert asks_about(programme(conditions=conditions), complaint) is is_asked


def test_a_survey_has_one_id_for_each_case_resolution_and_contact() -> None:
    ids = {survey_id_of(*each) for each in ((OTHER_ID, 1, CONTACT_ID), (OTHER_ID, 2, CONTACT_ID))}
    assert len(ids | {survey_id_of(OTHER_ID, 1, CONTACT_ID), survey_id_of(CONTACT_ID, 1, CONTACT_ID)}) == 3


def test_a_programme_asks_no_question_twice_and_at_least_one() -> None:
    asked = programme().model_dump()["questions"]
    with pytest.raises(ValueError, match="named twice"):
        programme(questions=[asked[0], asked[0]])
    with pytest.raises(ValueError, match="at least 1"):
        programme(questions=[])


def test_a_survey_asks_about_the_last_resolution_unless_it_names_another() -> None:
    asked = SurveySent(
        occurred_at=ELEVEN,
        survey_id=SURVEY_ID,
        channel=Channel.PHONE,
        mode=SurveyMode.PHONE,
        cycle=2,
        contact_id=CONTACT_ID,
    )
    send = SendSurvey(
        survey_id=SURVEY_ID, channel=Channel.PHONE, mode=SurveyMode.PHONE, contact_id=CONTACT_ID
    )
    given(*TWICE_RESOLVED).when(send, at=ELEVEN).then(asked)
    of_first = asked.model_copy(update={"cycle": 1})
    given(*TWICE_RESOLVED).when(send.model_copy(update={"cycle": 1}), at=ELEVEN).then(of_first)
    third = send.model_copy(update={"cycle": 3})
    given(*TWICE_RESOLVED).when(third, at=ELEVEN).then_refused(CycleNotResolvedError, cycle=3)


def test_a_survey_that_was_sent_is_not_sent_again_under_its_id() -> None:
    asked = SurveySent(
        occurred_at=TEN, survey_id=SURVEY_ID, channel=Channel.SMS, mode=SurveyMode.QUESTIONNAIRE, cycle=1
    )
    send = SendSurvey(survey_id=SURVEY_ID, channel=Channel.SMS)
    given(*RESOLVED, asked).when(send, at=ELEVEN).then_nothing()


def surveyed(cycle: int) -> SurveySent:
    return SurveySent(
        occurred_at=TEN, survey_id=SURVEY_ID, channel=Channel.SMS, mode=SurveyMode.PHONE, cycle=cycle
    )


def test_a_survey_about_an_older_resolution_keeps_no_promise_of_the_last_one() -> None:
    late = surveyed(cycle=1)
    assert clock_triggers(late, case_after(*REOPENED, late)) == happened(Milestone.SURVEY_SENT)
    twice = (*REOPENED, resolved(cycle=2))
    assert clock_triggers(late, case_after(*twice, late)) == ()
    assert clock_triggers(surveyed(cycle=2), case_after(*twice)) == happened(Milestone.SURVEY_SENT)


def test_an_older_resolution_that_nobody_is_asked_about_has_no_promise_left() -> None:
    skipped = SurveySkipped(occurred_at=TEN, cycle=1, reason=WhyNotAsked.ASKED_LATELY)
    twice = (*REOPENED, resolved(cycle=2))
    assert clock_triggers(skipped, case_after(*twice, skipped)) == ()


BEFORE_TEN = TEN - timedelta(minutes=30)


def test_nobody_is_asked_before_the_resolution_and_nothing_answered_before_the_question() -> None:
    early = SEND.model_copy(update={"occurred_at": BEFORE_TEN})
    given(*RESOLVED).when(early, at=ELEVEN).then_refused(CycleNotResolvedError)
    answer = AnswerSurvey(survey_id=SURVEY_ID, csat=5, occurred_at=BEFORE_TEN)
    given(*ASKED).when(answer, at=ELEVEN).then_refused(SurveyUnknownError)


def test_a_survey_told_late_is_about_the_resolution_of_its_time() -> None:
    history = (received(), resolved(at=NINE), reopened(at=TEN), resolved(cycle=2, at=ELEVEN))
    between = SEND.model_copy(update={"occurred_at": BEFORE_TEN})
    (sent,) = given(*history).when(between, at=ELEVEN).decided()
    assert isinstance(sent, SurveySent) and sent.cycle == 1  # noqa: PT018
    assert case_after(*history, sent) == case_after(*history[:2], sent, *history[2:])


def test_another_reason_or_time_of_asking_nobody_is_not_taken_for_a_repeat() -> None:
    skipped = SurveySkipped(occurred_at=TEN, cycle=1, reason=WhyNotAsked.NO_CONTACT)
    same = SkipSurvey(reason=WhyNotAsked.NO_CONTACT, occurred_at=TEN)
    given(*RESOLVED, skipped).when(same, at=ELEVEN).then_nothing()
    for other in ({"reason": max(set(WhyNotAsked) - {WhyNotAsked.NO_CONTACT})}, {"occurred_at": ELEVEN}):
        refused = given(*RESOLVED, skipped).when(same.model_copy(update=other), at=ELEVEN)
        refused.then_refused(OnRecordOtherwiseError)
