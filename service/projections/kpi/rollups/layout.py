"""Which sum of which KPI stands in which column, and by what the sums are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import ColumnElement, Double, Numeric, cast, literal

from service.projections.kpi.definition import Kpi, Population
from service.projections.kpi.expressions import Part
from service.projections.kpi.population import GROUPINGS, ROWS, Grouping
from service.projections.kpi.registry import KPIS
from service.projections.kpi.rollups.histogram import code_of

LIVE: frozenset[Population] = frozenset({"backlog"})
"""Whose rows depend on the moment at which they are counted: they are counted each time."""
KEPT: tuple[Population, ...] = tuple(each for each in get_args(Population) if each not in LIVE)
TOTAL = "total"
KEPT_BY: frozenset[Grouping] = frozenset(
    (
        "account",
        "segment",
        "kind",
        "channel",
        "response_class",
        "owner",
        "team",
        "department",
        "month",
        "clock",
    )
)
"""By what the sums are kept. By anything else the rows are counted."""


@dataclass(frozen=True)
class Layout:
    """The sums of a population: number of rows in `s0`, whole numbers from `s1` on, others from `x0` on."""

    population: Population
    kpis: tuple[Kpi, ...]
    whole: tuple[tuple[Kpi, Part], ...]
    exact: tuple[tuple[Kpi, Part], ...]
    measured: tuple[Kpi, ...]
    """KPIs of which a histogram is kept, in the order of its numbers."""

    @property
    def dimensions(self) -> Mapping[Grouping, ColumnElement[Any]]:
        """What the sums are kept by."""
        found = ((by, ROWS[self.population].group(by)) for by in GROUPINGS if by in KEPT_BY)
        return {by: column for by, column in found if column is not None}

    @property
    def columns(self) -> Mapping[str, ColumnElement[Any]]:
        """The SQL of what a row adds, by column."""
        whole = [literal(1), *(part.of_row for _, part in self.whole)]
        found = {name: cast(each, Double) for name, each in zip(WHOLE, whole, strict=False)}
        exact = zip(EXACT, (part.of_row for _, part in self.exact), strict=False)
        return {**found, **{name: cast(each, Numeric) for name, each in exact}}

    @property
    def codes(self) -> list[ColumnElement[int]]:
        """The SQL of the codes that a row adds to the histograms, each null where it adds none."""
        return [
            code_of(number, kpi.expressions.measured)
            for number, kpi in enumerate(self.measured)
            if kpi.expressions.measured is not None
        ]


def _layout_of(population: Population) -> Layout:
    kpis = [kpi for kpi in KPIS if kpi.population == population]
    parts = [(kpi, part) for kpi in kpis for part in kpi.expressions.parts]
    return Layout(
        population,
        tuple(kpis),
        whole=tuple((kpi, part) for kpi, part in parts if part.is_whole),
        exact=tuple((kpi, part) for kpi, part in parts if not part.is_whole),
        measured=tuple(kpi for kpi in kpis if kpi.expressions.measured is not None),
    )


LAYOUTS: Mapping[Population, Layout] = {population: _layout_of(population) for population in KEPT}
WHOLE = tuple(f"s{number}" for number in range(1 + max(len(each.whole) for each in LAYOUTS.values())))
EXACT = tuple(f"x{number}" for number in range(max(len(each.exact) for each in LAYOUTS.values())))
