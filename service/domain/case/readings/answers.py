"""What gives the customer an answer, for KPIs and lists; the clocks ask the policy, which says the same."""

from service.domain.case.record.closure import ResolutionConfirmed
from service.domain.case.record.replies import PlanProposed, ProgressShared, ReplySent, is_answer
from service.domain.case.record.understanding import UnderstandingConfirmed
from service.domain.event import Event

ANSWERS = (ReplySent, ProgressShared, PlanProposed, UnderstandingConfirmed, ResolutionConfirmed)
"""The kinds of event that can be an answer. Who confirms that all is well has been answered."""


def gives_answer(event: Event) -> bool:
    """Return whether the customer has an answer by an event (REQUIREMENTS, Decisions; 2, 33, 150)."""
    match event:
        case ReplySent() | ProgressShared() | PlanProposed():
            return is_answer(event)
        case _:
            return isinstance(event, ANSWERS)
