"""Instants as whole microseconds, and by how much a zone's wall clocks differ from UTC over the years."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

BUSINESS_ZONE = "Asia/Shanghai"
"""Whose days count unless a setting or a calendar says otherwise."""
FIRST_YEAR = 1990
LAST_YEAR = 2100
SECOND = 1_000_000
DAY = 86_400 * SECOND

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stretch(NamedTuple):
    """A stretch of time in which local time is UTC plus `offset`; all in microseconds since 1970."""

    start: int
    end: int
    offset: int


def microseconds(at: datetime) -> int:
    """Return the microseconds since 1970. Raises TypeError for a time without a zone."""
    return duration(at - EPOCH)


def duration(time: timedelta) -> int:
    """Return a length of time in microseconds."""
    return (time.days * 86_400 + time.seconds) * SECOND + time.microseconds


EARLIEST = microseconds(datetime.min.replace(tzinfo=UTC))
LATEST = microseconds(datetime.max.replace(tzinfo=UTC))


def instant(at: int) -> datetime:
    """Return the instant in UTC; outside the years 1 to 9999 their first or last one."""
    return EPOCH + timedelta(microseconds=min(max(at, EARLIEST), LATEST))


YEAR_STARTS = [microseconds(datetime(year, 1, 1, tzinfo=UTC)) for year in range(FIRST_YEAR, LAST_YEAR + 2)]
HORIZON_START = YEAR_STARTS[0]
HORIZON_END = YEAR_STARTS[-1]


def year_of(at: int) -> int:
    """Return the year in UTC of an instant within the horizon; its very end counts as in the last year."""
    return min(FIRST_YEAR + bisect_right(YEAR_STARTS, at) - 1, LAST_YEAR)


def start_of_year(year: int) -> int:
    """Return when a year begins in UTC, from FIRST_YEAR to LAST_YEAR + 1."""
    return YEAR_STARTS[year - FIRST_YEAR]


def stretches(zone: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the stretches that make up the time from `start` to `end`, both within the horizon."""
    for year in range(year_of(start), year_of(end) + 1):
        for stretch in _stretches_of_year(zone, year):
            if stretch.start < end and start < stretch.end:
                yield Stretch(max(start, stretch.start), min(end, stretch.end), stretch.offset)


@lru_cache(maxsize=4096)
def _stretches_of_year(zone: str, year: int) -> tuple[Stretch, ...]:
    """Look at each midnight of UTC: no zone has set its clocks twice within a day since FIRST_YEAR."""
    info = ZoneInfo(zone)
    year_end = start_of_year(year + 1)
    start = before = start_of_year(year)
    offset = _offset(info, start)
    found: list[Stretch] = []
    for midnight in range(start + DAY, year_end + 1, DAY):
        if _offset(info, midnight) != offset:
            change = _change(info, before, midnight)
            found.append(Stretch(start, change, offset))
            start, offset = change, _offset(info, change)
        before = midnight
    return (*found, Stretch(start, year_end, offset))


def _change(info: ZoneInfo, before: int, after: int) -> int:
    """Return the first second with the new offset, later than `before` and `after` at the latest."""
    old = _offset(info, before)
    low, high = before // SECOND, after // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(info, middle * SECOND) == old else (low, middle)
    return high * SECOND


def _offset(info: ZoneInfo, at: int) -> int:
    offset = instant(at).astimezone(info).utcoffset()
    return duration(offset) if offset is not None else 0
