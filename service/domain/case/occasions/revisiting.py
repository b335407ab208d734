"""What the facts of revisits are to the clocks. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.clocks.milestones import Happening, Milestone, Occasion


def revisiting(event: fact.RevisitingEvent, _: Case) -> tuple[Occasion, ...]:
    """An attempt is no contact. A contact keeps the promise of its plan and those that the rules make."""
    at = event.occurred_at
    subject = str(event.revisit_id) if event.revisit_id else None
    match event:
        case fact.RevisitPlanned():
            planned = Milestone.REVISIT_PLANNED
            return (Happening(milestone=planned, at=at, subject=subject, due_at=event.due_at),)
        case fact.RevisitCancelled():
            return (Happening(milestone=Milestone.REVISIT_CANCELLED, at=at, subject=subject),)
        case fact.CaseRevisited():
            happening = Happening(milestone=Milestone.REVISITED, at=at, subject=subject)
            return (happening,) if event.reached else ()
        case _:
            assert_never(event)
