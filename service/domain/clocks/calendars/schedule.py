"""When the shares of a target are used up after a start, found once for all starts around it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.table import Alike


class Schedule:
    """Says what `Calendar.due_each` says, at little cost where the start lies near the last one asked.

    That is nearly always so: promises are made now.
    """

    __slots__ = ("_alike", "_calendar", "_times")

    def __init__(self, calendar: Calendar, times: Sequence[timedelta]) -> None:
        self._calendar = calendar
        self._times = times
        self._alike: Alike | None = None

    def instants(self, start: datetime) -> Sequence[datetime]:
        """Return when each of the times is used up; a start in UTC is the quick one."""
        alike = self._alike
        if alike is None or start.tzinfo is not UTC or not alike.first <= start < alike.end:
            alike = self._alike = self._calendar.alike(start, self._times)
            if alike is None:
                return self._calendar.due_each(start, self._times)
        return alike.at or [start + later for later in alike.later]
