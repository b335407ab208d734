"""Open intervals with running sums: how much has counted until an instant, in one bisect, and back."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from service.domain.clocks.calendars.days import Days
from service.domain.clocks.calendars.zone import EPOCH, LAST_YEAR, start_of_year, year_of

Spans = Sequence[tuple[int, int]]


class Alike(NamedTuple):
    """Starts from `first` to `end` (not included) for which times are used up alike.

    Either so much later than each start (`later`), or at the same instants whatever the start (`at`).
    """

    first: datetime
    end: datetime
    later: Sequence[timedelta]
    at: Sequence[datetime]


class Table(NamedTuple):
    """The years from `first` to `last`. `sums[i]` has counted when interval `i` opens, `total` at the end.

    The first interval is empty and opens with the first year, so that each instant has one before it.
    """

    first: int
    last: int
    start: int
    end: int
    opens: Sequence[int]
    closes: Sequence[int]
    sums: Sequence[int]
    total: int

    def counted_until(self, at: int) -> int:
        """Return how much of the time from `start` to `at` counts."""
        i = bisect_right(self.opens, at) - 1
        return self.sums[i] + min(at, self.closes[i]) - self.opens[i]

    def reached(self, counted: int) -> int:
        """Return the earliest instant until which so much has counted; it is more than 0, `total` at most."""
        i = bisect_left(self.sums, counted) - 1
        return self.opens[i] + counted - self.sums[i]

    def alike(self, start: int, lengths: Sequence[int]) -> Alike | None:
        """Return the starts around one for which lengths, each more than 0, are used up as for it.

        None where one is not used up within these years.
        """
        i = bisect_right(self.opens, start) - 1
        running = start < self.closes[i]
        counted = self.sums[i] + (start if running else self.closes[i]) - self.opens[i]
        if counted + max(lengths) > self.total:
            return None
        places = [bisect_left(self.sums, counted + length) - 1 for length in lengths]
        reached = [
            self.opens[j] + counted + length - self.sums[j] for j, length in zip(places, lengths, strict=True)
        ]
        if not running:
            end = self.opens[i + 1] if i + 1 < len(self.opens) else self.end
            return Alike(moment(self.closes[i]), moment(end), (), [moment(at) for at in reached])
        # As the start moves on, so does each instant, until one of them leaves its own interval.
        back = min(at - self.opens[j] - 1 for j, at in zip(places, reached, strict=True))
        ahead = min(self.closes[j] - at for j, at in zip(places, reached, strict=True))
        first = max(self.opens[i], start - back)
        end = min(self.closes[i], start + ahead + 1)
        later = [timedelta(microseconds=at - start) for at in reached]
        return Alike(moment(first), moment(end), later, ())

    def instants(self, counts: Sequence[int]) -> list[datetime]:
        """Return the instants of `reached` for several counts, at once."""
        opens, sums, found = self.opens, self.sums, []
        for counted in counts:
            i = bisect_left(sums, counted) - 1
            found.append(EPOCH + timedelta(0, 0, opens[i] + counted - sums[i]))
        return found


def moment(at: int) -> datetime:
    """Return the instant of so many microseconds since 1970."""
    return EPOCH + timedelta(0, 0, at)


class Years:
    """The years of a calendar, each laid out when it is first asked for.

    Tables are never changed, only replaced: whoever has one may go on with it.
    """

    def __init__(self, days: Days) -> None:
        self._days = days
        self._spans: dict[int, Spans] = {}
        self._table: Table | None = None

    def table(self, start: int, end: int) -> Table:
        """Return a table that holds all from `start` to `end`, both within the horizon."""
        table = self._table
        if table is not None and table.start <= start and end <= table.end:
            return table
        first, last = year_of(start), year_of(end)
        if table is not None:
            first, last = min(first, table.first), max(last, table.last)
        return self._grown(first, last)

    def longer(self, table: Table) -> Table:
        """Return a table that holds about twice as many years to come."""
        return self._grown(table.first, min(2 * table.last - table.first + 1, LAST_YEAR))

    def _grown(self, first: int, last: int) -> Table:
        start = start_of_year(first)
        opens, closes, sums, total = [start], [start], [0], 0
        for year in range(first, last + 1):
            for opening, closing in self._spans_of(year):
                opens.append(opening)
                closes.append(closing)
                sums.append(total)
                total += closing - opening
        self._table = Table(first, last, start, start_of_year(last + 1), opens, closes, sums, total)
        return self._table

    def _spans_of(self, year: int) -> Spans:
        if year not in self._spans:
            pieces = self._days.pieces(start_of_year(year), start_of_year(year + 1))
            self._spans[year] = [(piece.start, piece.end) for piece in pieces if piece.counts]
        return self._spans[year]
