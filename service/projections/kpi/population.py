"""The rows that KPIs are computed over: the views of the mart, so that a BI tool finds the same figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import (
    ColumnElement,
    DateTime,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    true,
)

from service.database.schemas import EVENT_STORE
from service.projections.cases.table import cases, unfinished_at
from service.projections.cases.view import FACT_CASE
from service.projections.clocks.view import CLOCKS
from service.projections.complaints.view import COMPLAINTS
from service.projections.engine.checkpoints import checkpoints
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Population
from service.projections.ratings import FACT_SATISFACTION
from service.projections.surveys.view import SURVEYS
from service.projections.tasks.view import V1_TASKS

Grouping = Literal[
    "account",
    "segment",
    "kind",
    "phase",
    "channel",
    "response_class",
    "priority",
    "category",
    "owner",
    "team",
    "department",
    "stage",
    "month",
    "clock",
    "end_reason",
    "voided_by",
    "level",
    "holder",
    "ended_by",
    "lacked",
    "cause_class",
    "root_code",
    "process_step",
]
GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)

case = FACT_CASE.as_table()
rating = FACT_SATISFACTION.as_table()
survey = SURVEYS.as_table()
clock = CLOCKS.as_table()
complaint = COMPLAINTS.as_table()
task = V1_TASKS.as_table()

MOMENT: ColumnElement[datetime] = literal_column("moment.at", DateTime(timezone=True))
"""When a backlog is counted: at the end of the period, else when the newest event of a case was recorded."""


_event = table("events", column("position"), column("stream_id"), column("recorded_at"), schema=EVENT_STORE)
# From the newest event of the rows backwards: the first one of a case is near, and no index holds the time.
_NEWEST = (
    select(_event.c.recorded_at)
    .where(
        _event.c.position <= select(func.min(checkpoints.c.position)).scalar_subquery(),
        exists().where(cases.c.case_id == _event.c.stream_id),
    )
    .order_by(_event.c.position.desc())
    .limit(1)
)


class Scope(NamedTuple):
    """Which rows: of a period, and of one account or of all."""

    from_at: datetime | None = None
    to_at: datetime | None = None
    account_key: str | None = None

    @property
    def ends_at(self) -> FromClause:
        """The end of the period; without one, when the newest event of a case was recorded."""
        if self.to_at is not None:
            return select(cast(self.to_at, DateTime(timezone=True)).label("at")).subquery("moment")
        # The limit has it looked up once, not wherever it is used.
        return select(_NEWEST.scalar_subquery().label("at")).limit(1).subquery("moment")


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a population.

    Args:
        source: Where they come from.
        key: What a row is known by.
        at: By which instant a period narrows them.
        of: What they are grouped by, by the first of these that has the column.
        groups: What they are grouped by besides.
    """

    source: FromClause
    key: ColumnElement[Any]
    at: ColumnElement[Any]
    of: tuple[FromClause, ...]
    groups: Mapping[str, ColumnElement[Any]]

    @property
    def case_key(self) -> ColumnElement[Any]:
        """The case of a row."""
        return self.of[0].c.case_key

    @property
    def account_key(self) -> ColumnElement[Any]:
        """The account of a row."""
        return self._column("account_key")

    def group(self, by: Grouping) -> ColumnElement[Any] | None:
        """Return what the rows are grouped by; None where they have no such thing."""
        if by == "account":
            return self.account_key
        if by in self.groups:
            return self.groups[by]
        if all(by not in each.c for each in self.of):
            return None
        return func.coalesce(self._column(by), UNKNOWN)

    def has_groups(self, by: Grouping | None) -> bool:
        """Whether the rows can be grouped so; by nothing they can."""
        return by in {None, "account"} or by in self.groups or any(by in each.c for each in self.of)

    def _column(self, name: str) -> ColumnElement[Any]:
        return next(each.c[name] for each in self.of if name in each.c)


def _month(date_key: ColumnElement[Any]) -> dict[str, ColumnElement[Any]]:
    return {"month": func.coalesce(cast(func.nullif(date_key // 100, 0), Text), UNKNOWN)}


_FORMER = (
    func.string_to_table(case.c.former_owners, "\n").table_valued("owner", name="former").render_derived()
)
_RECEIVED = _month(case.c.received_date_key)
verdicts = (
    select(clock.c.case_key, func.bool_or(clock.c.verdict == "breached").label("is_broken"))
    .where(clock.c.stream == "case", clock.c.verdict.in_(("met", "breached")))
    .group_by(clock.c.case_key)
    .subquery("verdicts")
)
ROWS: dict[Population, Rows] = {
    "received": Rows(source=case, key=case.c.case_key, at=case.c.received_at, of=(case,), groups=_RECEIVED),
    "judged": Rows(
        source=case.join(verdicts, verdicts.c.case_key == case.c.case_key),
        key=case.c.case_key,
        at=case.c.received_at,
        of=(case,),
        groups=_RECEIVED,
    ),
    "backlog": Rows(source=case, key=case.c.case_key, at=case.c.received_at, of=(case,), groups=_RECEIVED),
    "left": Rows(
        source=case.join(_FORMER, true()),
        key=case.c.case_key.concat("/").concat(_FORMER.c.owner),
        at=case.c.received_at,
        of=(case,),
        groups={**_RECEIVED, "owner": _FORMER.c.owner},
    ),
    "rated": Rows(
        source=rating.join(case, case.c.case_key == rating.c.case_key),
        key=rating.c.rating_key,
        at=case.c.received_at,
        of=(case,),
        groups=_RECEIVED,
    ),
    "surveyed": Rows(
        source=survey.join(case, case.c.case_key == survey.c.case_key),
        # Two cases may give their surveys the same id.
        key=survey.c.case_key + "/" + survey.c.survey_key,
        at=case.c.received_at,
        of=(case,),
        groups=_RECEIVED,
    ),
    # A clock counts for what held when the promise was made: a hand-over moves no breach to another owner.
    "due": Rows(
        source=clock.outerjoin(case, case.c.case_key == clock.c.case_key),
        key=clock.c.clock_key,
        at=clock.c.due_at,
        of=(clock, case),
        groups=_month(clock.c.due_date_key),
    ),
    "complaints": Rows(
        source=complaint.join(case, case.c.case_key == complaint.c.case_key),
        key=complaint.c.case_key,
        at=complaint.c.received_at,
        of=(complaint, case),
        groups=_month(complaint.c.received_date_key),
    ),
    "asked": Rows(
        source=task.join(case, case.c.case_key == task.c.case_key),
        key=task.c.task_key,
        at=task.c.opened_at,
        of=(task, case),
        groups=_month(task.c.opened_date_key),
    ),
}


def narrowed(population: Population, what: Select[Any], scope: Scope) -> Select[Any]:
    """Return `what` over the rows of a population: what was received, due or opened in [from, to)."""
    rows = ROWS[population]
    if scope.account_key is not None:
        what = what.where(rows.account_key == scope.account_key)
    if population == "backlog":
        return what.select_from(case.join(scope.ends_at, true())).where(_is_unfinished(scope.to_at))
    what = what.select_from(rows.source)
    if scope.from_at is not None:
        what = what.where(rows.at >= scope.from_at)
    if scope.to_at is not None:
        what = what.where(rows.at < scope.to_at)
    return what


def _is_unfinished(to_at: datetime | None) -> ColumnElement[bool]:
    if to_at is None:
        return and_(case.c.ended_at.is_(None), case.c.merged_at.is_(None))
    unfinished = or_(case.c.ended_at.is_(None), case.c.ended_at >= to_at)
    by_itself = or_(case.c.merged_at.is_(None), case.c.merged_at >= to_at)
    return and_(unfinished_at(case, to_at), case.c.received_at < to_at, unfinished, by_itself)
