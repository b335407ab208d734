"""The rules of questions, each a named function."""

from service.domain.case import commands as wish
from service.domain.case.circumstances import Circumstances, Rule
from service.domain.case.refusals import CaseAlreadyClosedError
from service.domain.case.refused.questioning import (
    AnswerDueInPastError,
    OpenQuestionsRemainError,
    QuestionAlreadyOpenedError,
    QuestionUnknownError,
)
from service.domain.case.rules.general import DATED, NOT_CLOSED
from service.domain.case.state import Case
from service.domain.refusal import Refusal
from service.domain.vocabulary import CloseReason

_ENDS_UNANSWERED = {CloseReason.SOURCE_CLOSED, CloseReason.WITHDRAWN, CloseReason.DUPLICATE}
"""With these the question is gone too, or goes on elsewhere."""


def question_must_be_known(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """What is answered was asked; a reply that answers nothing asks it."""
    is_answer = isinstance(command, wish.AnswerQuestion) or (
        isinstance(command, wish.SendReply) and command.substantive and command.question_id is not None
    )
    question_id = getattr(command, "question_id", None)
    if is_answer and (question_id is None or case.question_asked(question_id) is None):
        raise QuestionUnknownError(question_id=question_id)


def question_must_be_new(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """The id is free, or the same was asked of the same: that is a repeat."""
    if isinstance(command, wish.OpenQuestion):
        question_id, asked = command.question_id, (command.asked_of, command.due_at)
    elif _opens(command) and isinstance(command, wish.SendReply) and command.question_id:
        question_id, asked = command.question_id, (command.asked_of, command.answer_due_at)
    else:
        return
    known = case.question_asked(question_id)
    if known and (known.asked_of, known.due_at) != asked:
        raise QuestionAlreadyOpenedError(question_id=known.question_id)


def answer_must_be_due_later(_: Case, command: wish.CaseCommand, around: Circumstances) -> None:
    if isinstance(command, wish.OpenQuestion):
        due_at, field = command.due_at, "due_at"
    elif isinstance(command, wish.SendReply):
        due_at, field = command.answer_due_at, "answer_due_at"
    else:
        return
    asked_at = command.happened_at(around.now)
    if due_at is not None and due_at <= asked_at:
        raise AnswerDueInPastError(field=field, due_at=due_at, asked_at=asked_at)


def question_needs_a_case_that_goes_on(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """On a closed case nobody would look for the answer."""
    if case.status == "closed" and _opens(command):
        raise CaseAlreadyClosedError


def questions_must_be_answered(case: Case, command: wish.CaseCommand, _: Circumstances) -> None:
    """No case ends over an open question (REQUIREMENTS 150), unless its matter is gone."""
    ended = {"closed"} if isinstance(command, wish.CloseCase) else {"closed", "resolved"}
    if isinstance(command, wish.CloseCase) and command.reason in _ENDS_UNANSWERED:
        return
    remaining = [str(one.question_id) for one in case.questions_asked if one.is_open]
    if remaining and case.status not in ended:
        raise OpenQuestionsRemainError(count=len(remaining), question_ids=", ".join(remaining))


def _opens(command: wish.CaseCommand) -> bool:
    return isinstance(command, wish.SendReply) and command.question_id is not None and not command.substantive


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    question_must_be_known: (QuestionUnknownError,),
    question_must_be_new: (QuestionAlreadyOpenedError,),
    answer_must_be_due_later: (AnswerDueInPastError,),
    question_needs_a_case_that_goes_on: (CaseAlreadyClosedError,),
    questions_must_be_answered: (OpenQuestionsRemainError,),
}

RULES: dict[type[wish.CaseCommand], tuple[Rule, ...]] = {
    wish.SendReply: (
        *DATED,
        question_must_be_known,
        question_must_be_new,
        answer_must_be_due_later,
        question_needs_a_case_that_goes_on,
    ),
    wish.OpenQuestion: (*NOT_CLOSED, question_must_be_new, answer_must_be_due_later),
    wish.AnswerQuestion: (*DATED, question_must_be_known),
}
