"""The period of a document, the one before it (环比), and the same a year before (同比). Pure."""

from calendar import monthrange
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from service.reports.documents.document import Period

MONTHS_A_YEAR = 12


class Periods(NamedTuple):
    """A period and those with which it is compared."""

    now: Period
    previous: Period
    year_before: Period


def periods_of(from_at: datetime, to_at: datetime, zone: ZoneInfo) -> Periods:
    """Return the periods. What begins and ends with a month is preceded by as many whole months."""
    start, end = from_at.astimezone(zone), to_at.astimezone(zone)
    months = (end.year - start.year) * MONTHS_A_YEAR + end.month - start.month
    is_of_months = months > 0 and _begins_month(start) and _begins_month(end)
    before = _earlier(start, months) if is_of_months else from_at - (to_at - from_at)
    return Periods(
        _period(start, end),
        _period(before, start),
        _period(_earlier(start, MONTHS_A_YEAR), _earlier(end, MONTHS_A_YEAR)),
    )


def _period(from_at: datetime, to_at: datetime) -> Period:
    return Period(from_at=from_at.astimezone(UTC), to_at=to_at.astimezone(UTC))


def _begins_month(at: datetime) -> bool:
    return (at.day, at.hour, at.minute, at.second, at.microsecond) == (1, 0, 0, 0, 0)


def _earlier(at: datetime, months: int) -> datetime:
    """Return the same time of day so many months before; of a day that the month lacks, its last."""
    year, month = divmod(at.year * MONTHS_A_YEAR + at.month - 1 - months, MONTHS_A_YEAR)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
