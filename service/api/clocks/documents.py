"""What the routes about clocks answer with."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.clocks.events import ClockEndReason, Threshold
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import Title
from service.domain.clocks.verdict import Verdict
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment, WaitingOn


class FactOnRecord(Document):
    """An event by its position on the record, with both its times."""

    type: str
    """Name and version of the event."""
    event_id: UUID
    """Id of the event."""
    version: int
    """Version of the case or account after the event."""
    position: int
    """Position in the order of all events."""
    occurred_at: datetime
    """Time of the event in the world (UTC)."""
    recorded_at: datetime
    """Time of recording (UTC)."""
    actor: str
    """Who recorded it: the API key, and after a `/` the member of staff for whom it spoke; or the process."""


class PauseView(Document):
    """A pause of a clock."""

    began_at: datetime
    """Start of the pause (UTC)."""
    ended_at: datetime | None
    """End of the pause (UTC); null if it lasts."""
    waiting_on: WaitingOn | None
    """Party for whom the case waited; null if the case was merged into another."""
    fact: FactOnRecord | None
    """Event that paused the clock."""
    because_of: FactOnRecord | None
    """Event of the case or account that caused it; null if there is none."""


class CallView(Document):
    """A step of the escalation chain that was reached."""

    percent: int
    """Share of the target, in percent, at which the call was due."""
    level: EscalationLevel
    """Escalation level."""
    escalated_to: str | None
    """Staff id of the person called; null if nobody was on duty or nobody was called."""
    called: bool
    """Whether the step was called; false if it was noted too late: nobody was called."""
    fact: FactOnRecord
    """Event on the record."""


class WarningView(Document):
    """A warning that a share of the target was used."""

    percent: int
    """Share of the target that was used, in percent."""
    fact: FactOnRecord
    """Event on the record."""


class WaiverView(Document):
    """A statement by which a person answers for the breach."""

    waived_by: str
    """Staff id of the person who answers for it."""
    reason: str
    fact: FactOnRecord
    """Event on the record."""


class ClockView(Document):
    """A clock: one promise of time, with its present state."""

    clock_id: UUID
    """Id of the clock."""
    clock: str
    """Name of the promise."""
    cycle: int
    """Number of the cycle: 1, plus one for each reopening."""
    subject: str | None
    """Id or date of the commitment, collaboration or visit concerned; null if it concerns the case."""
    title: Title
    """Promise in words, from the rule in this version of the policy."""
    rule: str
    """Name of the rule that makes the promise."""
    policy_id: str
    """Id of the policy."""
    policy_version: int
    """Version of the policy under which the promise was made."""
    agreement_id: str | None
    """Id of the agreement whose term replaces that of the rule; null if there is none."""
    calendar_id: str
    calendar_version: int
    """Version of the calendar under which the promise was made."""
    response_class: ResponseClass | None
    """Response class when the promise was made; null if not classified."""
    priority: Priority | None
    """Priority when the promise was made; null if not classified."""
    segment: Segment | None
    """Tier when the promise was made; null if not known."""
    owner: str | None
    """Staff id of the accountable person when the promise was made; null if there was none."""
    counts_from_at: datetime
    """Time from which the clock counts (UTC)."""
    target_seconds: int | None
    """Time limit in seconds of the calendar; null if a fixed due time was promised."""
    promised_due_at: datetime
    """Due time as promised at the start (UTC)."""
    due_at: datetime
    """Current due time (UTC): includes finished pauses and changes of the limit."""
    thresholds: list[Threshold]
    """Thresholds for warnings and escalation calls."""
    verdict: Verdict
    """Verdict at `as_of_at`. `waived` is a breach for which a person answers."""
    started: FactOnRecord
    """Event that recorded the promise."""
    breached: FactOnRecord | None
    """Recorded breach; `occurred_at` is the due time. It remains if a timely end becomes known later.
    null if there is none."""
    noted_as_broken_at: datetime | None
    """Due time recorded as breached (UTC) although the promise is not broken: what became known later moved
    the verdict. null if there is none."""
    ended: FactOnRecord | None
    """Event that ended the clock: met, ended late, cancelled or voided; null if it runs."""
    end_reason: ClockEndReason | Milestone | None
    """Reason for the cancellation, or the act of ours that made it void; null if it is neither."""
    counted_seconds: int | None
    """Counted seconds used until it was met, in time or late; null before."""
    late_seconds: int | None
    """Seconds after the due time by the wall clock, up to now if still open; null if not late."""
    pauses: list[PauseView]
    """Pauses of the clock."""
    warnings: list[WarningView]
    """Warnings that were given."""
    calls: list[CallView]
    """Steps of the escalation chain that were reached, called or not."""
    waivers: list[WaiverView]
    """Statements by which a person answered for the breach."""


class HeldPauseView(Document):
    """A wait for the customer that continued although the customer had answered."""

    began_at: datetime
    """Start of the wait (UTC)."""
    answered_at: datetime
    """Time of the customer's answer (UTC)."""
    ended_at: datetime | None
    """End of the wait (UTC); null if it lasts."""
    held_seconds: int
    """Seconds from the answer to the end of the wait, or to `as_of_at` if it lasts."""


class ClocksView(Document):
    """All clocks of a case or account, in the order in which they were started."""

    stream_id: UUID
    version: int
    """Version shown."""
    position: int
    """Position of the newest event shown."""
    as_of_at: datetime
    """Time for which the verdicts hold (UTC)."""
    clocks: list[ClockView]
    """Clocks in the order in which they were started."""
    held_pauses: list[HeldPauseView]
    """Pause audit: each wait for the customer is listed once, however many clocks it paused."""
    held_seconds: int
    """Sum of the held pauses in seconds."""
