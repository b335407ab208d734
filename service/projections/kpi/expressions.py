"""What a row of a population gives to the figures of a KPI, as SQL: said once, summed up and listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Numeric, and_, cast, func, literal, true
from sqlalchemy import case as when

Number = ColumnElement[Any]
Condition = ColumnElement[bool]
DISTRIBUTION = ("median_seconds", "p90_seconds", "mean_seconds")
_AGGREGATES: Mapping[str, Callable[[Number], Number]] = {
    "median_seconds": lambda each: func.percentile_cont(0.5).within_group(each),
    "p90_seconds": lambda each: func.percentile_cont(0.9).within_group(each),
    "mean_seconds": lambda each: func.float8(func.avg(each)),
    "total_seconds": lambda each: func.coalesce(func.sum(each), 0),
    # As exact numbers: a sum of floating ones depends on the order in which the server adds.
    "mean_score": lambda each: func.float8(func.avg(cast(each, Numeric))),
    "median_score": lambda each: func.percentile_cont(0.5).within_group(each),
    "total_minor": lambda each: func.coalesce(func.sum(each), 0),
}


@dataclass(frozen=True, kw_only=True)
class Expressions:
    """Which rows count, and what each of them gives.

    Args:
        of: Rows that count.
        times: How often a row counts: as often as there are events of it; None: once.
        hit: Rows that meet the condition; None: there is none.
        hit_times: How often a row meets it, where a row counts several times.
        value: What is measured of a row: seconds, a score, an amount.
        values: The figures of the value, by name.
        target: The limit in seconds that a row is measured against.
    """

    of: Condition
    times: Number | None = None
    hit: Condition | None = None
    hit_times: Number | None = None
    value: Number | None = None
    values: tuple[str, ...] = ()
    target: Number | None = None

    def figures(self) -> dict[str, Number]:
        """Return the SQL of each figure over the rows."""
        found: dict[str, Number] = {"count": _summed(self.times, self.of)}
        if self.hit_times is not None or self.hit is not None:
            condition = self.of if self.hit is None else and_(self.of, self.hit)
            found["hits"] = _summed(self.hit_times, condition)
            found["ratio"] = func.float8(found["hits"]) / func.nullif(found["count"], 0)
        for name in self.values:
            found[name] = _AGGREGATES[name](when((self.of, self.value)))
        if self.target is not None:
            found["target_seconds"] = func.coalesce(func.sum(self.target).filter(self.of), 0)
        return found

    @property
    def counts(self) -> Number:
        """How often a row that counts does so."""
        return literal(1) if self.times is None else func.coalesce(self.times, 0)

    @property
    def hits(self) -> Number:
        """How often a row that counts meets the condition; null where there is none."""
        if self.hit_times is not None:
            return func.coalesce(self.hit_times, 0)
        return literal(None) if self.hit is None else when((self.hit, 1), else_=0)


def _summed(times: Number | None, condition: Condition) -> Number:
    if times is None:
        return func.count().filter(condition)
    return func.coalesce(func.sum(times).filter(condition), 0)


def number(of: Condition | None = None) -> Expressions:
    """Return how many rows there are."""
    return Expressions(of=true() if of is None else of)


def total(times: Number, hits: Number | None = None) -> Expressions:
    """Return the sum of a number of events over the rows, and of those of them that meet a condition."""
    return Expressions(of=times > 0, times=times, hit_times=hits)


def duration(seconds: Number, *more: str, of: Condition | None = None) -> Expressions:
    """Return the figures of a duration; rows where it is null do not count."""
    known = seconds.is_not(None) if of is None else and_(of, seconds.is_not(None))
    return Expressions(of=known, value=seconds, values=(*DISTRIBUTION, *more))


def share(condition: Condition, of: Condition) -> Expressions:
    """Return how many rows of `of` fulfil the condition, and the ratio."""
    return Expressions(of=of, hit=condition)
