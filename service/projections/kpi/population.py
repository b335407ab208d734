"""The rows that KPIs are computed over: the views of the mart, so that a BI tool finds the same figures."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, FromClause, Select, func, true

from service.projections.cases.view import FACT_CASE
from service.projections.clocks.view import CLOCKS
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Population
from service.projections.ratings import FACT_SATISFACTION
from service.projections.surveys.view import SURVEYS

Grouping = Literal[
    "priority",
    "channel",
    "owner",
    "segment",
    "phase",
    "category",
    "lacked",
    "clock",
    "end_reason",
    "voided_by",
]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

case = FACT_CASE.as_table()
rating = FACT_SATISFACTION.as_table()
survey = SURVEYS.as_table()
clock = CLOCKS.as_table()

Period = tuple[datetime | None, datetime | None]
_RATED: FromClause = rating.join(case, case.c.case_key == rating.c.case_key)
_SURVEYED: FromClause = survey.join(case, case.c.case_key == survey.c.case_key)
_DUE: FromClause = clock.outerjoin(case, case.c.case_key == clock.c.case_key)


_FORMER = (
    func.string_to_table(case.c.former_owners, "\n").table_valued("owner", name="former").render_derived()
)
_LEFT: FromClause = case.join(_FORMER, true())


def narrowed(population: Population, what: Select[Any], period: Period) -> Select[Any]:
    """Return `what` over the rows of a population: what was received or due in [from, to)."""
    return _NARROW[population](what, *period)


def group_of(population: Population, by: Grouping) -> ColumnElement[Any] | None:
    """Return what rows of a population are grouped by; None where they have no such thing.

    A clock counts for what held when the promise was made: a hand-over moves no breach to another owner.
    """
    if population == "left" and by == "owner":
        return _FORMER.c.owner
    if population != "due":
        return case.c.get(by)
    return func.coalesce(clock.c[by] if by in clock.c else case.c[by], UNKNOWN)


def _received(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    if from_at is not None:
        what = what.where(case.c.received_at >= from_at)
    if to_at is not None:
        what = what.where(case.c.received_at < to_at)
    return what


def _of_cases(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    return _received(what.select_from(case), from_at, to_at)


def _left(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    return _received(what.select_from(_LEFT), from_at, to_at)


def _rated(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    return _received(what.select_from(_RATED), from_at, to_at)


def _surveyed(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    return _received(what.select_from(_SURVEYED), from_at, to_at)


def _in_backlog(what: Select[Any], _: datetime | None, to_at: datetime | None) -> Select[Any]:
    if to_at is None:
        return what.select_from(case).where(case.c.ended_at.is_(None), case.c.merged_at.is_(None))
    unfinished = case.c.ended_at.is_(None) | (case.c.ended_at >= to_at)
    by_itself = case.c.merged_at.is_(None) | (case.c.merged_at >= to_at)
    return what.select_from(case).where(case.c.received_at < to_at, unfinished, by_itself)


def _due(what: Select[Any], from_at: datetime | None, to_at: datetime | None) -> Select[Any]:
    what = what.select_from(_DUE)
    if from_at is not None:
        what = what.where(clock.c.due_at >= from_at)
    if to_at is not None:
        what = what.where(clock.c.due_at < to_at)
    return what


_NARROW: dict[Population, Callable[[Select[Any], datetime | None, datetime | None], Select[Any]]] = {
    "received": _of_cases,
    "backlog": _in_backlog,
    "left": _left,
    "rated": _rated,
    "surveyed": _surveyed,
    "due": _due,
}
