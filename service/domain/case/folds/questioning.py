"""How a case changes by the facts of its questions. Reads no personal field."""

from dataclasses import replace

from service.domain.case import events as fact
from service.domain.case.parts.questions import Question
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_questioning(case: Case, event: fact.QuestioningEvent) -> Case:
    """Return the case after a fact about a question."""
    if isinstance(event, fact.QuestionOpened):
        opened = Question(
            question_id=event.question_id,
            asked_of=event.asked_of,
            due_at=event.due_at,
            awaited_by_customer=event.awaited_by_customer,
        )
        return changed(case, questions_asked=(*case.questions_asked, opened))
    questions = (
        _answered(one, event) if one.question_id == event.question_id else one for one in case.questions_asked
    )
    return changed(case, questions_asked=tuple(questions))


def _answered(one: Question, event: fact.QuestionAnswered) -> Question:
    at = event.occurred_at
    told_at = min(one.told_at or at, at) if event.told_to_customer else one.told_at
    return replace(one, answered_at=min(one.answered_at or at, at), told_at=told_at)
