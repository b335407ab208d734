"""The end of a case, and taking it up again. The state holds no personal field."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.record.classification import ClassificationState
from service.domain.case.record.complaints import ComplaintState
from service.domain.case.record.escalations import EscalationState
from service.domain.case.record.intake import IntakeState, answered
from service.domain.case.record.questions import QuestionState
from service.domain.case.record.waiting import WaitingState
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached, WaitingChanged
from service.domain.event import Event
from service.domain.personal import FreeText, PartyName
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import CaseKind, Channel, CloseReason, Need, ResponseClass

GOES_NO_FURTHER = frozenset({CloseReason.WITHDRAWN, CloseReason.DUPLICATE})
"""Ends of what was not solved: what is solved ends on the customer's word, or on their silence."""
MATTER_GONE = frozenset({CloseReason.SOURCE_CLOSED, *GOES_NO_FURTHER})
"""Ends that leave nothing to be answered or found out here: the matter is gone, or goes on elsewhere."""


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
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""


class ResolutionSupplemented(Event):
    """What was not said with a resolution was added to it (REQUIREMENTS 87)."""

    type: Literal["ResolutionSupplemented.v1"] = "ResolutionSupplemented.v1"
    cycle: int
    """Cycle of the resolution."""
    resolution_code: str | None = None
    """Kind of solution, as a code."""
    resolution: FreeText | None = None
    """Solution in free text."""
    phenomenon: FreeText | None = None
    """Observed phenomenon (现象)."""
    cause: FreeText | None = None
    """Cause of the matter (原因)."""
    solution: FreeText | None = None
    """Measures taken (解决方案)."""


class ResolutionConfirmed(Event):
    """The customer confirmed the resolution (REQUIREMENTS 137)."""

    type: Literal["ResolutionConfirmed.v1"] = "ResolutionConfirmed.v1"
    cycle: int
    """Cycle of the resolution."""
    contact_id: UUID | None = None
    """Id of the contact who confirmed."""
    confirmed_by: PartyName | None = None
    """Name of the person who confirmed, if not a contact of the account."""
    channel: Channel | None = None
    """Channel by which the confirmation came."""
    words: FreeText | None = None
    """Words of the customer."""


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
    missing: tuple[Need, ...] | None = None
    """What was missing by the guideline `handling`, which warns of it; null if nothing."""


class ServiceDelivered(Event):
    """An ordered or repaired item reached the customer (REQUIREMENTS 151)."""

    type: Literal["ServiceDelivered.v1"] = "ServiceDelivered.v1"
    what: FreeText
    """Goods or service delivered."""
    reference: str | None = None
    """Number of the delivery; that of the order of the case, if the delivery completes it."""


ClosureEvent = (
    CaseResolved | ResolutionSupplemented | ResolutionConfirmed | CaseReopened | CaseClosed | ServiceDelivered
)
OF_A_RESOLUTION = ("resolution_code", "resolution", "phenomenon", "cause", "solution")
"""The fields that say what a resolution was."""


def told_in(resolution: object) -> frozenset[str]:
    """Return the fields in which something is said of a resolution."""
    return frozenset(name for name in OF_A_RESOLUTION if getattr(resolution, name) is not None)


def tells_solution(event: CaseResolved | ResolutionSupplemented) -> bool:
    """Return whether it says what was done."""
    return not told_in(event).isdisjoint({"resolution_code", "resolution", "solution"})


@dataclass(frozen=True, kw_only=True)
class ClosureState(
    ComplaintState, QuestionState, ClassificationState, EscalationState, WaitingState, IntakeState
):
    """State of the closure of a case. A reopening resets a part of it."""

    resolved_cycles: frozenset[int] = frozenset()
    resolved_at: datetime | None = None
    resolution_code: str | None = None
    resolution_told: frozenset[str] = frozenset()
    """The fields in which something was said of the last resolution."""
    confirmed_at: datetime | None = None
    """None again after a reopening, as is what says how the case ended."""
    confirmation: tuple[UUID | None, Channel | None] = (None, None)
    """The contact who confirmed, and by which channel."""
    reopened_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    deliveries: frozenset[tuple[str | None, datetime]] = frozenset()

    @property
    def is_confirmed(self) -> bool:
        """Whether the customer has confirmed the resolution."""
        return self.confirmed_at is not None

    @property
    def is_complaint(self) -> bool:
        """Whether the promises of a complaint hold, by what the customer said or by classification."""
        return (
            self.kind is CaseKind.COMPLAINT or self.classification.response_class is ResponseClass.COMPLAINT
        )

    @property
    def ends_as_complaint(self) -> bool:
        """Whether it ends as a complaint does: one that was classified so stays one in this (row 123)."""
        return self.is_complaint or self.was_complaint

    @property
    def has_open_questions(self) -> bool:
        """Whether somebody still waits for an answer."""
        return any(one.is_open for one in self.questions)


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
                resolution_code=event.resolution_code,
                resolution_told=told_in(event),
                waiting_on=None,
            )
        case ResolutionSupplemented():
            code = case.resolution_code or event.resolution_code
            return changed(case, resolution_told=case.resolution_told | told_in(event), resolution_code=code)
        case ResolutionConfirmed():
            confirmation = (event.contact_id, event.channel)
            after = answered(case, event.occurred_at)
            return changed(after, confirmed_at=event.occurred_at, confirmation=confirmation)
        case CaseReopened():
            return _reopened(case, event)
        case CaseClosed(reason=reason):
            return changed(
                case, status="closed", waiting_on=None, closed_at=event.occurred_at, close_reason=reason
            )
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
        confirmed_at=None,
        reopened_at=event.occurred_at,
        closed_at=None,
        close_reason=None,
        acknowledged_in_cycle_at=None,
        automatic_receipt_in_cycle_at=None,
        escalations=frozenset(),
        counterparts=frozenset(),
        contingency_plans=frozenset(),
    )


def clock_triggers(event: ClosureEvent, after: ClosureState) -> Triggers:
    """The end of a case ends its wait, even one that becomes known later.

    An end that leaves nothing to be done says which it is, before it is an end like any other. A delivery is
    that of the order of the case if the case names none, or both have one number (REQUIREMENTS 149).
    """
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
            milestone = Milestone.RESOLUTION_CONFIRMED
        case ResolutionSupplemented():
            return ()
        case _:
            assert_never(event)
    reached = MilestoneReached(milestone=milestone, at=event.occurred_at)
    no_wait = WaitingChanged(at=event.occurred_at, waiting_on=None)
    match event:
        case CaseClosed(reason=reason) if reason in MATTER_GONE:
            gone = MilestoneReached(milestone=Milestone(reason.value), at=event.occurred_at)
            return (no_wait, gone, reached)
        case CaseResolved() | CaseClosed():
            return (no_wait, reached)
        case ServiceDelivered() if after.order_reference in {None, event.reference}:
            return (reached, MilestoneReached(milestone=Milestone.ORDER_ARRIVED, at=event.occurred_at))
        case _:
            return (reached,)


def stands(case: ClosureState, event: ClosureEvent) -> bool:
    match event:
        case CaseResolved():
            return case.status == "open" and event.cycle == case.cycle and not case.has_open_questions
        case CaseReopened():
            return case.status in {"resolved", "closed"} and event.cycle == case.cycle + 1
        case CaseClosed(reason=reason):
            return _can_close(case, reason)
        case ResolutionConfirmed():
            is_of_last = event.cycle == case.cycle and event.cycle in case.resolved_cycles
            return is_of_last and not case.is_confirmed
        case ResolutionSupplemented():
            is_of_last = event.cycle == case.cycle and event.cycle in case.resolved_cycles
            return is_of_last and told_in(event).isdisjoint(case.resolution_told)
        case ServiceDelivered():
            return True
        case _:
            assert_never(event)


def _can_close(case: ClosureState, reason: CloseReason) -> bool:
    """Return whether the case can be closed for this reason; who is accountable is left to the rules."""
    if reason is CloseReason.SOURCE_CLOSED:
        return case.status != "closed"
    fits = {
        CloseReason.CONFIRMED: case.is_confirmed,
        CloseReason.CONFIRMATION_WINDOW_PASSED: case.status == "resolved",
    }
    may_be_unsettled = reason in MATTER_GONE
    is_settled = not case.has_open_questions and (not case.ends_as_complaint or case.complaint.has_cause)
    return (
        case.status != "closed"
        and fits.get(reason, True)
        and not (reason in GOES_NO_FURTHER and case.status == "resolved")
        and (case.is_confirmed or not case.ends_as_complaint)
        and (is_settled or may_be_unsettled)
    )


THEME = theme(ClosureEvent, evolve, clock_triggers, stands, triggers_read_state=True)
