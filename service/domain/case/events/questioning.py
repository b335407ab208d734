"""Facts about questions that somebody must answer before a case can end."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText


class QuestionOpened(Event):
    """A question came up that must be answered (REQUIREMENTS 150)."""

    type: Literal["QuestionOpened.v1"] = "QuestionOpened.v1"
    question_id: UUID
    """The question."""
    text: FreeText
    """Its words; where a reply opened it ("let me check"), those of the reply."""
    asked_of: str | None = None
    """Who must answer: a department, or `customer_owner`; none: the owner of the case."""
    due_at: RecordedInstant | None = None
    """By when an answer was promised."""
    awaited_by_customer: bool = False
    """Whether the customer was told that an answer will come: it stays open until the customer has it."""


class QuestionAnswered(Event):
    """A question was answered."""

    type: Literal["QuestionAnswered.v1"] = "QuestionAnswered.v1"
    question_id: UUID
    """The question."""
    text: FreeText
    """The answer."""
    told_to_customer: bool
    """Whether the customer has it."""


QuestioningEvent = QuestionOpened | QuestionAnswered
