"""When a clock is due and when its shares are used up: arithmetic of a calendar and of pauses.

A merge gives no time back: what was promised is void while it lasts, and counts in full once it is undone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.clock import Pause
from service.domain.clocks.events import Threshold
from service.domain.clocks.policy import ClockRule

_ONE_SECOND = timedelta(seconds=1)
_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit from a start on. Without `target_seconds` it is the instant `base_due_at` itself."""

    calendar: Calendar
    counts_from_at: datetime
    target_seconds: int | None
    base_due_at: datetime

    def instant_of(self, percent: int, pauses: Sequence[Pause]) -> datetime | None:
        """Return when that share is used up; None if never, because a pause before it lasts.

        Of a target in seconds only time that counts is used; an instant that was promised moves on by as much
        wall time as the pauses before it took.
        """
        if self.target_seconds is None:
            return self._moved(percent, pauses)
        left = timedelta(seconds=self.target_seconds) * percent / 100
        start = self.counts_from_at
        for pause in pauses:
            if pause.is_merge:
                continue
            counted = self.calendar.counted(start, pause.began_at)
            if counted >= left:
                break
            if pause.ended_at is None:
                return None
            left -= counted
            start = pause.ended_at
        return self.calendar.due_at(start, left)

    def standing(self, pauses: Iterable[Pause]) -> tuple[Pause, ...]:
        """Return those of the pauses that began before the limit: one after it changes nothing."""
        standing: list[Pause] = []
        left, start = timedelta(seconds=self.target_seconds or 0), self.counts_from_at
        due_at = self.base_due_at
        for pause in pauses:
            used = _NO_TIME
            if self.target_seconds is None:
                if pause.began_at >= due_at:
                    break
            else:
                used = self.calendar.counted(start, pause.began_at)
                if left <= used:
                    break
            standing.append(pause)
            if pause.ended_at is None:
                break
            if pause.is_merge:
                continue
            left, start = left - used, pause.ended_at
            due_at += pause.ended_at - pause.began_at
        return tuple(standing)

    def thresholds(self, rule: ClockRule, pauses: Sequence[Pause]) -> tuple[Threshold, ...]:
        """Return when to warn and whom to call, by instant; what a lasting pause holds up is left out."""
        percents = [percent for percent, _ in rule.shares]
        instants = self._instants_of(rule, percents, pauses)
        return tuple(
            Threshold(percent, at, level)
            for (percent, level), at in zip(rule.shares, instants, strict=True)
            if at is not None
        )

    def _instants_of(
        self, rule: ClockRule, percents: list[int], pauses: Sequence[Pause]
    ) -> Sequence[datetime | None]:
        if pauses or self.target_seconds is None:
            return [self.instant_of(percent, pauses) for percent in percents]
        times = rule.times_of_shares.get(self.target_seconds)
        if times is None:
            whole = timedelta(seconds=self.target_seconds)
            times = tuple(whole * percent / 100 for percent in percents)
            rule.times_of_shares[self.target_seconds] = times
        return self.calendar.due_each(self.counts_from_at, times)

    def _moved(self, percent: int, pauses: Sequence[Pause]) -> datetime | None:
        at = self.counts_from_at + (self.base_due_at - self.counts_from_at) * percent / 100
        for pause in pauses:
            if pause.is_merge:
                continue
            if pause.began_at >= at:
                break
            if pause.ended_at is None:
                return None
            at += pause.ended_at - pause.began_at
        return at


def counted(calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause]) -> timedelta:
    """Return how much time counted from start to end, outside the pauses."""
    total = timedelta()
    for pause in pauses:
        if pause.is_merge:
            continue
        if pause.began_at >= end:
            break
        total += calendar.counted(start, pause.began_at)
        start = end if pause.ended_at is None else min(pause.ended_at, end)
    return total + calendar.counted(start, end) if start < end else total


def whole_seconds(time: timedelta) -> int:
    """Return the whole seconds of a time."""
    return time // _ONE_SECOND
