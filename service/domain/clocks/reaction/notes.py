"""What a reaction notes: each fact is folded into the book at once, so that the next one builds on it."""

from datetime import datetime
from typing import Literal

from service.domain.clocks.clock import Clock, ClockBook, Pause
from service.domain.clocks.events import (
    AnyClockEvent,
    ClockBreached,
    ClockCancelled,
    ClockEndedLate,
    ClockEndReason,
    ClockMet,
    ClockPaused,
    ClockResumed,
    ClockStarted,
    ClockVoided,
    ClockWarned,
)
from service.domain.clocks.evolve import evolve_clocks
from service.domain.clocks.letting_go import needs_waits_since
from service.domain.clocks.memory import clipped, joined, standstills
from service.domain.clocks.milestones import Milestone
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.rule_index import indexed
from service.domain.clocks.situation import Promises
from service.domain.clocks.standstill import changes
from service.domain.clocks.timing import Limit, counted, whole_seconds

_WHOLE = 100

Stop = tuple[datetime, Literal["met", "ended"] | Milestone]
"""When a promise was over, and how: by an act of ours it became void."""


def rule_of(clock: Clock, promises: Promises) -> ClockRule:
    """Return the rule by which a clock runs, in the version under which it was promised."""
    return indexed(promises.policy_version(clock.policy_id, clock.policy_version)).by_name[clock.rule]


def limit_of(clock: Clock, promises: Promises) -> Limit:
    """Return the limit of a clock, by the version of the calendar under which it was promised."""
    calendar = promises.calendar(clock.calendar_id, clock.calendar_version)
    return Limit(calendar, clock.counts_from_at, clock.target_seconds, clock.base_due_at)


def stop_of(clock: Clock) -> Stop | None:
    """Return what ended a clock as far as it is known; None while it is open."""
    if clock.ended_at is None:
        return None
    if clock.end == "voided":
        return clock.ended_at, Milestone(str(clock.end_reason))
    return clock.ended_at, "ended" if clock.end == "cancelled" else "met"


class Notes:
    """The facts of one reaction, and the book after them."""

    def __init__(self, book: ClockBook, promises: Promises) -> None:
        self.book = book
        self.promises = promises
        self.events: list[AnyClockEvent] = []

    def begin(self, event: ClockStarted) -> None:
        """Note the start of a clock that nothing else is to be noted about."""
        self.events.append(event)
        self.book = evolve_clocks(self.book, event)

    def note(self, event: AnyClockEvent) -> Clock:
        """Note a fact; return its clock after it."""
        self.events.append(event)
        self.book = evolve_clocks(self.book, event)
        clock = self.book.clock(event.clock_id)
        if clock is None:
            raise LookupError(f"clock_id {event.clock_id} is not in the book: start it first")
        return clock

    def pass_time(self, until: datetime) -> None:
        """Note what became due before an instant."""
        if self.book.next_at is None or self.book.next_at > until:
            return
        for clock in self.book.clocks:
            if clock.next_at is not None and clock.next_at <= until:
                self._pass(clock, until)

    def cancel(self, clock: Clock, reason: ClockEndReason, at: datetime) -> None:
        """Note that a promise became void."""
        self.note(ClockCancelled(occurred_at=at, clock_id=clock.clock_id, reason=reason))

    def settle(self, clock: Clock, stop: Stop | None, until: datetime) -> None:
        """Note what changes for a clock that ended so (None: still open), as all is known now.

        Its pauses first, then what became due before its end or before `until`, then its end.
        """
        clock = self._paused(clock, stop)
        clock = self._pass(clock, stop[0] if stop else until)
        if stop is None:
            return
        at, how = stop
        if how == "met":
            self._kept(clock, at)
        elif stop_of(clock) != stop and how == "ended":
            self.cancel(clock, "ended", at)
        elif stop_of(clock) != stop:
            self.note(ClockVoided(occurred_at=at, clock_id=clock.clock_id, act=Milestone(how)))

    def _paused(self, clock: Clock, stop: Stop | None) -> Clock:
        held = self._held(clock, stop[0] if stop else None)
        if not held and not clock.pauses:
            return clock
        limit = limit_of(clock, self.promises)
        wanted = limit.standing(held)
        # What lasts says nothing yet of when it will be due: so it is due as if the last pause had not begun.
        over = wanted[:-1] if wanted and wanted[-1].ended_at is None else wanted
        due_at = limit.instant_of(_WHOLE, over) or clock.due_at
        thresholds = limit.thresholds(rule_of(clock, self.promises), over)
        for at, pause in changes(clock.pauses, wanted):
            clock = self.note(
                ClockPaused(occurred_at=at, clock_id=clock.clock_id, waiting_on=pause.waiting_on)
                if pause
                else ClockResumed(
                    occurred_at=at, clock_id=clock.clock_id, due_at=due_at, thresholds=thresholds
                )
            )
        last = over[-1].ended_at if over else None
        if last is not None and clock.due_at != due_at:
            clock = self.note(
                ClockResumed(occurred_at=last, clock_id=clock.clock_id, due_at=due_at, thresholds=thresholds)
            )
            if len(wanted) > len(over) and wanted[-1].began_at == last:
                who = wanted[-1].waiting_on
                clock = self.note(ClockPaused(occurred_at=last, clock_id=clock.clock_id, waiting_on=who))
        return clock

    def _held(self, clock: Clock, end: datetime | None) -> tuple[Pause, ...]:
        """Return when the case stood still for a clock, up to its end.

        Of the time whose waits the book has let go of, the clock itself knows: no news lies there.
        """
        since = self.book.waits_from_at
        spans = standstills(self.book, rule_of(clock, self.promises))
        if since is None or clock.counts_from_at >= since:
            return tuple(clipped(spans, clock.counts_from_at, end))
        if clock.ended_at is not None and clock.ended_at < since and (end is None or end > clock.ended_at):
            needs_waits_since(self.book, clock.ended_at)
        known = ((pause.began_at, pause.ended_at, pause.waiting_on) for pause in clock.pauses)
        before = clipped(known, clock.counts_from_at, since if end is None else min(since, end))
        return joined([*before, *clipped(spans, since, end)])

    def _pass(self, clock: Clock, until: datetime) -> Clock:
        until = min(until, clock.paused_at or until)
        for threshold in clock.thresholds:
            if threshold.level is None and threshold.percent not in clock.warned and threshold.at <= until:
                if threshold.percent >= _WHOLE and threshold.at == until:
                    continue
                clock = self.note(
                    ClockWarned(occurred_at=threshold.at, clock_id=clock.clock_id, percent=threshold.percent)
                )
        if clock.due_at < until and clock.paused_at is None and clock.breached_at != clock.due_at:
            clock = self.note(ClockBreached(occurred_at=clock.due_at, clock_id=clock.clock_id))
        return clock

    def _kept(self, clock: Clock, at: datetime) -> None:
        calendar = self.promises.calendar(clock.calendar_id, clock.calendar_version)
        used = whole_seconds(counted(calendar, clock.counts_from_at, at, clock.pauses))
        if at <= clock.due_at:
            if (clock.end, clock.ended_at, clock.counted_seconds) != ("met", at, used):
                self.note(ClockMet(occurred_at=at, clock_id=clock.clock_id, counted_seconds=used))
            return
        late = whole_seconds(at - clock.due_at)
        known = (clock.end, clock.ended_at, clock.counted_seconds, clock.late_seconds)
        if known != ("late", at, used, late):
            self.note(
                ClockEndedLate(
                    occurred_at=at, clock_id=clock.clock_id, counted_seconds=used, late_seconds=late
                )
            )
