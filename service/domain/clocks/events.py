"""Events of clocks, in the stream of the case or account whose promise it is."""

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

    percent: Annotated[int, Field(description="Share of the target, in percent; 100 is the due time.")]
    at: Annotated[
        RecordedInstant, Field(description="Time at which it is reached as long as nothing changes (UTC).")
    ]
    level: Annotated[
        EscalationLevel | None,
        Field(description="Escalation level that is called; null for a mere warning."),
    ] = None


class ClockEvent(Event):
    """What every fact about a clock names."""

    clock_id: UUID
    """Id of the clock: one promise to one customer in one cycle."""


class ClockStarted(ClockEvent):
    """A promise of time was made. What it says here holds, whatever becomes of policy, calendar or tier."""

    type: Literal["ClockStarted.v1"] = "ClockStarted.v1"
    clock: str
    """Name of the promise."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    subject: str | None = None
    """Id or date of the commitment, collaboration or visit concerned; null if it concerns the case."""
    counts_from_at: RecordedInstant
    """Time from which the clock counts (UTC); earlier than `occurred_at` after a reclassification."""
    target_seconds: int | None = None
    """Time limit in seconds of the calendar; null if a fixed due time was promised."""
    due_at: RecordedInstant
    """Due time (UTC) as long as nothing pauses the clock."""
    calendar_id: str
    """Id of the calendar whose time counts."""
    calendar_version: int
    """Version of the calendar at that time."""
    policy_id: str
    """Id of the policy that makes the promise."""
    policy_version: int
    """Version of the policy at that time."""
    rule: str
    """Name of the rule in that version."""
    agreement_id: str | None = None
    """Id of the agreement whose term replaces that of the rule; null if there is none."""
    response_class: ResponseClass | None = None
    """Response class at that time; null if not classified."""
    priority: Priority | None = None
    """Priority at that time; null if not classified."""
    segment: Segment | None = None
    """Tier at that time; null if not known."""
    owner: str | None = None
    """Staff id of the accountable person at that time; null if there was none."""
    thresholds: tuple[Threshold, ...] = ()
    """Thresholds for warnings and escalation calls."""


class ClockPaused(ClockEvent):
    """The clock stood still because somebody else had to act first."""

    type: Literal["ClockPaused.v1"] = "ClockPaused.v1"
    waiting_on: WaitingOn | None = None
    """Party for whom the case waits; null if the case was merged into another."""


class ClockResumed(ClockEvent):
    """The clock went on; what was left of the target counts from now."""

    type: Literal["ClockResumed.v1"] = "ClockResumed.v1"
    due_at: RecordedInstant
    """New due time (UTC)."""
    thresholds: tuple[Threshold, ...] = ()
    """Thresholds for warnings and escalation calls from now on."""


class ClockRescheduled(ClockEvent):
    """The same promise got another limit. A verdict already given stays."""

    type: Literal["ClockRescheduled.v1"] = "ClockRescheduled.v1"
    reason: RescheduleReason
    """Reason for the new limit."""
    target_seconds: int | None = None
    """New time limit in seconds of the calendar; null if a fixed due time is promised."""
    due_at: RecordedInstant
    """New due time (UTC)."""
    calendar_id: str
    """Id of the calendar whose time counts."""
    calendar_version: int
    """Version of the calendar."""
    policy_id: str
    """Id of the policy that now makes the promise."""
    policy_version: int
    """Version of the policy."""
    rule: str
    """Name of the rule in that version."""
    agreement_id: str | None = None
    """Id of the agreement whose term replaces that of the rule; null if there is none."""
    response_class: ResponseClass | None = None
    """Response class from now on."""
    priority: Priority | None = None
    """Priority from now on."""
    thresholds: tuple[Threshold, ...] = ()
    """Thresholds for warnings and escalation calls from now on."""


class ClockWarned(ClockEvent):
    """A share of the time was used up. `occurred_at` is the instant of the share, not of the noticing."""

    type: Literal["ClockWarned.v1"] = "ClockWarned.v1"
    percent: int
    """Share of the target that was used, in percent."""


class ClockBreached(ClockEvent):
    """The due instant passed unmet. `occurred_at` is the due instant, never the moment of the noticing."""

    type: Literal["ClockBreached.v1"] = "ClockBreached.v1"


class ClockEscalated(ClockEvent):
    """A rung of the escalation chain was called. `occurred_at` is the instant of its share of the target."""

    type: Literal["ClockEscalated.v1"] = "ClockEscalated.v1"
    percent: int
    """Share of the target, in percent, at which the call was due."""
    level: EscalationLevel
    """Escalation level."""
    escalated_to: str | None = None
    """Staff id of the person on duty who is called; null if nobody was on duty."""


class ClockMet(ClockEvent):
    """What was promised was done by the due instant, even if that became known after a breach was noted."""

    type: Literal["ClockMet.v1"] = "ClockMet.v1"
    counted_seconds: int
    """Counted seconds used."""


class ClockEndedLate(ClockEvent):
    """What was promised was done, but after the due instant."""

    type: Literal["ClockEndedLate.v1"] = "ClockEndedLate.v1"
    counted_seconds: int
    """Counted seconds used."""
    late_seconds: int
    """Seconds after the due time, by the wall clock."""


class ClockWaived(ClockEvent):
    """Somebody answered for not keeping the promise. It stands beside a breach and does not clear it."""

    type: Literal["ClockWaived.v1"] = "ClockWaived.v1"
    waived_by: str
    """Staff id of the person who answers for it."""
    reason: FreeText
    """Reason given by the member of staff."""


class ClockCancelled(ClockEvent):
    """The promise became void before it was kept or broken."""

    type: Literal["ClockCancelled.v1"] = "ClockCancelled.v1"
    reason: ClockEndReason
    """Reason for the cancellation."""


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
