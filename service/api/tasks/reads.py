"""Reading what is to be done for cases, by whom, and since when (REQUIREMENTS 12, 49, 62, 63, 97, 108)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.vocabulary import EscalationLevel
from service.projections.cases.lists import CaseStatus
from service.projections.tasks.by_whom import CustomerWords
from service.projections.tasks.lists import TaskFilter, list_tasks
from service.projections.tasks.rows import TaskKind, TaskStatus

PATH = "/v1/tasks"
BY_OPENING: Order[Mapping[str, Any], tuple[datetime, UUID]] = Order(
    lambda row: (row["opened_at"], row["row_id"]), CLOCK_PLACE
)


class TaskView(Document):
    """A task of a case. Contains no personal data: what is to be done stands in the case."""

    kind: TaskKind
    """Kind of task. `approval` is a remedy to approve, `remedy` one to hand over, `follow_up` what a dispatch
    left to an engineer, `call` an escalation, `stage` one of the plan that was told last, `order` an order
    on its way, open since its last step."""
    task_id: UUID
    """Id of the collaboration, dispatch, remedy, exception, question or commitment; of a call the id of its
    event; of a stage and of an order an id that stays the same."""
    case_id: UUID | None
    """Id of the case; null if a promise to the account itself calls."""
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str
    case_status: CaseStatus | None
    """Status of the case; null if there is none."""
    owner: str | None
    """Staff id of the present owner of the case or account; null if there is none."""
    departments: list[str]
    """Departments of which it is asked, or who must answer; empty if it is asked of none."""
    step: str | None
    """Step of the department, kind of field work or escalation, type of remedy, number of the stage of a
    plan, status of an order; null if it has none."""
    level: EscalationLevel | None
    """Escalation level that must decide or is called; null if it has none."""
    held_by: str | None
    """Staff id of the person who holds it; null if nobody does yet."""
    status: TaskStatus
    """How the task stands: `taken` by somebody, `answered` but not told to the customer, `declined`,
    `broken`, `ended` without being done."""
    is_open: bool
    """Whether it is still to be done."""
    opened_at: datetime
    """Time at which it was asked for (UTC)."""
    open_seconds: int
    """Seconds from then until it ended, or until now, by the wall clock."""
    taken_at: datetime | None
    """Time at which somebody took it (UTC); null if nobody did."""
    due_at: datetime | None
    """Due time (UTC): the next that is promised, else the one that was said; null if there is none."""
    is_overdue: bool
    """Whether it is open after its due time."""
    eta_at: datetime | None
    """Expected completion (UTC); null if not said."""
    ended_at: datetime | None
    """Time at which it was done, declined or given up (UTC); null if it is open, or was a call that ended
    with its promise."""
    clock_id: UUID | None
    """Id of the clock that calls; null for other tasks."""
    of_department: bool | None
    """Whether all who took, answered or ended a collaboration are listed under its department; null if nobody
    did, or no key told it."""
    customer_words: CustomerWords | None
    """Whether the demand of the customer went to the department word for word, retold, or not at all although
    the guideline `handling` asks for it; null if neither."""
    ended_by: str | None
    """Who ended a call that nobody had taken: the key, and the person for whom it spoke; null if nobody."""


class TaskPage(Page[TaskView]):
    """One page of tasks."""

    as_of_at: datetime
    """Time for which `is_overdue` and `open_seconds` hold (UTC)."""


class TaskListQuery(PastPageQuery, TaskFilter):
    """Which tasks to list, and which page."""


async def get_tasks(request: Request, query: Annotated[TaskListQuery, Query()]) -> Response:
    """List what is to be done for cases, by whom it is held and since when, the longest open first.

    Collaborations of a department, dispatches, remedies to approve and to hand over, exceptions to decide,
    open questions, commitments, calls (escalations), stages of plans and orders on their way. Questions that
    are asked of nobody else, commitments, remedies and orders are held by the owner of the case.
    """
    narrowed, now = query.filter_as(TaskFilter), await time_of_reading(request, query)
    found = await listed(
        request,
        query,
        BY_OPENING,
        lambda connection, after, most: connection.run_sync(list_tasks, narrowed, after, most),
    )
    items = [_task(row, now) for row in found.rows]
    return document_response(TaskPage(items=items, next=found.next, position=found.position, as_of_at=now))


def add_task_reads(app: FastAPI) -> None:
    """Add the route that lists tasks."""
    add_read_route(app, PATH, get_tasks, Permission.READ, TaskPage, problems=ON_PROJECTIONS)


def _task(row: Mapping[str, Any], now: datetime) -> TaskView:
    columns = {name: row[name] for name in TaskView.model_fields if name in row}
    until = row["ended_at"] or now
    return TaskView(
        **{**columns, "departments": row["departments"] or [], "is_open": bool(row["is_open"])},
        open_seconds=max(0, int((until - row["opened_at"]).total_seconds())),
        is_overdue=bool(row["is_open"] and row["due_at"] is not None and row["due_at"] < now),
    )
