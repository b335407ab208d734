"""What a row of a population gives to the figures of a KPI, as SQL: said once, summed up and listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Numeric, and_, cast, func, literal, true
from sqlalchemy import case as when

Number = ColumnElement[Any]
Condition = ColumnElement[bool]
DISTRIBUTION = ("median_seconds", "p90_seconds", "mean_seconds")


def _mean(each: Number) -> Number:
    """Return the mean as one division of an exact sum: sums of parts then give the same one."""
    return func.float8(func.sum(each)) / func.nullif(func.count(each), 0)


_AGGREGATES: Mapping[str, Callable[[Number], Number]] = {
    "median_seconds": lambda each: func.percentile_cont(0.5).within_group(each),
    "p90_seconds": lambda each: func.percentile_cont(0.9).within_group(each),
    "mean_seconds": _mean,
    "total_seconds": lambda each: func.coalesce(func.sum(each), 0),
    # As exact numbers: a sum of floating ones depends on the order in which the server adds.
    "mean_score": lambda each: _mean(cast(each, Numeric)),
    "median_score": lambda each: func.percentile_cont(0.5).within_group(each),
    "total_minor": lambda each: func.coalesce(func.sum(each), 0),
}
PERCENTILES: Mapping[str, float] = {"median_seconds": 0.5, "p90_seconds": 0.9, "median_score": 0.5}
_TOTALS = frozenset({"total_seconds", "total_minor"})
_MEANS = frozenset({"mean_seconds", "mean_score"})


class Part(NamedTuple):
    """A number of a row whose sum over the rows is enough for a figure."""

    name: str
    of_row: Number
    is_whole: bool = True
    """Whether it is a whole number, whose sums floating ones hold exactly up to nine quadrillion."""


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
    def parts(self) -> tuple[Part, ...]:
        """What of a row adds up: from the sums follow all figures but medians and percentiles."""
        once = literal(1)
        found = [Part("count", when((self.of, once if self.times is None else self.times)))]
        if self.hit_times is not None or self.hit is not None:
            condition = self.of if self.hit is None else and_(self.of, self.hit)
            found.append(Part("hits", when((condition, once if self.hit_times is None else self.hit_times))))
        if self.value is not None and (_TOTALS | _MEANS) & set(self.values):
            found.append(Part("total", when((self.of, self.value)), "mean_score" not in self.values))
        if self.value is not None and _MEANS & set(self.values):
            found.append(Part("known", when((and_(self.of, self.value.is_not(None)), once))))
        if self.target is not None:
            found.append(Part("target", when((self.of, self.target))))
        return tuple(found)

    @property
    def measured(self) -> Number | None:
        """What of a row medians and percentiles are of; None where there are none."""
        return when((self.of, self.value)) if PERCENTILES.keys() & set(self.values) else None

    def figures_of(self, sums: Mapping[str, Any]) -> dict[str, float | int | None]:
        """Return the figures that follow from the sums of the parts, the same as those of the rows."""
        found: dict[str, float | int | None] = {"count": int(sums["count"])}
        if "hits" in sums:
            found["hits"] = int(sums["hits"])
            found["ratio"] = int(sums["hits"]) / int(sums["count"]) if sums["count"] else None
        for name in self.values:
            if name in _TOTALS:
                found[name] = int(sums["total"])
            elif name in _MEANS:
                found[name] = float(sums["total"]) / int(sums["known"]) if sums["known"] else None
        if "target" in sums:
            found["target_seconds"] = int(sums["target"])
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
