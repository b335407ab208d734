"""How a case changes by the facts of understanding it. Reads no personal field."""

from dataclasses import replace
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case
from service.domain.changed import changed


def evolve_understanding(case: Case, event: fact.UnderstandingEvent) -> Case:
    known = case.understanding
    match event:
        case fact.ClarificationAsked():
            return changed(case, understanding=replace(known, asked=known.asked | {event.clarification_id}))
        case fact.UnderstandingConfirmed():
            if known.confirmed_at is not None:
                return case
            confirmed = replace(known, confirmed_at=event.occurred_at, confirmed_after_rounds=event.rounds)
            return changed(case, understanding=confirmed)
        case fact.NeedIdentified():
            return case
        case _:
            assert_never(event)
