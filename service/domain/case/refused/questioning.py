"""Why a command about a question, or one that must wait for answers, may be refused."""

from service.domain.refusal import Refusal


class QuestionUnknownError(Refusal, field="question_id"):
    """The case has no question with this id."""


class QuestionAlreadyOpenedError(Refusal, field="question_id"):
    """A question with this id was opened already, of somebody else or for another instant."""


class AnswerDueInPastError(Refusal, field="due_at"):
    """An answer can only be promised for later than the promise."""


class OpenQuestionsRemainError(Refusal):
    """A case ends only when its questions are answered (REQUIREMENTS 150)."""
