"""How a case changes by the facts of the work on it. Reads no personal field."""

from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.escalations import above
from service.domain.case.first_response import is_first_response
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_working(case: Case, event: fact.WorkingEvent) -> Case:
    match event:
        case fact.CaseHandedOver():
            return changed(case, owner=event.to_owner, team=event.to_team)
        case fact.WaitingStarted():
            return changed(case, waiting_on=event.waiting_on)
        case fact.WaitingEnded():
            return changed(case, waiting_on=None)
        case fact.CaseEscalated():
            rung = (event.kind, event.level, event.escalated_to)
            return changed(case, escalations=case.escalations | {rung})
        case fact.CaseDeescalated():
            left = above(case.escalations, event.kind, event.level)
            return changed(case, escalations=case.escalations - left)
        case fact.NoteAdded():
            return case
        case _:
            assert_never(event)


def evolve_telling(case: Case, event: fact.TellingEvent) -> Case:
    return _replied(case, event) if isinstance(event, fact.ReplySent) else case


def _replied(case: Case, event: fact.ReplySent) -> Case:
    if not is_first_response(event):
        return case
    earliest = min(case.first_response_at or event.occurred_at, event.occurred_at)
    return changed(case, first_response_at=earliest)
