"""A period as whole days that were added up, and parts of days that were not. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
FAR_BEFORE, FAR_AFTER = date.min, date.max


class Whole(NamedTuple):
    """Days from the first to before the end, and of these whole months from the first of one to another's."""

    first: date
    end: date
    first_month: date
    end_month: date


class Period(NamedTuple):
    """Where a period lies in whole days and what is left of it before and after them."""

    whole: Whole | None
    """None where no whole day lies in it."""
    from_at: datetime | None
    """Begin of the whole days; None if it has none."""
    until_at: datetime | None
    """End of the whole days; None if it has none."""
    parts: tuple[tuple[datetime, datetime], ...]


def period_of(from_at: datetime | None, to_at: datetime | None, zone: ZoneInfo, *, by_month: bool) -> Period:
    """Divide a period by the days or months of a zone. Raises OverflowError where the calendar ends."""
    first = FAR_BEFORE if from_at is None else _day_from(from_at, zone)
    end = FAR_AFTER if to_at is None else to_at.astimezone(zone).date()
    first_month = first if first.day == 1 else (first.replace(day=1) + 31 * A_DAY).replace(day=1)
    end_month = end if end == FAR_AFTER else end.replace(day=1)
    if by_month:
        first, end = first_month, end_month
    if first >= end:
        return Period(None, None, None, ())
    if first_month > end_month:
        first_month = end_month = first
    begin = None if from_at is None else _begins(first, zone)
    until = None if to_at is None else _begins(end, zone)
    parts = []
    if from_at is not None and begin is not None and from_at < begin:
        parts.append((from_at, begin))
    if to_at is not None and until is not None and until < to_at:
        parts.append((until, to_at))
    return Period(Whole(first, end, first_month, end_month), begin, until, tuple(parts))


def _day_from(at: datetime, zone: ZoneInfo) -> date:
    day = at.astimezone(zone).date()
    return day if _begins(day, zone) >= at else day + A_DAY


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
