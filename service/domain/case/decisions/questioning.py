"""The facts of questions that somebody must answer."""

from datetime import datetime
from uuid import UUID

from service.domain.case import commands as wish
from service.domain.case import events as fact
from service.domain.case.circumstances import Circumstances
from service.domain.case.state import Case
from service.domain.command_content import content_of
from service.domain.vocabulary import Audience

Facts = tuple[fact.CaseEvent, ...]


def questioned(case: Case, command: wish.QuestioningCommand, _: Circumstances, at: datetime) -> Facts:
    """Return what follows from a wish about a question."""
    match command:
        case wish.OpenQuestion():
            if case.question_asked(command.question_id):
                return ()
            return (fact.QuestionOpened(occurred_at=at, **content_of(command)),)
        case wish.AnswerQuestion():
            if _is_known(case, command.question_id, at, told=command.told_to_customer):
                return ()
            return (fact.QuestionAnswered(occurred_at=at, **content_of(command)),)


def question_of_reply(case: Case, reply: wish.SendReply, at: datetime) -> Facts:
    """Return what a reply is to the question that it names: its answer, or the promise of one.

    "Let me check" is a promise: what follows it is watched (REQUIREMENTS 150).
    """
    question_id, is_public = reply.question_id, reply.audience is Audience.PUBLIC
    if question_id is None:
        return ()
    if reply.substantive:
        if _is_known(case, question_id, at, told=is_public):
            return ()
        return (
            fact.QuestionAnswered(
                occurred_at=at, question_id=question_id, text=reply.text, told_to_customer=is_public
            ),
        )
    if case.question_asked(question_id):
        return ()
    return (
        fact.QuestionOpened(
            occurred_at=at,
            question_id=question_id,
            text=reply.text,
            asked_of=reply.asked_of,
            due_at=reply.answer_due_at,
            awaited_by_customer=is_public,
        ),
    )


def _is_known(case: Case, question_id: UUID, at: datetime, *, told: bool) -> bool:
    """Whether the question was answered, and the customer told, by then."""
    question = case.question_asked(question_id)
    if question is None or question.answered_at is None or question.answered_at > at:
        return False
    return not told or (question.told_at is not None and question.told_at <= at)
