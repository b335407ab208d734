"""How a case changes by the facts of an emergency. Reads no personal field."""

from datetime import datetime
from typing import assert_never

from service.domain.case import events as fact
from service.domain.case.state import Case, Earliest
from service.domain.changed import changed


def evolve_alarming(case: Case, event: fact.AlarmingEvent) -> Case:
    at = event.occurred_at
    match event:
        case fact.CounterpartInformed():
            return changed(case, counterparts=_with_earliest(case.counterparts, event.counterpart, at))
        case fact.ContingencyPlanActivated():
            return changed(case, contingency_plans=_with_earliest(case.contingency_plans, event.plan_id, at))
        case fact.GreenChannelOpened():
            opened_at = min(case.green_channel_opened_at or at, at)
            return changed(case, task_force=frozenset(event.task_force), green_channel_opened_at=opened_at)
        case fact.EscalationRiskFlagged():
            return changed(case, escalation_risk=event.degree)
        case fact.EscalationRiskCleared():
            return changed(case, escalation_risk=None)
        case _:
            assert_never(event)


def _with_earliest(known: Earliest, name: str, at: datetime) -> Earliest:
    before = next((since for each, since in known if each == name), at)
    return known - {(name, before)} | {(name, min(before, at))}
