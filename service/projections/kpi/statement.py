"""All KPIs in one SQL statement: one snapshot, hence one position that all figures are true of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from sqlalchemy import Connection, Select, Text, cast, func, literal, null, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import JSONB

from service.projections.engine.checkpoints import checkpoints
from service.projections.kpi.definition import Figures, Kpi, Population
from service.projections.kpi.population import Grouping, Period, case, clock, group_of, narrowed
from service.projections.kpi.registry import KPIS

GroupKey = str | None


@dataclass(frozen=True)
class Measured:
    """Figures by group and slug; the group None is all rows together."""

    position: int
    groups: dict[GroupKey, dict[str, Figures]] = field(default_factory=dict)


def measured(
    connection: Connection, period: Period, by: Grouping | None, account_key: str | None = None
) -> Measured:
    """Compute all KPIs of a period, in all and by group; of one account where it is named."""
    rows = connection.execute(_statement(period, by, account_key)).all()
    found: dict[GroupKey, dict[str, Figures]] = {None: {}}
    for _, group, figures in rows:
        for slug, values in figures.items():
            found.setdefault(group, {})[slug] = Figures.model_validate(values)
    return Measured(
        position=rows[0].position or 0,
        groups={key: _whole(found[key], None if key is None else by) for key in _ordered(found)},
    )


def _statement(period: Period, by: Grouping | None, account_key: str | None) -> Any:
    populations = get_args(Population)
    return union_all(*(_of_population(each, period, by, account_key) for each in populations))


def _of_population(
    population: Population, period: Period, by: Grouping | None, account_key: str | None
) -> Select[Any]:
    column = None if by is None else group_of(population, by)
    group = null() if column is None else column
    figures = func.jsonb_build_object(
        *_pairs(kpi for kpi in KPIS if kpi.population == population), type_=JSONB
    )
    position = select(func.min(checkpoints.c.position)).scalar_subquery()
    what = select(position.label("position"), cast(group, Text).label("group"), figures.label("figures"))
    if account_key is not None:
        of_account = (clock if population == "due" else case).c.account_key
        what = what.where(of_account == account_key)
    return narrowed(population, what, period).group_by(
        func.grouping_sets(tuple_(), *([] if column is None else [tuple_(group)]))
    )


def _pairs(kpis: Iterable[Kpi]) -> Iterable[Any]:
    for kpi in kpis:
        yield literal(kpi.slug, literal_execute=True)
        inner: list[Any] = []
        for name, expression in kpi.expressions.items():
            inner += [literal(name, literal_execute=True), expression]
        yield func.jsonb_build_object(*inner)


def _ordered(found: Iterable[GroupKey]) -> list[GroupKey]:
    return [None, *sorted(key for key in found if key is not None)]


def _whole(figures: dict[str, Figures], by: Grouping | None) -> dict[str, Figures]:
    """Return the figures of all KPIs that can be grouped so, in their order."""
    kpis = (kpi for kpi in KPIS if by is None or group_of(kpi.population, by) is not None)
    return {kpi.slug: figures.get(kpi.slug) or kpi.nothing() for kpi in kpis}
