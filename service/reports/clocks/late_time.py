"""The late time of a broken promise, and whose it is. Pure."""

from datetime import datetime

from service.domain.clocks.attribution import Share, attribution
from service.domain.clocks.clock import Clock
from service.domain.clocks.situation import Promises
from service.domain.clocks.timing import whole_seconds
from service.domain.clocks.verdict import is_breached
from service.reports.clocks.history import ClockHistory


def late_seconds(clock: Clock, as_of_at: datetime) -> int | None:
    """Return how late a broken promise was done, so far where it is not done; None if not late."""
    if not is_breached(clock, as_of_at):
        return None
    return whole_seconds((clock.ended_at or as_of_at) - clock.due_at)


def shares_of(history: ClockHistory, clock: Clock, promises: Promises) -> tuple[Share, ...]:
    """Return whose the late time of a clock is; the shares add up to it. Nothing where it is not late."""
    if not is_breached(clock, history.as_of_at):
        return ()
    held_by = history.held_by
    return attribution(
        clock.due_at,
        clock.ended_at or history.as_of_at,
        promises.calendar(clock.calendar_id, clock.calendar_version),
        held_by.waits,
        held_by.collaborations,
        held_by.owners,
    )
