"""All KPIs in one SQL statement: one snapshot, hence one position that all figures are true of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from sqlalchemy import Select, Text, cast, func, literal, null, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import JSONB

from service.projections.engine.checkpoints import checkpoints
from service.projections.kpi.definition import Figures, Kpi, Population
from service.projections.kpi.population import ROWS, Grouping, Scope, narrowed
from service.projections.kpi.registry import KPIS

GroupKey = str | None
MOST_AT_ONCE = 40
"""PostgreSQL takes a hundred arguments of a function, and each KPI is two."""


@dataclass(frozen=True)
class Measured:
    """Figures by group and slug; the group None is all rows together."""

    position: int
    groups: dict[GroupKey, dict[str, Figures]] = field(default_factory=dict)

    @classmethod
    def of(cls, position: int, found: dict[GroupKey, dict[str, Figures]], by: Grouping | None) -> "Measured":
        """Return figures that were found, with those of KPIs without rows, in order."""
        found.setdefault(None, {})
        of_groups = [kpi for kpi in KPIS if ROWS[kpi.population].has_groups(by)]
        groups = {
            key: {
                kpi.slug: found[key].get(kpi.slug) or _nothing()[kpi.slug]
                for kpi in (KPIS if key is None else of_groups)
            }
            for key in _ordered(found)
        }
        return cls(position, groups)


def as_measured(rows: Sequence[Any], by: Grouping | None) -> Measured:
    """Return the figures that a statement has found."""
    found: dict[GroupKey, dict[str, Figures]] = {}
    for _, group, figures in rows:
        for slug, values in figures.items():
            found.setdefault(group, {})[slug] = Figures.model_validate(values)
    return Measured.of(rows[0].position or 0, found, by)


def statement_of(scope: Scope, by: Grouping | None) -> Any:
    """Return the statement that computes all KPIs of a scope from the rows."""
    return union_all(*(of_population(population, scope, by) for population in get_args(Population)))


def of_population(population: Population, scope: Scope, by: Grouping | None) -> Select[Any]:
    """Return the query of the KPIs of one population, in all and by group."""
    column = None if by is None else ROWS[population].group(by)
    group = null() if column is None else column
    what = select(position().label("position"), cast(group, Text).label("group"), _figures(population))
    what = narrowed(population, what, scope)
    # Beside grouping sets the server uses no index that knows a condition on the rows of a view.
    return what if column is None else what.group_by(func.grouping_sets(tuple_(), tuple_(group)))


def of_groups(population: Population, scope: Scope, by: Grouping) -> Select[Any] | None:
    """Return the query of the KPIs of one population by group alone; None where it has no such groups."""
    group = ROWS[population].group(by)
    if group is None:
        return None
    what = select(position().label("position"), cast(group, Text).label("group"), _figures(population))
    return narrowed(population, what, scope).group_by(group)


def position() -> Any:
    """Return the SQL of the position that the rows are true of."""
    return select(func.min(checkpoints.c.position)).scalar_subquery()


@cache
def _figures(population: Population) -> Any:
    """Return the SQL of all figures of a population: to make it takes a while."""
    kpis = [kpi for kpi in KPIS if kpi.population == population]
    parts = (kpis[begin : begin + MOST_AT_ONCE] for begin in range(0, len(kpis), MOST_AT_ONCE))
    figures, *more = map(_object, parts)
    for each in more:
        figures = figures.concat(each)
    return figures.label("figures")


def _object(kpis: Sequence[Kpi]) -> Any:
    return func.jsonb_build_object(*_pairs(kpis), type_=JSONB)


def _pairs(kpis: Iterable[Kpi]) -> Iterable[Any]:
    for kpi in kpis:
        yield literal(kpi.slug, literal_execute=True)
        inner: list[Any] = []
        for name, expression in kpi.figures.items():
            inner += [literal(name, literal_execute=True), expression]
        yield func.jsonb_build_object(*inner)


def _ordered(found: Iterable[GroupKey]) -> list[GroupKey]:
    return [None, *sorted(key for key in found if key is not None)]


@cache
def _nothing() -> dict[str, Figures]:
    return {kpi.slug: kpi.nothing() for kpi in KPIS}
