"""Whom can be asked for what, in the customer's words; and what a department means is promised on."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from service.domain.case.commands import AcceptCollaboration, AnswerCollaboration, RequestCollaboration
from service.domain.case.events import CollaborationAccepted, CollaborationAnswered, CommitmentMade
from service.domain.case.refusals import CommitmentAlreadyMadeError
from service.domain.case.refused.collaborating import DepartmentNotListedError, StepNotListedError
from service.domain.rulebook.commands import PublishGuideline
from tests.domain.facts import (
    COLLABORATION_ID,
    COMMITMENT_ID,
    DUE,
    ELEVEN,
    TEN,
    collaboration_requested,
    commitment_made,
    received,
)
from tests.domain.rulebook.published import book_of, directory
from tests.rules import default_rulebook
from tests.specification import given

ASK = RequestCollaboration(
    collaboration_id=COLLABORATION_ID,
    department="logistics",
    step="ship_part",
    request="Send a drive tonight",
)
ASKED = (received(), collaboration_requested())
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
    given(*ASKED).when(ASK, at=ELEVEN, rulebook=book).then_nothing()


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
    given(*ASKED).when(accept, at=ELEVEN).then(accepted, PROMISED)
    given(*ASKED, accepted, PROMISED).when(accept, at=ELEVEN).then_nothing()
    answer = AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="On the lorry", **PROMISE)
    answered = CollaborationAnswered(
        occurred_at=ELEVEN, collaboration_id=COLLABORATION_ID, answer="On the lorry", eta_at=DUE
    )
    given(*ASKED).when(answer, at=ELEVEN).then(answered, PROMISED)


def test_another_instant_under_the_same_promise_is_refused() -> None:
    later = AnswerCollaboration(
        collaboration_id=COLLABORATION_ID, answer="Later", **{**PROMISE, "eta_at": DUE + timedelta(hours=1)}
    )
    given(*ASKED, commitment_made()).when(later, at=ELEVEN).then_refused(
        CommitmentAlreadyMadeError, due_at=DUE
    )


@pytest.mark.parametrize("missing", ["eta_at", "promise"])
def test_a_promise_says_what_and_by_when(missing: str) -> None:
    with pytest.raises(ValidationError, match="nothing_promised"):
        AcceptCollaboration(collaboration_id=COLLABORATION_ID, **{**PROMISE, missing: None})
