"""What the facts of reviews and improvements are to the clocks. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.clocks.milestones import Happening, Milestone, Occasion


def reviewing(event: fact.ReviewingEvent, _: Case) -> tuple[Occasion, ...]:
    """An improvement is promised for an instant, and its completion keeps that, whatever its effect."""
    at = event.occurred_at
    match event:
        case fact.CaseReviewed():
            return ()
        case fact.ImprovementAgreed():
            subject, agreed = str(event.action_id), Milestone.IMPROVEMENT_AGREED
            return (Happening(milestone=agreed, at=at, subject=subject, due_at=event.due_at),)
        case fact.ImprovementCompleted():
            subject = str(event.action_id)
            return (Happening(milestone=Milestone.IMPROVEMENT_COMPLETED, at=at, subject=subject),)
        case _:
            assert_never(event)
