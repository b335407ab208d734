"""What the routes about clocks answer with."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.clocks.events import ClockEndReason, Threshold
from service.domain.clocks.policy import Title
from service.domain.clocks.verdict import Verdict
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment, WaitingOn


class FactOnRecord(Document):
    """A fact by its place on the record, with both its times."""

    type: str
    """Which fact."""
    event_id: UUID
    """The event's id."""
    version: int
    """Its place in the case or account."""
    position: int
    """Its place in the order of all events."""
    occurred_at: datetime
    """When it happened."""
    recorded_at: datetime
    """When it was written down."""
    actor: str
    """Who wrote it down."""


class PauseView(Document):
    """A stretch in which the clock stood still."""

    began_at: datetime
    """From when."""
    ended_at: datetime | None
    """To when; null while it lasts."""
    waiting_on: WaitingOn | None
    """Whom we waited for; null where the case was merged into another."""
    fact: FactOnRecord | None
    """The fact that paused the clock."""
    because_of: FactOnRecord | None
    """What moved the clock to it."""


class CallView(Document):
    """A rung of the escalation chain that was called."""

    percent: int
    """The share of the target that called it."""
    level: EscalationLevel
    """The rung."""
    escalated_to: str | None
    """Who was called; null: nobody was on duty."""
    fact: FactOnRecord
    """The fact."""


class WarningView(Document):
    """A share of the target that was used up."""

    percent: int
    """The share."""
    fact: FactOnRecord
    """The fact."""


class WaiverView(Document):
    """Somebody answered for not keeping the promise."""

    waived_by: str
    """The staff id of who answers for it."""
    reason: str
    """Why."""
    fact: FactOnRecord
    """The fact."""


class ClockView(Document):
    """One promise of time, as it was made and as it stands."""

    clock_id: UUID
    """The clock."""
    clock: str
    """What is promised."""
    cycle: int
    """1, and one more after each reopening."""
    subject: str | None
    """The commitment, collaboration or visit that it is about."""
    title: Title
    """The promise in words, from the rule in its version of the policy."""
    rule: str
    """The rule that makes the promise."""
    policy_id: str
    """The policy of the rule."""
    policy_version: int
    """Its version under which the promise holds."""
    agreement_id: str | None
    """The agreement of the account whose term stands instead of the rule's."""
    calendar_id: str
    """The calendar whose time counts."""
    calendar_version: int
    """Its version under which the promise holds."""
    response_class: ResponseClass | None
    """The class when the promise was made."""
    priority: Priority | None
    """The priority when the promise was made."""
    segment: Segment | None
    """The tier when the promise was made."""
    owner: str | None
    """The accountable person when the promise was made."""
    counts_from_at: datetime
    """From when time counts."""
    target_seconds: int | None
    """How long it may take, in seconds of the calendar; null where an instant was promised."""
    promised_due_at: datetime
    """By when, as it was promised at the start."""
    due_at: datetime
    """By when now: with the pauses that are over, and after a change of the limit."""
    thresholds: list[Threshold]
    """When to warn and whom to call."""
    verdict: Verdict
    """How it stands at `as_of_at`. `waived` is a breach for which somebody answers."""
    started: FactOnRecord
    """The promise on the record."""
    breached: FactOnRecord | None
    """The breach as it was noted; `occurred_at` is the due instant. An end in time that became known later
    stands beside it."""
    ended: FactOnRecord | None
    """What ended it: kept, done late, or void."""
    end_reason: ClockEndReason | None
    """Why it became void."""
    counted_seconds: int | None
    """How much of the time that counts was used, once it was kept or done late."""
    late_seconds: int | None
    """How long after the due instant it was done by the wall clock, so far where it is not done; null where
    it is not late."""
    pauses: list[PauseView]
    """When it stood still."""
    warnings: list[WarningView]
    """The warnings that were given."""
    calls: list[CallView]
    """The rungs of the escalation chain that were called."""
    waivers: list[WaiverView]
    """Who answers for not keeping it."""


class HeldPauseView(Document):
    """A wait for the customer that went on although the customer had answered."""

    began_at: datetime
    """When the wait began."""
    answered_at: datetime
    """When the customer answered."""
    ended_at: datetime | None
    """When the wait ended; null while it lasts."""
    held_seconds: int
    """From the answer to the end, up to `as_of_at` while it lasts."""


class ClocksView(Document):
    """All clocks of a case or account, in the order in which they were started."""

    stream_id: UUID
    """The case or account."""
    version: int
    """Its version shown."""
    position: int
    """The position of its newest event shown."""
    as_of_at: datetime
    """The instant of which the verdicts are true."""
    clocks: list[ClockView]
    """The clocks."""
    held_pauses: list[HeldPauseView]
    """The pause audit: each wait for the customer counts once, however many clocks stood still in it."""
    held_seconds: int
    """Their sum."""
