"""Wishes about questions that somebody must answer before a case can end."""

from uuid import UUID

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code


class OpenQuestion(Command):
    """Put down a question that must be answered. The case cannot be resolved while it is open."""

    question_id: UUID
    """A new id for the question."""
    text: FreeText
    """The question."""
    asked_of: Code | None = None
    """Who must answer: a department such as legal, or `customer_owner`; left out, the owner of the case."""
    due_at: Instant | None = None
    """By when an answer was promised; left out, the policy decides."""


class AnswerQuestion(Command):
    """Record the answer to a question."""

    question_id: UUID
    """The question."""
    text: FreeText
    """The answer."""
    told_to_customer: bool = False
    """Whether the customer has it. A question that the customer was told of stays open until then."""


QuestioningCommand = OpenQuestion | AnswerQuestion
