"""How a case changes by facts about revisits. Reads no personal field."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.parts.revisits import PlannedRevisit, PlannedRevisits
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_revisiting(case: Case, event: fact.RevisitingEvent) -> Case:
    """Return the case after a fact. A revisit that nobody planned changes nothing of the plans."""
    known = case.revisits
    if isinstance(event, fact.RevisitPlanned):
        return changed(case, revisits=PlannedRevisits(planned=(*known.planned, _planned(event))))
    if known.find(event.revisit_id) is None:
        return case
    planned = (_after(one, event) if one.revisit_id == event.revisit_id else one for one in known.planned)
    return changed(case, revisits=PlannedRevisits(planned=tuple(planned)))


def _planned(event: fact.RevisitPlanned) -> PlannedRevisit:
    return PlannedRevisit(
        revisit_id=event.revisit_id,
        due_at=event.due_at,
        template=event.template,
        channel=event.channel,
        contact_id=event.contact_id,
    )


def _after(one: PlannedRevisit, event: fact.RevisitCancelled | fact.CaseRevisited) -> PlannedRevisit:
    match event:
        case fact.RevisitCancelled():
            return replace(one, is_cancelled=True)
        case fact.CaseRevisited() if event.reached:
            return replace(one, held_at=_earliest(one.held_at, event.occurred_at))
        case fact.CaseRevisited():
            return replace(one, attempts=one.attempts + 1)
        case _:
            assert_never(event)


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return min(known or at, at)
