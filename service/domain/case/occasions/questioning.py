"""What the facts of questions are to the clocks. Reads no personal field."""

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.clocks.milestones import Happening, Milestone, Occasion


def questioned(event: fact.QuestioningEvent, after: Case) -> tuple[Occasion, ...]:
    """An answer that the customer still waits for has kept nothing (REQUIREMENTS 150)."""
    at, subject = event.occurred_at, str(event.question_id)
    if isinstance(event, fact.QuestionOpened):
        opened = Milestone.QUESTION_OPENED
        return (Happening(milestone=opened, at=at, subject=subject, due_at=event.due_at),)
    question = after.question_asked(event.question_id)
    if question is None or question.is_open:
        return ()
    return (Happening(milestone=Milestone.QUESTION_ANSWERED, at=at, subject=subject),)
