"""Dates and wall times of a zone, for limits that are agreed in days or months."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.domain.clocks.calendars.zone import EARLIEST, LATEST, instant

_MONTHS = 12
_MOST_LOCAL = timedelta(days=2)  # no zone is further than 26 hours from UTC
_FIRST = instant(EARLIEST) + _MOST_LOCAL
_LAST = instant(LATEST) - _MOST_LOCAL


class Dates:
    """The wall clocks of a zone. What would leave the years 1 to 9999 stays two days from their end.

    A wall time that is skipped is taken as if the clocks had not been put forward, so it comes out later.
    """

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def date_of(self, at: datetime) -> date:
        """Return the local date of an instant."""
        return self._local(at).date()

    def start_of(self, ordinal: int) -> datetime:
        """Return the first midnight of a date, by its proleptic Gregorian ordinal."""
        return self._at(ordinal, time())

    def months_after(self, start: datetime, months: int) -> datetime:
        """Return the same wall time on the same day of the month, on the month's last day at most."""
        local = self._local(start)
        year, month = divmod(local.year * _MONTHS + local.month - 1 + months, _MONTHS)
        if year > _LAST.year:
            return _LAST
        day = min(local.day, monthrange(year, month + 1)[1])
        return self._at(date(year, month + 1, day).toordinal(), local.time())

    def days_before(self, at: datetime, days: int) -> datetime:
        """Return the same wall time so many dates earlier."""
        local = self._local(at)
        return self._at(local.toordinal() - days, local.time())

    def _local(self, at: datetime) -> datetime:
        return min(max(at, _FIRST), _LAST).astimezone(self._zone)

    def _at(self, ordinal: int, wall: time) -> datetime:
        if ordinal < _FIRST.toordinal():
            return _FIRST
        if ordinal > _LAST.toordinal():
            return _LAST
        found = datetime.combine(date.fromordinal(ordinal), wall, self._zone)
        if found.fold and found.astimezone(UTC).astimezone(self._zone).time() != wall:
            found = found.replace(fold=0)
        return found.astimezone(UTC)
