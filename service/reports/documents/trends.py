"""What happened day by day, week by week or month by month of a period."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, cast, func, select

from service.reports.documents.asking import Asked
from service.reports.documents.document import Chart, Series, Words
from service.reports.documents.words import plain

MOST_DAYS, MOST_DAYS_IN_WEEKS = 35, 200
DAYS_A_WEEK = 7
Numbers = Mapping[date, int]


def by_day(asked: Asked, source: FromClause, at: ColumnElement[Any], *where: ColumnElement[bool]) -> Numbers:
    """Count rows of the period by the day on which something happened."""
    period, day = asked.periods.now, cast(func.timezone(asked.zone.key, at), Date)
    found = (
        select(day, func.count()).select_from(source).where(at >= period.from_at, at < period.to_at, *where)
    )
    return dict(map(tuple, asked.rows(found.group_by(day))))


def trend(asked: Asked, title: Words, series: Sequence[tuple[Words, Numbers]]) -> Chart:
    """Return a chart of numbers over the period."""
    starts = _starts(asked)
    return Chart(
        shape="lines",
        title=title,
        unit="count",
        categories=tuple(plain(_label(each, starts)) for each in starts),
        series=tuple(Series(title=name, values=_summed(starts, numbers)) for name, numbers in series),
    )


def _starts(asked: Asked) -> list[date]:
    """Return the first days of the days, weeks or months of the period; the first may begin before it."""
    zone, period = asked.zone, asked.periods.now
    first, end = period.from_at.astimezone(zone).date(), asked.last_at.astimezone(zone).date()
    length = (end - first).days + 1
    if length <= MOST_DAYS:
        return [first + timedelta(days=number) for number in range(length)]
    if length <= MOST_DAYS_IN_WEEKS:
        monday = first - timedelta(days=first.weekday())
        return [monday + timedelta(days=number) for number in range(0, (end - monday).days + 1, DAYS_A_WEEK)]
    months, month = [], first.replace(day=1)
    while month <= end:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months


def _label(start: date, starts: Sequence[date]) -> str:
    is_of_months = all(each.day == 1 for each in starts) and len(starts) > 1
    return f"{start:%Y-%m}" if is_of_months else f"{start:%m-%d}"


def _summed(starts: Sequence[date], numbers: Numbers) -> tuple[float, ...]:
    found = [0] * len(starts)
    for day, number in numbers.items():
        found[bisect_right(starts, day) - 1] += number
    return tuple(found)
