"""What departments are asked for and promise, in the words of the customer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.decisions.collaborations import (
    AcceptCollaboration,
    AnswerCollaboration,
    CollaborationAlreadyCompletedError,
    CollaborationAlreadyDeclinedError,
    CompleteCollaboration,
    DeclineCollaboration,
    DepartmentNotListedError,
    RequestCollaboration,
    StepNotListedError,
)
from service.domain.case.decisions.commitments import CommitmentAlreadyMadeError
from service.domain.case.record.collaborations import (
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
)
from service.domain.case.record.commitments import CommitmentMade
from service.domain.refusal import LaterEventContradictsError, OnRecordOtherwiseError
from service.domain.rulebook.decisions import PublishGuideline
from tests.domain.facts import (
    COLLABORATION_ID,
    COMMITMENT_ID,
    DUE,
    ELEVEN,
    NINE,
    TEN,
    collaboration_requested,
    commitment_made,
    received,
)
from tests.domain.rulebook.published import book_of, directory
from tests.rules import default_rulebook
from tests.specification import given

ASKED = (received(), collaboration_requested(NINE))
ACCEPT = AcceptCollaboration(collaboration_id=COLLABORATION_ID, accepted_by="e.wu")
ANSWER = AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="On the lorry")
COMPLETE = CompleteCollaboration(collaboration_id=COLLABORATION_ID, outcome="Handed over")
DECLINE = DeclineCollaboration(collaboration_id=COLLABORATION_ID, reason="None in stock")
DECLINED = CollaborationDeclined(occurred_at=TEN, collaboration_id=COLLABORATION_ID, reason="None in stock")


def accepted(at: datetime) -> CollaborationAccepted:
    return CollaborationAccepted(occurred_at=at, collaboration_id=COLLABORATION_ID, accepted_by="e.wu")


def answered(at: datetime) -> CollaborationAnswered:
    return CollaborationAnswered(occurred_at=at, collaboration_id=COLLABORATION_ID, answer="On the lorry")


def completed(at: datetime) -> CollaborationCompleted:
    return CollaborationCompleted(occurred_at=at, collaboration_id=COLLABORATION_ID, outcome="Handed over")


def test_a_task_is_accepted_answered_and_done() -> None:
    history: tuple[AnyEvent, ...] = ASKED
    for command, event in ((ACCEPT, accepted(TEN)), (ANSWER, answered(TEN)), (COMPLETE, completed(TEN))):
        given(*history).when(command, at=TEN).then(event)
        history = (*history, event)
    given(*history).when(DECLINE, at=ELEVEN).then_refused(
        CollaborationAlreadyCompletedError, department="logistics", completed_at=TEN
    )


def test_a_task_can_be_done_without_being_accepted_first() -> None:
    given(*ASKED).when(COMPLETE, at=TEN).then(completed(TEN))


def test_a_task_that_was_accepted_can_be_given_back() -> None:
    given(*ASKED, accepted(NINE)).when(DECLINE, at=TEN).then(DECLINED)


@pytest.mark.parametrize("command", [ACCEPT, ANSWER, COMPLETE])
def test_what_was_declined_must_be_asked_anew(
    command: AcceptCollaboration | AnswerCollaboration | CompleteCollaboration,
) -> None:
    refused = given(*ASKED, DECLINED).when(command, at=ELEVEN)
    refused.then_refused(CollaborationAlreadyDeclinedError, department="logistics")


@pytest.mark.parametrize(("command", "event"), [(ACCEPT, accepted), (COMPLETE, completed)])
def test_what_is_found_to_have_happened_earlier_is_an_event_and_later_is_none(
    command: Any, event: Any
) -> None:
    early = command.model_copy(update={"occurred_at": NINE})
    given(*ASKED, event(TEN)).when(early, at=ELEVEN).then(event(NINE))
    given(*ASKED, event(TEN)).when(command, at=ELEVEN).then_nothing()


def test_events_about_one_collaboration_leave_another_as_it_is() -> None:
    other = collaboration_requested(NINE).model_copy(update={"collaboration_id": received().account_id})
    given(received(), other, collaboration_requested(NINE), DECLINED).when(
        COMPLETE.model_copy(update={"collaboration_id": other.collaboration_id}), at=ELEVEN
    ).then(completed(ELEVEN).model_copy(update={"collaboration_id": other.collaboration_id}))


ASK = RequestCollaboration(
    collaboration_id=COLLABORATION_ID,
    department="logistics",
    step="ship_part",
    request="Send a drive tonight",
)
REQUESTED = (received(), collaboration_requested())
PROMISE = {"commitment_id": COMMITMENT_ID, "eta_at": DUE, "promise": "The drive is with you"}
PROMISED = CommitmentMade(
    occurred_at=ELEVEN,
    commitment_id=COMMITMENT_ID,
    what="The drive is with you",
    due_at=DUE,
    is_interim=True,
)


def test_a_department_that_is_not_listed_is_refused_with_those_that_are() -> None:
    kitchen = ASK.model_copy(update={"department": "kitchen"})
    refusal = (
        given(received())
        .when(kitchen, at=TEN, rulebook=default_rulebook())
        .then_refused(DepartmentNotListedError, department="kitchen")
    )
    for name in ("technical", "sales", "logistics", "finance", "warehouse", "legal", "supply_chain"):
        assert name in refusal.values["known"].split(", ")


def test_a_step_that_a_department_does_not_do_is_refused_with_those_that_it_does() -> None:
    cook = ASK.model_copy(update={"step": "cook"})
    given(received()).when(cook, at=TEN, rulebook=default_rulebook()).then_refused(
        StepNotListedError, department="logistics", step="cook", known="tracking, ship_part, progress, help"
    )


def test_a_department_without_steps_can_be_asked_for_anything() -> None:
    book = book_of(PublishGuideline(content=directory(departments=("logistics",))))
    given(received()).when(ASK, at=TEN, rulebook=book).then(collaboration_requested())


def test_without_a_directory_anybody_can_be_asked() -> None:
    kitchen = ASK.model_copy(update={"department": "kitchen"})
    asked = collaboration_requested().model_copy(update={"department": "kitchen"})
    given(received()).when(kitchen, at=TEN).then(asked)


def test_what_was_asked_before_a_department_was_dissolved_can_be_said_again() -> None:
    book = book_of(PublishGuideline(content=directory(departments=("legal",))))
    given(*REQUESTED).when(ASK, at=ELEVEN, rulebook=book).then_nothing()


def test_the_customers_own_words_go_along() -> None:
    words = "明天早上八点前必须到,否则停产"
    ask = ASK.model_copy(update={"customer_words": words})
    asked = collaboration_requested().model_copy(update={"customer_words": words})
    given(received()).when(ask, at=TEN).then(asked)


@pytest.mark.requirement(63)
def test_the_eta_of_a_department_becomes_a_promise_to_the_customer() -> None:
    accept = AcceptCollaboration(collaboration_id=COLLABORATION_ID, accepted_by="e.wu", **PROMISE)
    accepted = CollaborationAccepted(
        occurred_at=ELEVEN, collaboration_id=COLLABORATION_ID, accepted_by="e.wu", eta_at=DUE
    )
    given(*REQUESTED).when(accept, at=ELEVEN).then(accepted, PROMISED)
    given(*REQUESTED, accepted, PROMISED).when(accept, at=ELEVEN).then_nothing()
    answer = AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="On the lorry", **PROMISE)
    answered = CollaborationAnswered(
        occurred_at=ELEVEN, collaboration_id=COLLABORATION_ID, answer="On the lorry", eta_at=DUE
    )
    given(*REQUESTED).when(answer, at=ELEVEN).then(answered, PROMISED)


def test_another_instant_under_the_same_promise_is_refused() -> None:
    later = AnswerCollaboration(
        collaboration_id=COLLABORATION_ID, answer="Later", **{**PROMISE, "eta_at": DUE + timedelta(hours=1)}
    )
    given(*REQUESTED, commitment_made()).when(later, at=ELEVEN).then_refused(
        CommitmentAlreadyMadeError, due_at=DUE
    )


@pytest.mark.parametrize("missing", ["eta_at", "promise"])
def test_a_promise_says_what_and_by_when(missing: str) -> None:
    with pytest.raises(ValidationError, match="nothing_promised"):
        AcceptCollaboration(collaboration_id=COLLABORATION_ID, **{**PROMISE, missing: None})


def test_what_a_department_declined_or_did_rules_out_the_contrary_told_late() -> None:
    half_past_nine = NINE + timedelta(minutes=30)
    accepted = CollaborationAccepted(occurred_at=TEN, collaboration_id=COLLABORATION_ID)
    completed = CollaborationCompleted(
        occurred_at=TEN, collaboration_id=COLLABORATION_ID, outcome="Handed over"
    )
    for since in (accepted, completed):
        decline = DECLINE.model_copy(update={"occurred_at": half_past_nine})
        given(*ASKED, since).when(decline, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=TEN)
    complete = COMPLETE.model_copy(update={"occurred_at": half_past_nine})
    given(*ASKED, DECLINED).when(complete, at=ELEVEN).then_refused(LaterEventContradictsError, later_at=TEN)


def test_another_person_in_charge_or_time_is_not_taken_for_a_repeat() -> None:
    accepted = CollaborationAccepted(occurred_at=TEN, collaboration_id=COLLABORATION_ID, accepted_by="e.wu")
    given(*ASKED, accepted).when(ACCEPT, at=ELEVEN).then_nothing()
    for other in ({"accepted_by": "zhou.m"}, {"occurred_at": ELEVEN}, {"eta_at": ELEVEN + timedelta(days=1)}):
        refused = given(*ASKED, accepted).when(ACCEPT.model_copy(update=other), at=ELEVEN)
        refused.then_refused(OnRecordOtherwiseError)
