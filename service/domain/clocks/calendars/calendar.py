"""Which time counts: the answers of a calendar. Instants go in with any zone and come out in UTC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from service.domain.clocks.calendars.dates import Dates
from service.domain.clocks.calendars.days import HORIZON_DAYS, Days, Piece, Why, day_number, ordinal_of
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.calendars.table import Alike, Years
from service.domain.clocks.calendars.zone import (
    FIRST_YEAR,
    HORIZON_END,
    HORIZON_START,
    LAST_YEAR,
    duration,
    instant,
    microseconds,
)
from service.domain.clocks.policy import Title

NO_TIME = timedelta()
_FIRST = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
_LAST = datetime(LAST_YEAR, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time, `start` included and `end` not, that counts or does not, all of it for one reason.

    `name` is that of the special day, where it is one.
    """

    start: datetime
    end: datetime
    counts: bool
    why: Why
    name: Title | None = None


class Calendar:
    """The answers of one version of a calendar.

    An instant counts if and only if its local wall time lies in a window of its local date: a repeated hour
    counts twice, a skipped one not at all. Any instant may be asked for; outside 1990 to 2100 (UTC) all time
    counts. No answer lies outside the years 1 to 9999. Raises TypeError for a time without a zone.
    """

    def __init__(self, document: CalendarDocument) -> None:
        self.document = document
        self._dates = Dates(document.zone)
        self._days = Days(document)
        self._years = Years(self._days)
        # Where all time counts, nothing stands between the two that must be looked up.
        self._start, self._end = (0, 0) if document.always else (HORIZON_START, HORIZON_END)

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time counts from `start` to `end`, to the microsecond; 0 where `end` is first."""
        opening, closing = microseconds(start), microseconds(end)
        beyond = 0
        if opening < self._start or closing > self._end:
            beyond += max(0, min(closing, self._start) - opening) + max(0, closing - max(opening, self._end))
            opening, closing = max(opening, self._start), min(closing, self._end)
        if closing <= opening:
            return timedelta(microseconds=beyond)
        table = self._years.table(opening, closing)
        return timedelta(microseconds=beyond + table.counted_until(closing) - table.counted_until(opening))

    def due_at(self, start: datetime, time: timedelta) -> datetime:
        """Return the earliest instant at which that much time has been counted since `start`.

        Raises ValueError for a negative time.
        """
        at, left = microseconds(start), duration(time)
        if left < 0:
            raise ValueError(f"time must not be negative, it is {time}")
        if at < self._start:
            before = min(left, self._start - at)
            at, left = at + before, left - before
        if left == 0 or at >= self._end:
            return instant(at + left)
        table = self._years.table(at, at)
        while (counted := table.counted_until(at) + left) > table.total and table.end < self._end:
            table = self._years.longer(table)
        if counted > table.total:
            return instant(self._end + counted - table.total)
        return instant(table.reached(counted))

    def due_each(self, start: datetime, times: Sequence[timedelta]) -> list[datetime]:
        """Return `due_at` of several times, which costs little more than of one. They come in their order."""
        if self.document.always and start.tzinfo is UTC and start.year < LAST_YEAR:
            return [start + time for time in times]
        at, lengths = microseconds(start), [duration(time) for time in times]
        if self._start <= at < self._end and all(lengths):
            table = self._years.table(at, at)
            counted = table.counted_until(at)
            if counted + max(lengths, default=0) <= table.total:
                return table.instants([counted + length for length in lengths])
        return [self.due_at(start, time) for time in times]

    def alike(self, start: datetime, times: Sequence[timedelta]) -> Alike | None:
        """Return the starts around one, in UTC, with which `due_each` goes alike; None where it is asked."""
        if start.tzinfo is not UTC or not FIRST_YEAR <= start.year < LAST_YEAR or min(times) <= NO_TIME:
            return None
        if self.document.always:
            return Alike(_FIRST, _LAST, times, ())
        at = microseconds(start)
        return self._years.table(at, at).alike(at, [duration(time) for time in times])

    def end_of_working_day(self, start: datetime, days: int) -> datetime:
        """Return when the `days`th working day after the local date of `start` ends; that date is not one.

        So says the Civil Code of the PRC, articles 201 and 203: counted from the day after, to the end of
        business on the last day. A working day is a date of which some time counts. Raises ValueError for 0.
        """
        if days < 1:
            raise ValueError(f"days must be 1 or more, they are {days}")
        day, left = day_number(self._dates.date_of(start)), days
        while day + 1 in HORIZON_DAYS:
            day += 1
            end = self._days.end_of(day)
            left -= end is not None
            if end is not None and left == 0:
                return instant(end)
        return self._dates.start_of(ordinal_of(day + left + 1))

    def months_after(self, start: datetime, months: int) -> datetime:
        """Return the same wall time on the same day of the month `months` later, on its last day at most."""
        return self._dates.months_after(start, months)

    def days_before(self, at: datetime, days: int) -> datetime:
        """Return the same wall time `days` dates earlier."""
        return self._dates.days_before(at, days)

    def intervals(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """Yield what counts and what does not from `start` to `end`, without gaps, one interval a reason.

        What counts adds up to `counted(start, end)`.
        """
        pieces = self._pieces(microseconds(start), microseconds(end))
        for (counts, why, name), alike in groupby(
            pieces, key=lambda piece: (piece.counts, piece.why, piece.name)
        ):
            run = list(alike)
            yield Interval(instant(run[0].start), instant(run[-1].end), counts, why, name)

    def is_covered(self, at: datetime) -> bool:
        """Say whether the special days of an instant's date are known: if not, an answer may yet change."""
        if self.document.always:
            return True
        if not HORIZON_START <= microseconds(at) < HORIZON_END:
            return False
        day = self._dates.date_of(at)
        return (self.document.covered_from or date.min) <= day <= (self.document.covered_until or date.max)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        beyond: Why = "always" if self.document.always else "beyond_horizon"
        if start < min(end, self._start):
            yield Piece(start, min(end, self._start), counts=True, why=beyond)
        yield from self._days.pieces(max(start, self._start), min(end, self._end))
        if max(start, self._end) < end:
            yield Piece(max(start, self._end), end, counts=True, why=beyond)


@lru_cache(maxsize=128)
def compiled(document: CalendarDocument) -> Calendar:
    """Return the calendar of a document, the same one for equal documents."""
    return Calendar(document)
