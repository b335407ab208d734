"""Which time counts, minute by minute: slow, and nothing in it is clever. It shares no code with the product.

Windows and offsets of zones are whole minutes since 1990, so a minute of UTC counts as a whole or not at all.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from service.domain.clocks.calendars.document import CalendarDocument

MINUTE = timedelta(minutes=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SlowCalendar:
    """A calendar that looks at the wall clock of each minute."""

    def __init__(self, document: CalendarDocument) -> None:
        self._zone = ZoneInfo(document.zone)
        self._always = document.always
        weekly: dict[str, Sequence[str]] = {str(day): open_ for day, open_ in document.weekly.items()}
        self._weekly = {weekday: weekly.get(weekday, ()) for weekday in WEEKDAYS}
        self._special = {str(day.date): tuple(day.windows) for day in document.special_days}

    def counts(self, minute: datetime) -> bool:
        """Say whether a minute counts."""
        wall = minute.astimezone(self._zone)
        return self._always or is_open(wall.strftime("%H:%M"), self._windows(wall))

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time counts from `start` to `end`."""
        found = timedelta(0)
        for minute in minutes(start, end):
            if self.counts(minute):
                found += min(end, minute + MINUTE) - max(start, minute)
        return found

    def due_at(self, start: datetime, time: timedelta, latest: datetime) -> datetime | None:
        """Return the first instant until which so much time has counted, None where it is after `latest`."""
        if not time:
            return start
        left = time
        for minute in minutes(start, latest):
            if self.counts(minute):
                opens = max(start, minute)
                if left <= minute + MINUTE - opens:
                    return opens + left
                left -= minute + MINUTE - opens
        return None

    def _windows(self, wall: datetime) -> Sequence[str]:
        return self._special.get(wall.strftime("%Y-%m-%d"), self._weekly[WEEKDAYS[wall.weekday()]])


def is_open(wall: str, windows: Sequence[str]) -> bool:
    """Say whether a wall time such as `09:30` lies in one of the windows. Text sorts as time does."""
    return any(window[:5] <= wall < window[6:] for window in windows)


def minutes(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the beginning of each minute of UTC that has a part between the two."""
    minute = start.astimezone(UTC).replace(second=0, microsecond=0)
    while minute < end:
        yield minute
        minute += MINUTE
