"""The list of tasks, page by page. Takes a synchronous connection."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    Connection,
    Text,
    and_,
    any_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import EscalationLevel
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.fold import OPEN as RUNNING
from service.projections.clocks.table import clocks
from service.projections.tasks.by_whom import CustomerWords
from service.projections.tasks.rows import TaskKind
from service.projections.tasks.table import clock_calls, tasks

TaskPlace = tuple[datetime, UUID]
"""`(opened_at, row_id)` of the last row of a page; the next page follows it."""

_SHOWN = ("row_id", "stream_id", "kind", "task_id", "departments", "step", "level", "holder", "status")
_TIMES = ("is_open", "opened_at", "taken_at", "due_at", "eta_at", "ended_at")
_BY_WHOM = ("of_department", "customer_words", "ended_by")
_TAKING = tasks.alias("takings")
_TAKEN = (
    select(_TAKING.c.holder, _TAKING.c.opened_at)
    .where(
        _TAKING.c.kind == "taking",
        _TAKING.c.stream_id == clock_calls.c.stream_id,
        _TAKING.c.level == clock_calls.c.level,
        _TAKING.c.opened_at >= clock_calls.c.opened_at,
    )
    .order_by(_TAKING.c.opened_at)
    .limit(1)
    .lateral("taken")
)
_RUNS, _NOT_TAKEN = clocks.c.status.in_(RUNNING), _TAKEN.c.opened_at.is_(None)
# A call of a clock goes with its promise: once that is over, nobody is called any more.
_CALLS = select(
    *(clock_calls.c[name] for name in ("row_id", "stream_id")),
    literal("call").label("kind"),
    clock_calls.c.row_id.label("task_id"),
    *(null().label(name) for name in ("departments", "step")),
    clock_calls.c.level,
    func.coalesce(_TAKEN.c.holder, clock_calls.c.holder).label("holder"),
    case((~_NOT_TAKEN, "done"), (_RUNS, "open"), else_="ended").label("status"),
    and_(_RUNS, _NOT_TAKEN).label("is_open"),
    clock_calls.c.opened_at,
    _TAKEN.c.opened_at.label("taken_at"),
    clocks.c.due_at,
    null().label("eta_at"),
    func.coalesce(_TAKEN.c.opened_at, clocks.c.ended_at).label("ended_at"),
    *(null().label(name) for name in _BY_WHOM),
    clock_calls.c.clock_id,
).select_from(clock_calls.join(clocks, clocks.c.clock_id == clock_calls.c.clock_id).outerjoin(_TAKEN, true()))
_ALL = union_all(
    select(*(tasks.c[name] for name in (*_SHOWN, *_TIMES, *_BY_WHOM)), null().label("clock_id")).where(
        tasks.c.kind != "taking"
    ),
    _CALLS,
).subquery("task")
_OF_THE_OWNER = or_(
    _ALL.c.kind.in_(("commitment", "remedy", "order")),
    and_(_ALL.c.kind == "question", _ALL.c.departments.is_(None)),
)
_HELD_BY = func.coalesce(_ALL.c.holder, case((_OF_THE_OWNER, cases.c.owner)))
_PROMISED = clocks.alias("promised")
_PROMISED_DUE_AT = (
    select(func.min(_PROMISED.c.due_at))
    .where(
        _PROMISED.c.stream_id == _ALL.c.stream_id,
        _PROMISED.c.subject == cast(_ALL.c.task_id, Text),
        _PROMISED.c.status.in_(RUNNING),
    )
    .scalar_subquery()
)
_DUE_AT = func.coalesce(_PROMISED_DUE_AT, _ALL.c.due_at)
_COLUMNS = (
    *(_ALL.c[name] for name in ("row_id", "kind", "task_id", "departments", "step", "level", "status")),
    *(_ALL.c[name] for name in ("is_open", "opened_at", "taken_at", "eta_at", "ended_at", "clock_id")),
    *(_ALL.c[name] for name in _BY_WHOM),
    _HELD_BY.label("held_by"),
    _DUE_AT.label("due_at"),
    cases.c.case_id,
    cases.c.reference,
    accounts.c.account_id,
    accounts.c.code.label("account_code"),
    func.coalesce(cases.c.owner, accounts.c.owner).label("owner"),
    cases.c.status.label("case_status"),
)
_FROM = _ALL.outerjoin(cases, cases.c.case_id == _ALL.c.stream_id).join(
    accounts, accounts.c.account_id == func.coalesce(cases.c.account_id, _ALL.c.stream_id)
)


class TaskFilter(Described, extra="forbid"):
    """Which tasks to list. Omitted fields do not filter."""

    kind: TaskKind | None = None
    """Only tasks of this kind."""
    department: Code | None = None
    """Only tasks asked of this department."""
    held_by: Code | None = None
    """Only tasks that this person (staff id) holds."""
    is_held: bool | None = None
    """Only tasks that somebody holds; false for only those that nobody holds."""
    level: EscalationLevel | None = None
    """Only tasks for this escalation level: approvals, and calls."""
    of_department: bool | None = None
    """Only tasks done by people whom the guidelines list under the department; false for only those that
    somebody else took, answered or ended."""
    customer_words: CustomerWords | None = None
    """Only tasks in which the demand of the customer was passed on so: `word_for_word`, `retold`, or `none`
    where the guideline `handling` asks for it."""
    case_id: UUID | None = None
    """Only tasks of this case."""
    account_id: UUID | None = None
    """Only tasks of this account."""
    opened_before: Instant | None = None
    """Only tasks asked for before this time."""
    due_before: Instant | None = None
    """Only tasks due before this time: with the time of now, those that are overdue."""
    show: Literal["open", "ended", "all"] = "open"
    """`open`: still to be done. `ended`: done, declined, given up. `all`: everything."""


def list_tasks(
    connection: Connection, wanted: TaskFilter, after: TaskPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` tasks, the longest open first, that follow `after`."""
    page = select(*_COLUMNS).select_from(_FROM)
    if wanted.show != "all":
        page = page.where(_ALL.c.is_open if wanted.show == "open" else ~_ALL.c.is_open)
    if wanted.department is not None:
        page = page.where(literal(wanted.department) == any_(_ALL.c.departments))
    if wanted.is_held is not None:
        page = page.where(_HELD_BY.is_(None) != wanted.is_held)
    if wanted.opened_before is not None:
        page = page.where(_ALL.c.opened_at < wanted.opened_before)
    if wanted.due_before is not None:
        page = page.where(wanted.due_before > _DUE_AT)
    for column, value in (
        (_ALL.c.kind, wanted.kind),
        (_ALL.c.level, wanted.level),
        (_ALL.c.of_department, wanted.of_department),
        (_ALL.c.customer_words, wanted.customer_words),
        (_ALL.c.stream_id, wanted.case_id),
        (accounts.c.account_id, wanted.account_id),
        (_HELD_BY, wanted.held_by),
    ):
        if value is not None:
            page = page.where(column == value)
    if after is not None:
        page = page.where(tuple_(_ALL.c.opened_at, _ALL.c.row_id) > after)
    page = page.order_by(_ALL.c.opened_at, _ALL.c.row_id).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]
