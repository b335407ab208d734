"""The questions of a case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.questions import Question, QuestionAnswered, QuestionOpened
from service.domain.case.state import Case
from service.domain.event import Event


class QuestionView(Document):
    """A question that must be answered before the case can end."""

    question_id: UUID
    text: str
    """Text of the question."""
    asked_of: str | None
    """Department or role that must answer; null if the owner of the case must."""
    asked_at: datetime
    """Time at which the question was opened (UTC)."""
    due_at: datetime | None
    """Due time of the answer (UTC); null if none was promised."""
    awaited_by_customer: bool
    """Whether an answer was announced to the customer."""
    is_open: bool
    """Whether an answer is missing, or has not yet reached the customer who waits for it."""
    answered_at: datetime | None
    """Time of the first answer (UTC); null if there is none."""
    told_at: datetime | None
    """Time at which the customer first received an answer (UTC); null if the customer has none."""
    answer: str | None
    """Text of the last answer; null if there is none."""


def question_views(case: Case, events: Sequence[Event]) -> list[QuestionView]:
    """Return the questions in the order in which they came up."""
    return [_question_view(question, events) for question in case.questions]


def _question_view(question: Question, events: Sequence[Event]) -> QuestionView:
    def is_of_it(event: QuestionOpened | QuestionAnswered) -> bool:
        return event.question_id == question.question_id

    question_opened = next(event for event in events if isinstance(event, QuestionOpened) and is_of_it(event))
    answers = [event.text for event in events if isinstance(event, QuestionAnswered) and is_of_it(event)]
    return QuestionView.made_of(
        question,
        text=question_opened.text,
        asked_at=question_opened.occurred_at,
        answer=answers[-1] if answers else None,
    )
