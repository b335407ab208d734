"""The end of a case, and taking it up again. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from service.domain.case.record.emergencies import EmergencyState
from service.domain.case.record.escalations import EscalationState
from service.domain.case.record.intake import IntakeState
from service.domain.case.record.waiting import WaitingState
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached, WaitingChanged
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import CloseReason


class CaseResolved(Event):
    """The case was resolved."""

    type: Literal["CaseResolved.v1"] = "CaseResolved.v1"
    cycle: int
    """Cycle of the resolution."""
    resolution_code: str | None = None
    """Kind of solution, as a code."""
    resolution: FreeText | None = None
    """Solution in free text."""
    phenomenon: FreeText | None = None
    """Observed phenomenon (现象, REQUIREMENTS 87)."""
    cause: FreeText | None = None
    """Cause of the matter (原因, REQUIREMENTS 87)."""
    solution: FreeText | None = None
    """Measures taken (解决方案, REQUIREMENTS 87)."""


class ResolutionConfirmed(Event):
    """The customer confirmed the resolution (REQUIREMENTS 137)."""

    type: Literal["ResolutionConfirmed.v1"] = "ResolutionConfirmed.v1"
    cycle: int
    """Cycle of the resolution."""


class CaseReopened(Event):
    """A resolved or closed case was reopened."""

    type: Literal["CaseReopened.v1"] = "CaseReopened.v1"
    cycle: int
    """Number of the new cycle, 2 or more."""
    reason: FreeText | None = None


class CaseClosed(Event):
    """The case was closed."""

    type: Literal["CaseClosed.v1"] = "CaseClosed.v1"
    reason: CloseReason
    """Reason for closing."""


class ServiceDelivered(Event):
    """An ordered or repaired item reached the customer (REQUIREMENTS 151)."""

    type: Literal["ServiceDelivered.v1"] = "ServiceDelivered.v1"
    what: FreeText
    """Goods or service delivered."""
    reference: str | None = None
    """Number of the delivery."""


ClosureEvent = CaseResolved | ResolutionConfirmed | CaseReopened | CaseClosed | ServiceDelivered


@dataclass(frozen=True, kw_only=True)
class ClosureState(EmergencyState, EscalationState, WaitingState, IntakeState):
    """State of the closure of a case. A reopening resets a part of it."""

    resolved_cycles: frozenset[int] = frozenset()
    resolved_at: datetime | None = None
    is_confirmed: bool = False
    deliveries: frozenset[tuple[str | None, datetime]] = frozenset()


def evolve(case: ClosureState, event: ClosureEvent) -> ClosureState:
    """Return the case after the event."""
    match event:
        case CaseResolved():
            cycles = case.resolved_cycles | {event.cycle}
            return changed(
                case,
                status="resolved",
                resolved_cycles=cycles,
                resolved_at=event.occurred_at,
                waiting_on=None,
            )
        case ResolutionConfirmed():
            return changed(case, is_confirmed=True)
        case CaseReopened():
            return _reopened(case, event)
        case CaseClosed():
            return changed(case, status="closed", waiting_on=None)
        case ServiceDelivered():
            return changed(case, deliveries=case.deliveries | {(event.reference, event.occurred_at)})
        case _:
            assert_never(event)


def _reopened(case: ClosureState, event: CaseReopened) -> ClosureState:
    """Begin a cycle: what was done in the last one can be done anew."""
    return changed(
        case,
        status="open",
        cycle=event.cycle,
        is_confirmed=False,
        acknowledged_in_cycle_at=None,
        automatic_receipt_in_cycle_at=None,
        escalations=frozenset(),
        counterparts=frozenset(),
        contingency_plans=frozenset(),
    )


def clock_triggers(event: ClosureEvent, _: ClosureState) -> Triggers:
    """The end of a case ends its wait, even one that becomes known later."""
    match event:
        case CaseResolved():
            milestone = Milestone.RESOLVED
        case CaseReopened():
            milestone = Milestone.REOPENED
        case CaseClosed():
            milestone = Milestone.CLOSED
        case ServiceDelivered():
            milestone = Milestone.DELIVERED
        case ResolutionConfirmed():
            return ()
        case _:
            assert_never(event)
    reached = MilestoneReached(milestone=milestone, at=event.occurred_at)
    if isinstance(event, CaseResolved | CaseClosed):
        return (WaitingChanged(at=event.occurred_at, waiting_on=None), reached)
    return (reached,)


def stands(case: ClosureState, event: ClosureEvent) -> bool:
    match event:
        case CaseResolved():
            return case.status == "open" and event.cycle == case.cycle
        case CaseReopened():
            return case.status in {"resolved", "closed"} and event.cycle == case.cycle + 1
        case CaseClosed():
            return case.status != "closed"
        case ResolutionConfirmed():
            return event.cycle in case.resolved_cycles
        case ServiceDelivered():
            return True
        case _:
            assert_never(event)


THEME = theme(ClosureEvent, evolve, clock_triggers, stands)
