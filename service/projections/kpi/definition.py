"""What a KPI is: what each row of its population gives to the figures, from which figures and rows follow."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement

from service.domain.described import Described
from service.projections.kpi.expressions import Expressions

Unit = Literal["count", "seconds", "ratio", "score", "money"]
Grain = Literal["case", "event", "rating", "survey", "clock", "task"]
Population = Literal[
    "received", "judged", "backlog", "left", "rated", "surveyed", "due", "complaints", "asked"
]
"""Whose rows count: cases received in the period, those of them with a promise kept or broken, those
unfinished at its end, the first once for each who no longer answers for it, ratings and surveys of the first,
clocks that were due in the period, complaints received and tasks opened in it."""


class Figures(Described, extra="forbid"):
    """Figures of a KPI. Each KPI has some of them; the others are absent.

    `count`, `hits` and the totals of the groups add up to those of the whole.
    """

    count: int | None = None
    """Number of cases, events, ratings, clocks or tasks, or of those with a measured value."""
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
    target_seconds: int | None = None
    """Sum of the limits in seconds, of the rows that have one."""
    mean_score: float | None = None
    """Arithmetic mean of the scores."""
    median_score: float | None = None
    """Median of the scores."""
    total_minor: int | None = None
    """Sum in the smallest unit of the currency."""
    is_approximate: bool | None = None
    """Whether median and percentile come of a histogram, less than 1 % off; absent where they are exact."""


ADDITIVE = ("count", "hits", "total_seconds", "target_seconds", "total_minor")
"""The figures that add up over the groups of any dimension."""


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One KPI over the rows of its population.

    Title and definition in both languages stand in the catalogue under `kpi.<slug>`.
    """

    slug: str
    unit: Unit
    expressions: Expressions
    grain: Grain = "case"
    population: Population = "received"
    version: int = 1

    @property
    def figures(self) -> dict[str, ColumnElement[Any]]:
        """SQL of each figure by name."""
        return self.expressions.figures()

    def nothing(self) -> Figures:
        """Return the figures of a group without rows."""
        return Figures(**{name: 0 if name in ADDITIVE else None for name in self.figures})
