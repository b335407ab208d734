"""A reopening begins a new cycle, with a resolution and a rating of its own; the old answers stay."""

import pytest
from pydantic import ValidationError

from service.domain.aggregate import AnyEvent
from service.domain.case.commands import (
    AcknowledgeReceipt,
    ConfirmResolution,
    RateSatisfaction,
    ReopenCase,
    ResolveCase,
    RevisitCase,
    SendSurvey,
)
from service.domain.case.events import CaseRevisited, ReceiptAcknowledged, SurveySent
from service.domain.case.refusals import CaseNotResolvedError, CycleNotResolvedError
from service.domain.vocabulary import Channel, CloseReason, RatingScale, SurveyMode
from tests.domain.facts import (
    CLOSED,
    ELEVEN,
    REOPENED,
    RESOLVED,
    SURVEY_ID,
    TEN,
    closed,
    confirmed,
    rated,
    received,
    reopened,
    resolved,
)
from tests.specification import case_after, given

TWICE_RESOLVED = (*REOPENED, resolved(cycle=2))


@pytest.mark.parametrize(
    "ended",
    [RESOLVED, CLOSED, (received(), closed(CloseReason.WITHDRAWN))],
    ids=["resolved", "closed", "withdrawn"],
)
def test_reopening_begins_the_second_cycle(ended: tuple[AnyEvent, ...]) -> None:
    given(*ended).when(ReopenCase(), at=ELEVEN).then(reopened(cycle=2, at=ELEVEN))


def test_each_reopening_begins_one_more_cycle() -> None:
    given(*TWICE_RESOLVED).when(ReopenCase(), at=ELEVEN).then(reopened(cycle=3, at=ELEVEN))


def test_a_reopened_case_is_open_already() -> None:
    given(*REOPENED).when(ReopenCase(), at=ELEVEN).then_nothing()


def test_the_next_resolution_belongs_to_the_new_cycle() -> None:
    given(*REOPENED).when(ResolveCase(), at=ELEVEN).then(resolved(cycle=2, at=ELEVEN))


def test_a_reopened_case_must_be_confirmed_anew() -> None:
    history = (*RESOLVED, confirmed(), reopened())
    given(*history).when(ConfirmResolution(), at=ELEVEN).then_refused(CaseNotResolvedError)
    second = (*history, resolved(cycle=2))
    given(*second).when(ConfirmResolution(), at=ELEVEN).then(confirmed(cycle=2, at=ELEVEN))


def test_a_rating_speaks_of_the_last_resolution_unless_it_names_another() -> None:
    given(*TWICE_RESOLVED).when(RateSatisfaction(score=5), at=ELEVEN).then(rated(cycle=2, at=ELEVEN))


def test_a_late_rating_of_the_first_cycle_is_kept_as_such() -> None:
    late = RateSatisfaction(score=5, cycle=1)
    given(*TWICE_RESOLVED).when(late, at=ELEVEN).then(rated(cycle=1, at=ELEVEN))
    given(*REOPENED).when(late, at=ELEVEN).then(rated(cycle=1, at=ELEVEN))


def test_while_a_case_is_reopened_a_rating_speaks_of_the_resolution_that_was() -> None:
    given(*REOPENED).when(RateSatisfaction(score=5), at=ELEVEN).then(rated(cycle=1, at=ELEVEN))


def test_the_new_cycle_gets_a_rating_of_its_own_and_the_old_one_stays() -> None:
    history = (*RESOLVED, rated(cycle=1, at=TEN), reopened(), resolved(cycle=2))
    given(*history).when(RateSatisfaction(score=5, occurred_at=TEN), at=ELEVEN).then(rated(cycle=2, at=TEN))
    assert {rating[0] for rating in case_after(*history, rated(cycle=2)).ratings} == {1, 2}


@pytest.mark.parametrize(("history", "cycle"), [(RESOLVED, 2), (REOPENED, 2), ((received(),), 1)])
def test_a_cycle_that_was_never_resolved_cannot_be_rated(history: tuple[AnyEvent, ...], cycle: int) -> None:
    rating = given(*history).when(RateSatisfaction(score=5, cycle=cycle), at=ELEVEN)
    rating.then_refused(CycleNotResolvedError, cycle=cycle)


def test_a_changed_answer_is_one_more_rating() -> None:
    changed = RateSatisfaction(score=2)
    given(*RESOLVED, rated(score=5)).when(changed, at=ELEVEN).then(rated(score=2, at=ELEVEN))


@pytest.mark.parametrize(
    ("scale", "lowest", "highest"),
    [(RatingScale.CSAT, 1, 5), (RatingScale.NPS, 0, 10), (RatingScale.CES, 1, 7)],
)
def test_a_score_lies_on_its_scale(scale: RatingScale, lowest: int, highest: int) -> None:
    for score in (lowest, highest):
        assert RateSatisfaction(scale=scale, score=score).score == score
    for score in (lowest - 1, highest + 1):
        with pytest.raises(ValidationError) as refused:
            RateSatisfaction(scale=scale, score=score)
        (problem,) = refused.value.errors()
        assert problem["type"] == "score_off_scale"
        assert (problem["ctx"]["lowest"], problem["ctx"]["highest"]) == (str(lowest), str(highest))


@pytest.mark.requirement(115)
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.EMAIL, Channel.SMS])
def test_a_customer_is_revisited_by_phone_email_or_sms(channel: Channel) -> None:
    revisited = CaseRevisited(occurred_at=ELEVEN, channel=channel, reached=True, outcome="All runs")
    given(*CLOSED).when(RevisitCase(channel=channel, outcome="All runs"), at=ELEVEN).then(revisited)


def test_a_revisit_is_no_reopening() -> None:
    revisited = CaseRevisited(occurred_at=ELEVEN, channel=Channel.PHONE, reached=False)
    assert case_after(*CLOSED, revisited) == case_after(*CLOSED)


def test_a_reopening_is_acknowledged_anew_and_the_first_acknowledgement_stays() -> None:
    first = ReceiptAcknowledged(occurred_at=TEN)
    anew = ReceiptAcknowledged(occurred_at=ELEVEN)
    history = (received(), first, resolved(), reopened())
    given(*history).when(AcknowledgeReceipt(), at=ELEVEN).then(anew)
    given(*history, anew).when(AcknowledgeReceipt(), at=ELEVEN).then_nothing()
    assert case_after(*history, anew).acknowledged_at == TEN


def test_a_survey_asks_about_the_last_resolution_unless_it_names_another() -> None:
    asked = SurveySent(
        occurred_at=ELEVEN, survey_id=SURVEY_ID, channel=Channel.PHONE, mode=SurveyMode.PHONE, cycle=2
    )
    send = SendSurvey(survey_id=SURVEY_ID, channel=Channel.PHONE, mode=SurveyMode.PHONE)
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
