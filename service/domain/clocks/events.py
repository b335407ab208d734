"""Facts about clocks, in the stream of the case or account whose promise it is."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment, WaitingOn

ClockEndReason = Literal["superseded", "reclassified", "ended", "merged", "withdrawn"]
RescheduleReason = Literal["reclassified", "renegotiated", "calendar_corrected", "agreement_changed"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """The instant at which a share of the target is used up, and who is called then.

    No model, because each clock has half a dozen of them and a model costs ten times as much to make.
    """

    percent: Annotated[int, Field(description="The share; 100 is the due instant.")]
    at: Annotated[RecordedInstant, Field(description="When it is reached as long as nothing changes.")]
    level: Annotated[
        EscalationLevel | None,
        Field(description="The rung of the escalation chain that is called; none for a mere warning."),
    ] = None


class ClockEvent(Event):
    """What every fact about a clock names."""

    clock_id: UUID
    """The clock: one promise to one customer, in one cycle."""


class ClockStarted(ClockEvent):
    """A promise of time was made. What it says here holds, whatever becomes of policy, calendar or tier."""

    type: Literal["ClockStarted.v1"] = "ClockStarted.v1"
    clock: str
    """What was promised."""
    cycle: int
    """1, and one more after each reopening."""
    subject: str | None = None
    """The commitment, collaboration or visit that it is about."""
    counts_from_at: RecordedInstant
    """From when time counts; earlier than `occurred_at` after a reclassification."""
    target_seconds: int | None = None
    """How long it may take, in seconds of the calendar; none where an instant was promised."""
    due_at: RecordedInstant
    """By when, as long as nothing pauses it."""
    calendar_id: str
    """The calendar whose time counts."""
    calendar_version: int
    """Its version at that moment."""
    policy_id: str
    """The policy that makes the promise."""
    policy_version: int
    """Its version at that moment."""
    rule: str
    """The rule in that version."""
    agreement_id: str | None = None
    """The agreement of the account whose term stood instead of the rule's."""
    response_class: ResponseClass | None = None
    """The class at that moment."""
    priority: Priority | None = None
    """The priority at that moment."""
    segment: Segment | None = None
    """The tier at that moment."""
    owner: str | None = None
    """The accountable person at that moment."""
    thresholds: tuple[Threshold, ...] = ()
    """When to warn and whom to call."""


class ClockPaused(ClockEvent):
    """The clock stood still because somebody else had to act first."""

    type: Literal["ClockPaused.v1"] = "ClockPaused.v1"
    waiting_on: WaitingOn | None = None
    """Whom we waited for; none where the case was merged into another."""


class ClockResumed(ClockEvent):
    """The clock went on; what was left of the target counts from now."""

    type: Literal["ClockResumed.v1"] = "ClockResumed.v1"
    due_at: RecordedInstant
    """By when from now on."""
    thresholds: tuple[Threshold, ...] = ()
    """When to warn and whom to call from now on."""


class ClockRescheduled(ClockEvent):
    """The same promise got another limit. A verdict already given stays."""

    type: Literal["ClockRescheduled.v1"] = "ClockRescheduled.v1"
    reason: RescheduleReason
    """Why."""
    target_seconds: int | None = None
    """How long it may take from now on."""
    due_at: RecordedInstant
    """By when from now on."""
    calendar_id: str
    """The calendar whose time counts."""
    calendar_version: int
    """Its version."""
    policy_id: str
    """The policy that makes the promise now."""
    policy_version: int
    """Its version."""
    rule: str
    """The rule in that version."""
    agreement_id: str | None = None
    """The agreement whose term stood instead of the rule's."""
    response_class: ResponseClass | None = None
    """The class from now on."""
    priority: Priority | None = None
    """The priority from now on."""
    thresholds: tuple[Threshold, ...] = ()
    """When to warn and whom to call from now on."""


class ClockWarned(ClockEvent):
    """A share of the time was used up. `occurred_at` is the instant of the share, not of the noticing."""

    type: Literal["ClockWarned.v1"] = "ClockWarned.v1"
    percent: int
    """The share of the target."""


class ClockBreached(ClockEvent):
    """The due instant passed unmet. `occurred_at` is the due instant, never the moment of the noticing."""

    type: Literal["ClockBreached.v1"] = "ClockBreached.v1"


class ClockEscalated(ClockEvent):
    """A rung of the escalation chain was called. `occurred_at` is the instant of its share of the target."""

    type: Literal["ClockEscalated.v1"] = "ClockEscalated.v1"
    percent: int
    """The share of the target that called it."""
    level: EscalationLevel
    """The rung."""
    escalated_to: str | None = None
    """The person on duty who is called; none: nobody was on duty, which is a fact of its own."""


class ClockMet(ClockEvent):
    """What was promised was done by the due instant, even if that became known after a breach was noted."""

    type: Literal["ClockMet.v1"] = "ClockMet.v1"
    counted_seconds: int
    """How much of the time that counts was used."""


class ClockEndedLate(ClockEvent):
    """What was promised was done, but after the due instant."""

    type: Literal["ClockEndedLate.v1"] = "ClockEndedLate.v1"
    counted_seconds: int
    """How much of the time that counts was used."""
    late_seconds: int
    """How long after the due instant by the wall clock."""


class ClockWaived(ClockEvent):
    """Somebody answered for not keeping the promise. It stands beside a breach and does not clear it."""

    type: Literal["ClockWaived.v1"] = "ClockWaived.v1"
    waived_by: str
    """The staff id of who answers for it."""
    reason: FreeText
    """Why."""


class ClockCancelled(ClockEvent):
    """The promise became void before it was kept or broken."""

    type: Literal["ClockCancelled.v1"] = "ClockCancelled.v1"
    reason: ClockEndReason
    """Why."""


AnyClockEvent = Annotated[
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockRescheduled
    | ClockWarned
    | ClockBreached
    | ClockEscalated
    | ClockMet
    | ClockEndedLate
    | ClockWaived
    | ClockCancelled,
    Field(discriminator="type"),
]
CLOCK_EVENTS: tuple[type[ClockEvent], ...] = get_args(get_args(AnyClockEvent)[0])
