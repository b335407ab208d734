"""What a calendar says of each local date, laid out in UTC."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument, minutes_of
from service.domain.clocks.calendars.zone import DAY, HORIZON_END, HORIZON_START, SECOND, Stretch, stretches
from service.domain.clocks.policy import Title

Why = Literal[
    "always", "window", "special_window", "outside_windows", "rest_day", "closed_day", "beyond_horizon"
]
"""Why time counts: the calendar is 24x7 (`always`); a window of the weekday; a window of a special day, such
as a make-up working day; the instant lies outside 1990 to 2100. Why it does not: outside the windows of the
day; a weekday without windows (`rest_day`); a special day without windows, a holiday (`closed_day`)."""

_MINUTE = 60 * SECOND
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_THURSDAY = 3  # the weekday of 1970-01-01
HORIZON_DAYS = range(HORIZON_START // DAY + 1, HORIZON_END // DAY - 1)
"""The dates of which all lies within the horizon, whatever the zone."""


class Piece(NamedTuple):
    """A part of a day, or of time, in microseconds: since local midnight in a pattern, since 1970 in time."""

    start: int
    end: int
    counts: bool
    why: Why
    name: Title | None = None


Pattern = tuple[Piece, ...]


def day_number(day: date) -> int:
    """Return the days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def ordinal_of(day: int) -> int:
    """Return the proleptic Gregorian ordinal of a day number."""
    return day + _EPOCH_ORDINAL


class Days:
    """The pattern of each local date of a calendar. A day is a number of days since 1970-01-01."""

    def __init__(self, document: CalendarDocument) -> None:
        self._zone = document.zone
        if document.always:
            self._weekly: tuple[Pattern, ...] = ((Piece(0, DAY, counts=True, why="always"),),) * len(WEEKDAYS)
        else:
            self._weekly = tuple(_of_weekday(document.weekly.get(weekday, ())) for weekday in WEEKDAYS)
        self._special = {
            day_number(day.date): _of_special_day(day.windows, day.name) for day in document.special_days
        }

    def pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Yield what counts and what does not from `start` to `end`, both within the horizon, in order."""
        if end <= start:
            return
        for stretch in stretches(self._zone, start, end):
            first = (stretch.start + stretch.offset) // DAY
            last = (stretch.end + stretch.offset - 1) // DAY
            for day in range(first, last + 1):
                yield from self._in_stretch(day, stretch)

    def end_of(self, day: int) -> int | None:
        """Return when the last window of a date ends, None where nothing of the date counts."""
        # No zone is further than 26 hours from another, so two days either side hold the whole date.
        start, end = max((day - 2) * DAY, HORIZON_START), min((day + 3) * DAY, HORIZON_END)
        found = [
            piece.end
            for stretch in stretches(self._zone, start, end)
            for piece in self._in_stretch(day, stretch)
            if piece.counts
        ]
        return max(found, default=None)

    def _in_stretch(self, day: int, stretch: Stretch) -> Iterator[Piece]:
        midnight = day * DAY - stretch.offset
        for piece in self._special.get(day) or self._weekly[(day + _THURSDAY) % len(WEEKDAYS)]:
            start, end = max(stretch.start, midnight + piece.start), min(stretch.end, midnight + piece.end)
            if start < end:
                yield Piece(start, end, piece.counts, piece.why, piece.name)


def _of_weekday(windows: Sequence[str]) -> Pattern:
    return _pattern(windows, "window", None) or (Piece(0, DAY, counts=False, why="rest_day"),)


def _of_special_day(windows: Sequence[str], name: Title) -> Pattern:
    return _pattern(windows, "special_window", name) or (
        Piece(0, DAY, counts=False, why="closed_day", name=name),
    )


def _pattern(windows: Sequence[str], why: Why, name: Title | None) -> Pattern:
    """Return the windows, which stand in order, with what lies between them; nothing where there are none."""
    pieces: list[Piece] = []
    at = 0
    for window in windows:
        opens, closes = (minutes * _MINUTE for minutes in minutes_of(window))
        if at < opens:
            pieces.append(Piece(at, opens, counts=False, why="outside_windows", name=name))
        pieces.append(Piece(opens, closes, counts=True, why=why, name=name))
        at = closes
    if pieces and at < DAY:
        pieces.append(Piece(at, DAY, counts=False, why="outside_windows", name=name))
    return tuple(pieces)
