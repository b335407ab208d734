"""One promise of time as folded from its events, and the book of all promises of a case or account."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.changed import changed
from service.domain.clocks.events import ClockEndReason, Threshold
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.milestones import Milestone, MilestoneReached, WaitingChanged
from service.domain.vocabulary import EscalationLevel, Priority, ResponseClass, Segment, WaitingOn

__all__ = ["NO_CLOCKS", "Clock", "ClockBook", "End", "Pause", "changed"]

End = Literal["met", "late", "cancelled", "voided"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still. Without an end it lasts.

    `waiting_on` is None while the case was merged away: that time counts once the case is by itself again.
    """

    began_at: datetime
    ended_at: datetime | None
    waiting_on: WaitingOn | None

    @property
    def is_merge(self) -> bool:
        """Whether the case was worked on in another one."""
        return self.waiting_on is None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A clock. `due_at` takes the pauses into account, except one that still lasts.

    `base_due_at` is when it would be due if nothing had paused it. `breached_at` is the due instant that was
    noted as passed; whether it was really passed says `verdict`, which judges by business time alone.
    """

    clock_id: UUID
    clock: str
    cycle: int
    subject: str | None
    started_at: datetime
    counts_from_at: datetime
    target_seconds: int | None
    base_due_at: datetime
    due_at: datetime
    calendar_id: str
    calendar_version: int
    policy_id: str
    policy_version: int
    rule: str
    agreement_id: str | None = None
    response_class: ResponseClass | None = None
    priority: Priority | None = None
    segment: Segment | None = None
    owner: str | None = None
    thresholds: tuple[Threshold, ...] = ()
    pauses: tuple[Pause, ...] = ()
    warned: tuple[int, ...] = ()
    escalated: tuple[tuple[int, EscalationLevel], ...] = ()
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    end: End | None = None
    end_reason: ClockEndReason | Milestone | None = None
    """Why it was cancelled, or by which act of ours it became void."""
    counted_seconds: int | None = None
    late_seconds: int | None = None
    waived_by: tuple[str, ...] = ()
    next_at: datetime | None = None
    """Next time at which something about the clock must be noted; None if it is paused or over."""

    @property
    def is_open(self) -> bool:
        """Whether what was promised is still to be done."""
        return self.end is None

    @property
    def is_void(self) -> bool:
        """Whether it was taken back: no fact that becomes known later changes it any more."""
        return self.end == "cancelled" and self.end_reason != "ended"

    @property
    def void_by(self) -> ClockEndReason | Milestone | None:
        """By which act of ours nothing is promised here any more; None: by none.

        A merge is taken back by an unmerge: while it lasts the clock has no end.
        """
        if self.end == "voided" or (self.end == "cancelled" and self.end_reason == "reclassified"):
            return self.end_reason
        is_merged = self.end is None and self.paused_at is not None and self.pauses[-1].is_merge
        return Milestone.MERGED if is_merged else None

    @property
    def paused_at(self) -> datetime | None:
        """Since when it stands still; None while it runs."""
        return self.pauses[-1].began_at if self.pauses and self.pauses[-1].ended_at is None else None


@dataclass(frozen=True, kw_only=True)
class ClockBook:
    """The clocks of one stream, and what happened there as far as clocks must know it later.

    With `keeps` it stays small, and says how far back it reaches (`letting_go.py`). With None all stays.
    Facts and waits stand in the order in which they happened; those of one instant as they were told.
    """

    clocks: tuple[Clock, ...] = ()
    started: dict[str, int] = field(default_factory=dict)
    """Number of clocks started, by clock, cycle and subject."""
    settled: dict[str, int] | None = field(default_factory=dict)
    """Number of those no longer kept that were not taken back, by clock, cycle and subject; None: unknown."""
    settled_starts: dict[str, tuple[datetime, ...]] = field(default_factory=dict)
    """Newest starts among the clocks no longer kept that have no subject, by clock."""
    settled_until_at: datetime | None = None
    """Last end among the clocks that are no longer kept."""
    facts: tuple[MilestoneReached, ...] = ()
    happened: dict[Milestone, frozenset[str | None]] | None = field(default_factory=dict)
    """What happened to whom before `complete_from_at` in the cycle of that time; None: unknown."""
    complete_from_at: datetime | None = None
    """From then on all facts are remembered; None: all ever."""
    months_told: dict[str, int] = field(default_factory=dict)
    """Newest month of care that was told, by what is counted and since when; those before it were, too."""
    waits: tuple[WaitingChanged, ...] = ()
    merges: tuple[tuple[datetime, bool], ...] = ()
    """Times at which the case was merged into another (True) and unmerged (False)."""
    waits_from_at: datetime | None = None
    """From then on all waits and merges are remembered, and how it stood then; None: all ever."""
    reopened_at: tuple[datetime, ...] = ()
    next_at: datetime | None = None
    """Next time at which something about any clock must be noted; None if there is none."""
    keeps: int | None = 32

    def clock(self, clock_id: UUID) -> Clock | None:
        """Return a clock by its id, None where there is none.

        Raises HistoryNeededError where it may be one that is no longer kept.
        """
        number = clock_id.int  # ids compare three times as slowly, and there can be hundreds
        found = next((clock for clock in self.clocks if clock.clock_id.int == number), None)
        if found is None and self.settled_until_at is not None:
            raise HistoryNeededError(f"clock_id {clock_id} may be a clock that is no longer kept")
        return found


NO_CLOCKS = ClockBook()
