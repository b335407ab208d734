"""The rows behind a figure, page by page: the same rows that it was computed from."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Float, Select, Text, cast, func, literal, null, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB

from service.projections.kpi.definition import Figures, Kpi
from service.projections.kpi.population import ROWS, Grouping, Scope, narrowed
from service.projections.kpi.statement import position

RowPlace = tuple[datetime, str]
"""Instant and key of the last row of a page; the next page follows it."""


class Part(NamedTuple):
    """A part of the rows of a scope: those of one group of a dimension, or all of them."""

    by: Grouping | None = None
    group: str | None = None


def figures_of(connection: Connection, kpi: Kpi, scope: Scope, part: Part) -> tuple[Figures, int]:
    """Return the figures of a KPI over a part, and the position that they are true of."""
    pairs: list[Any] = []
    for name, expression in kpi.figures.items():
        pairs += [literal(name, literal_execute=True), expression]
    figures = func.jsonb_build_object(*pairs, type_=JSONB)
    what = _of_part(kpi, select(figures.label("figures"), position().label("position")), scope, part)
    row = connection.execute(what).one()
    return Figures.model_validate(row.figures), row.position or 0


def rows_of(
    connection: Connection, kpi: Kpi, scope: Scope, part: Part, page: tuple[RowPlace | None, int]
) -> list[dict[str, Any]]:
    """Return up to so many rows that count, in order of their instant, that follow a place."""
    rows, (after, limit) = ROWS[kpi.population], page
    told = kpi.expressions
    group = rows.group(part.by) if part.by else null()
    key = cast(rows.key, Text)
    what = select(
        key.label("key"),
        rows.case_key.label("case_key"),
        rows.account_key.label("account_key"),
        rows.at.label("at"),
        cast(group, Text).label("group"),
        told.counts.label("counts"),
        told.hits.label("hits"),
        (null() if told.value is None else cast(told.value, Float(53))).label("value"),
        (null() if told.target is None else told.target).label("target"),
    ).where(told.of)
    what = _of_part(kpi, what, scope, part)
    if after is not None:
        what = what.where(tuple_(rows.at, key) > after)
    found = connection.execute(what.order_by(rows.at, key).limit(limit))
    return [dict(row) for row in found.mappings()]


def _of_part(kpi: Kpi, what: Select[Any], scope: Scope, part: Part) -> Select[Any]:
    what = narrowed(kpi.population, what, scope)
    column = ROWS[kpi.population].group(part.by) if part.by else None
    return what if part.group is None or column is None else what.where(column == part.group)
