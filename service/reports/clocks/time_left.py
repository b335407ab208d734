"""How much time a promise has left at an instant, by the wall clock and in the time that counts. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.clock import Clock
from service.domain.clocks.timing import whole_seconds


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Whole seconds left, below zero once it is overdue."""

    wall_seconds: int
    counted_seconds: int


def time_left(clock: Clock, calendar: Calendar, now: datetime) -> TimeLeft | None:
    """Return what is left of a clock at `now`, in the calendar of its promise; None if it is over.

    A clock that stands still has left what it had when it stopped: by the wall clock, until the instant at
    which it would be due if it went on now.
    """
    if not clock.is_open or clock.void_by is not None:
        return None
    if clock.paused_at is None:
        return TimeLeft(
            whole_seconds(clock.due_at - now), whole_seconds(_between(calendar, now, clock.due_at))
        )
    counted = _between(calendar, clock.paused_at, clock.due_at)
    moves_on = (
        clock.target_seconds is None
    )  # an instant that was promised moves on by the length of the pause
    wall = clock.due_at - clock.paused_at if moves_on else calendar.due_at(now, counted) - now
    return TimeLeft(whole_seconds(wall), whole_seconds(counted))


def _between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the time that counts from start to end, below zero where the end is before the start."""
    return calendar.counted(start, end) if start <= end else -calendar.counted(end, start)
