"""What other departments are asked to do."""

from datetime import datetime
from typing import Any

import pytest

from service.domain.aggregate import AnyEvent
from service.domain.case.commands import (
    AcceptCollaboration,
    AnswerCollaboration,
    CompleteCollaboration,
    DeclineCollaboration,
)
from service.domain.case.events import (
    CollaborationAccepted,
    CollaborationAnswered,
    CollaborationCompleted,
    CollaborationDeclined,
)
from service.domain.case.refusals import CollaborationAlreadyCompletedError, CollaborationAlreadyDeclinedError
from tests.domain.facts import COLLABORATION_ID, ELEVEN, NINE, TEN, collaboration_requested, received
from tests.specification import given

ASKED = (received(), collaboration_requested(NINE))
ACCEPT = AcceptCollaboration(collaboration_id=COLLABORATION_ID, accepted_by="e.wu")
ANSWER = AnswerCollaboration(collaboration_id=COLLABORATION_ID, answer="On the lorry")
COMPLETE = CompleteCollaboration(collaboration_id=COLLABORATION_ID)
DECLINE = DeclineCollaboration(collaboration_id=COLLABORATION_ID, reason="None in stock")
DECLINED = CollaborationDeclined(occurred_at=TEN, collaboration_id=COLLABORATION_ID, reason="None in stock")


def accepted(at: datetime) -> CollaborationAccepted:
    return CollaborationAccepted(occurred_at=at, collaboration_id=COLLABORATION_ID, accepted_by="e.wu")


def answered(at: datetime) -> CollaborationAnswered:
    return CollaborationAnswered(occurred_at=at, collaboration_id=COLLABORATION_ID, answer="On the lorry")


def completed(at: datetime) -> CollaborationCompleted:
    return CollaborationCompleted(occurred_at=at, collaboration_id=COLLABORATION_ID)


def test_a_task_is_accepted_answered_and_done() -> None:
    history: tuple[AnyEvent, ...] = ASKED
    for command, fact in ((ACCEPT, accepted(TEN)), (ANSWER, answered(TEN)), (COMPLETE, completed(TEN))):
        given(*history).when(command, at=TEN).then(fact)
        history = (*history, fact)
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


@pytest.mark.parametrize(("command", "fact"), [(ACCEPT, accepted), (COMPLETE, completed)])
def test_what_is_found_to_have_happened_earlier_is_a_fact_and_later_is_none(command: Any, fact: Any) -> None:
    early = command.model_copy(update={"occurred_at": NINE})
    given(*ASKED, fact(TEN)).when(early, at=ELEVEN).then(fact(NINE))
    given(*ASKED, fact(TEN)).when(command, at=ELEVEN).then_nothing()


def test_facts_about_one_collaboration_leave_another_as_it_is() -> None:
    other = collaboration_requested(NINE).model_copy(update={"collaboration_id": received().account_id})
    given(received(), other, collaboration_requested(NINE), DECLINED).when(
        COMPLETE.model_copy(update={"collaboration_id": other.collaboration_id}), at=ELEVEN
    ).then(completed(ELEVEN).model_copy(update={"collaboration_id": other.collaboration_id}))
