"""Events of clocks, in the stream of the case or account whose promise it is."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.clocks.milestones import Milestone
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment, WaitingOn

ClockEndReason = Literal["superseded", "reclassified", "ended", "merged", "withdrawn"]
RescheduleReason = Literal[
    "reclassified", "renegotiated", "given_up", "moved", "calendar_corrected", "agreement_changed"
]


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
    """Base of the events of a clock."""

    clock_id: UUID
    """Id of the clock: one promise to one customer in one cycle."""


class ClockStarted(ClockEvent):
    """A promise of time was made. Its content stays valid when policy, calendar or tier change."""

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
    """The clock was paused because another party had to act first."""

    type: Literal["ClockPaused.v1"] = "ClockPaused.v1"
    waiting_on: WaitingOn | None = None
    """Party for whom the case waits; null if the case was merged into another."""


class ClockResumed(ClockEvent):
    """The clock resumed; the rest of the target counts from now."""

    type: Literal["ClockResumed.v1"] = "ClockResumed.v1"
    due_at: RecordedInstant
    """New due time (UTC)."""
    thresholds: tuple[Threshold, ...] = ()
    """Thresholds for warnings and escalation calls from now on."""


class ClockRescheduled(ClockEvent):
    """The promise got another limit. A verdict already given stays."""

    type: Literal["ClockRescheduled.v1"] = "ClockRescheduled.v1"
    reason: RescheduleReason
    """Reason for the new limit."""
    target_seconds: int | None = None
    """New time limit in seconds of the calendar; null if a fixed due time is promised."""
    due_at: RecordedInstant
    """New due time (UTC)."""
    calendar_id: str
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
    """A share of the target was used. `occurred_at` is the time of the share, not of its detection."""

    type: Literal["ClockWarned.v1"] = "ClockWarned.v1"
    percent: int
    """Share of the target that was used, in percent."""


class ClockBreached(ClockEvent):
    """The due time passed unmet. `occurred_at` is the due time, not the time of its detection."""

    type: Literal["ClockBreached.v1"] = "ClockBreached.v1"


class ClockEscalated(ClockEvent):
    """A step of the escalation chain was reached. `occurred_at` is the time of its share of the target."""

    type: Literal["ClockEscalated.v1"] = "ClockEscalated.v1"
    percent: int
    """Share of the target, in percent, at which the call was due."""
    level: EscalationLevel
    """Escalation level."""
    escalated_to: str | None = None
    """Staff id of the person on duty who is called; null if nobody was on duty or nobody was called."""
    called: bool | None = None
    """Whether the step was called; false if it was noted too late to call anybody. null: yes."""

    @property
    def is_call(self) -> bool:
        """Whether the step was called, be it in vain."""
        return self.called is not False


class ClockMet(ClockEvent):
    """The promise was met by the due time, even if that became known after a breach was recorded."""

    type: Literal["ClockMet.v1"] = "ClockMet.v1"
    counted_seconds: int
    """Counted seconds used."""


class ClockEndedLate(ClockEvent):
    """The promise was met after the due time."""

    type: Literal["ClockEndedLate.v1"] = "ClockEndedLate.v1"
    counted_seconds: int
    """Counted seconds used."""
    late_seconds: int
    """Seconds after the due time, by the wall clock."""


class ClockWaived(ClockEvent):
    """A person answered for the breach. The breach remains."""

    type: Literal["ClockWaived.v1"] = "ClockWaived.v1"
    waived_by: str
    """Staff id of the person who answers for it."""
    reason: FreeText


class ClockCancelled(ClockEvent):
    """The promise became void before it was met or breached."""

    type: Literal["ClockCancelled.v1"] = "ClockCancelled.v1"
    reason: ClockEndReason
    """Reason for the cancellation."""


class ClockVoided(ClockEvent):
    """An act of our own made the promise void before it was met or breached."""

    type: Literal["ClockVoided.v1"] = "ClockVoided.v1"
    act: Milestone
    """What we did: for example `withdrawn` where the case was closed as withdrawn."""


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
    | ClockCancelled
    | ClockVoided,
    Field(discriminator="type"),
]
CLOCK_EVENTS: tuple[type[ClockEvent], ...] = get_args(get_args(AnyClockEvent)[0])
