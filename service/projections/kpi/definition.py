"""What a KPI is: figures that are computed by one SQL expression each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, func

from service.domain.described import Described

Unit = Literal["count", "seconds", "ratio", "score"]
Grain = Literal["case", "event", "rating", "survey", "clock"]
Population = Literal["received", "backlog", "left", "rated", "surveyed", "due"]
"""Whose rows count: cases received in the period, those unfinished at its end, the first once for each who no
longer answers for it, ratings and surveys of the first, clocks that were due in the period."""

Expressions = Mapping[str, ColumnElement[Any]]


class Figures(Described, extra="forbid"):
    """Figures of a KPI. Each KPI has some of them; the others are absent."""

    count: int | None = None
    """Number of cases, events, ratings or clocks, or of those with a measured value."""
    hits: int | None = None
    """Number of `count` that meet the condition."""
    ratio: float | None = None
    """`hits` / `count`; null if `count` is 0."""
    median_seconds: float | None = None
    """Median in seconds."""
    p90_seconds: float | None = None
    """90th percentile in seconds, interpolated like `percentile_cont`."""
    mean_seconds: float | None = None
    """Arithmetic mean in seconds."""
    total_seconds: int | None = None
    """Sum in seconds."""
    mean_score: float | None = None
    """Arithmetic mean of the scores."""


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One KPI: SQL for each figure, over the rows of its population.

    Title and definition in both languages stand in the catalogue under `kpi.<slug>`.
    """

    slug: str
    unit: Unit
    expressions: Expressions
    grain: Grain = "case"
    population: Population = "received"
    version: int = 1

    def nothing(self) -> Figures:
        """Return the figures of a group without rows."""
        whole = {"count", "hits", "total_seconds"}
        return Figures(**dict.fromkeys(self.expressions.keys() & whole, 0))


def duration(seconds: ColumnElement[Any]) -> Expressions:
    """Return the figures of a duration; rows where it is null do not count."""
    return {
        "count": func.count(seconds),
        "median_seconds": func.percentile_cont(0.5).within_group(seconds),
        "p90_seconds": func.percentile_cont(0.9).within_group(seconds),
        "mean_seconds": _as_float(func.avg(seconds)),
    }


def total(number: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the sum over the rows, 0 where there are none."""
    return func.coalesce(func.sum(number), 0)


def ratio(hits: ColumnElement[Any], count: ColumnElement[Any]) -> Expressions:
    """Return a part, the whole, and the part of the whole."""
    return {"count": count, "hits": hits, "ratio": _as_float(hits) / func.nullif(count, 0)}


def share(condition: ColumnElement[bool], of: ColumnElement[bool]) -> Expressions:
    """Return how many rows of `of` fulfil the condition, and the ratio."""
    return ratio(func.count().filter(of & condition), func.count().filter(of))


def mean_score(score: ColumnElement[Any], of: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return the mean of a score over the rows of `of`."""
    return _as_float(func.avg(score).filter(of))


def _as_float(number: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.float8(number)
