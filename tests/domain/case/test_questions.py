"""Questions that somebody must answer before a case can end."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.case.decisions.closure import CloseCase, ResolveCase
from service.domain.case.decisions.questions import AnswerQuestion, OpenQuestion, QuestionUnknownError
from service.domain.case.decisions.replies import SendReply
from service.domain.case.endings import OpenQuestionsRemainError
from service.domain.case.record.closure import CaseResolved
from service.domain.case.record.questions import QuestionAnswered, QuestionOpened
from service.domain.vocabulary import Audience, CloseReason
from tests.domain.facts import (
    COMMITMENT_ID,
    DUE,
    ELEVEN,
    NINE,
    QUESTION_ID,
    RESOLVED,
    TEN,
    closed,
    confirmed,
    question_opened,
    received,
    replied,
)
from tests.specification import case_after, given

ANSWERED = QuestionAnswered(
    occurred_at=TEN, question_id=QUESTION_ID, text="It is covered", told_to_customer=False
)
TOLD = ANSWERED.model_copy(update={"told_to_customer": True})
LET_ME_CHECK = SendReply(
    text="Let me check with our lawyers",
    substantive=False,
    question_id=QUESTION_ID,
    asked_of="legal",
    answer_due_at=DUE,
)
CHECKING = replied(occurred_at=ELEVEN, text="Let me check with our lawyers", substantive=False)
AWAITED = QuestionOpened(
    occurred_at=ELEVEN,
    question_id=QUESTION_ID,
    text="Let me check with our lawyers",
    asked_of="legal",
    due_at=DUE,
    awaited_by_customer=True,
)
ASKED_BEFORE = AWAITED.model_copy(update={"occurred_at": NINE})


def test_a_case_with_open_questions_is_not_resolved_and_the_refusal_names_them() -> None:
    other = question_opened().model_copy(update={"question_id": COMMITMENT_ID})
    refusal = (
        given(received(), question_opened(), other)
        .when(ResolveCase(), at=ELEVEN)
        .then_refused(OpenQuestionsRemainError, count=2)
    )
    assert refusal.values["question_ids"] == f"{QUESTION_ID}, {COMMITMENT_ID}"


def test_once_they_are_answered_it_is_resolved() -> None:
    given(received(), question_opened(), ANSWERED).when(ResolveCase(), at=ELEVEN).then(
        CaseResolved(occurred_at=ELEVEN, cycle=1)
    )


def test_a_resolved_case_with_a_new_question_is_not_closed_before_the_answer() -> None:
    history = (*RESOLVED, confirmed(), question_opened())
    given(*history).when(CloseCase(), at=ELEVEN).then_refused(OpenQuestionsRemainError, count=1)
    given(*history, ANSWERED).when(CloseCase(), at=ELEVEN).then(closed(at=ELEVEN))


@pytest.mark.parametrize("reason", [CloseReason.WITHDRAWN, CloseReason.DUPLICATE, CloseReason.SOURCE_CLOSED])
def test_where_the_matter_is_gone_its_questions_are_too(reason: CloseReason) -> None:
    given(received(), question_opened()).when(CloseCase(reason=reason), at=ELEVEN).then(
        closed(reason, at=ELEVEN)
    )


def test_let_me_check_opens_a_question_that_the_customer_waits_for() -> None:
    given(received()).when(LET_ME_CHECK, at=ELEVEN).then(CHECKING, AWAITED)
    given(received(), CHECKING, AWAITED).when(LET_ME_CHECK, at=ELEVEN).then(CHECKING)


def test_an_answer_that_only_we_know_leaves_the_customer_waiting() -> None:
    assert case_after(received(), ASKED_BEFORE, ANSWERED).questions[0].is_open
    assert not case_after(received(), ASKED_BEFORE, TOLD).questions[0].is_open
    known_here = case_after(received(), question_opened(), ANSWERED)
    assert not known_here.questions[0].is_open
    given(received(), ASKED_BEFORE, ANSWERED).when(ResolveCase(), at=ELEVEN).then_refused(
        OpenQuestionsRemainError
    )


def test_a_reply_that_answers_it_answers_the_question_and_tells_the_customer() -> None:
    answer = SendReply(text="It is covered", question_id=QUESTION_ID)
    sent = replied(occurred_at=ELEVEN, text="It is covered", words_digest="e12fa9986a63218d")
    known = TOLD.model_copy(update={"occurred_at": ELEVEN})
    given(received(), ASKED_BEFORE).when(answer, at=ELEVEN).then(sent, known)
    given(received(), ASKED_BEFORE, sent, known).when(answer, at=ELEVEN).then(sent)


def test_an_answer_written_to_a_colleague_is_not_told_to_the_customer() -> None:
    answer = SendReply(text="It is covered", question_id=QUESTION_ID, audience=Audience.INTERNAL)
    _, event = given(received(), ASKED_BEFORE).when(answer, at=ELEVEN).decided()
    assert isinstance(event, QuestionAnswered)
    assert not event.told_to_customer


def test_what_nobody_asked_cannot_be_answered() -> None:
    answer = SendReply(text="It is covered", question_id=QUESTION_ID)
    given(received()).when(answer, at=ELEVEN).then_refused(QuestionUnknownError, question_id=QUESTION_ID)


def test_telling_the_customer_afterwards_is_an_event_and_telling_twice_is_none() -> None:
    tell = AnswerQuestion(question_id=QUESTION_ID, text="It is covered", told_to_customer=True)
    given(received(), ASKED_BEFORE, ANSWERED).when(tell, at=ELEVEN).then(
        TOLD.model_copy(update={"occurred_at": ELEVEN})
    )
    given(received(), ASKED_BEFORE, ANSWERED, TOLD).when(tell, at=ELEVEN).then_nothing()


def test_an_answer_found_to_have_been_given_earlier_is_an_event() -> None:
    earlier = AnswerQuestion(
        question_id=QUESTION_ID, text="It is covered", occurred_at=TEN - timedelta(minutes=1)
    )
    given(received(), question_opened(NINE), ANSWERED).when(earlier, at=ELEVEN).then(
        ANSWERED.model_copy(update={"occurred_at": TEN - timedelta(minutes=1)})
    )


def test_the_same_question_again_adds_nothing() -> None:
    again = OpenQuestion(question_id=QUESTION_ID, text="Other words", asked_of="legal", due_at=DUE)
    given(received(), question_opened()).when(again, at=ELEVEN).then_nothing()


@pytest.mark.parametrize("field", ["asked_of", "answer_due_at"])
@pytest.mark.parametrize("opens", [{}, {"question_id": QUESTION_ID}])
def test_who_must_answer_is_only_said_of_a_question_that_is_opened(
    field: str, opens: dict[str, object]
) -> None:
    fields = {"asked_of": "legal", "answer_due_at": DUE}
    with pytest.raises(ValidationError, match="opens_no_question"):
        SendReply.model_validate({"text": "Let me check", field: fields[field], **opens})
