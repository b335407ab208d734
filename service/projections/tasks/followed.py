"""What is followed step by step: the stages of a plan, and orders on their way. Reads no personal field."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.following.plan_stages import PlanStageCompleted, StageDue
from service.domain.case.record.replies import PlanProposed
from service.domain.case.record.sales import ARRIVED, ASIDE, OrderStatusRecorded
from service.domain.event import Event
from service.projections.engine.entries import Entry
from service.projections.engine.model import Row, Sheet
from service.projections.tasks.rows import end_task, open_task, put_task, row_id_of


def end_stages(sheet: Sheet, entry: Entry, _: CaseResolved | CaseClosed) -> None:
    """What is solved or closed needs no stage of its plan any more."""
    for row in _open_stages(sheet, entry):
        end_task(sheet, entry, row, "ended", ended_by=entry.actor)


def _planned(sheet: Sheet, entry: Entry, event: PlanProposed) -> None:
    """The plan that was told last holds: what it does not name any more is ended, what it repeats goes on."""
    wanted = {_stage_id(entry.stream_id, one): one for one in event.schedule or ()}
    for row in _open_stages(sheet, entry):
        if row["task_id"] not in wanted:
            end_task(sheet, entry, row, "ended", ended_by=entry.actor)
    for task_id, one in wanted.items():
        said = {"step": str(one.stage), "holder": one.responsible, "due_at": one.due_at}
        known = sheet.rows.get(row_id_of(entry.stream_id, "stage", task_id))
        if known is None:
            open_task(sheet, entry, "stage", task_id, **said)
        elif known["status"] != "done":
            put_task(sheet, entry, {**known, **said, "status": "open", "ended_by": None})


def _stage_done(sheet: Sheet, entry: Entry, event: PlanStageCompleted) -> None:
    for row in _open_stages(sheet, entry):
        if row["step"] == str(event.stage):
            end_task(sheet, entry, row, "done")


def _open_stages(sheet: Sheet, entry: Entry) -> list[Row]:
    return [each for each in sheet.group(entry.stream_id) if each["kind"] == "stage" and each["is_open"]]


def _stage_id(stream_id: UUID, stage: StageDue) -> UUID:
    return uuid5(stream_id, f"stage:{stage.due_at.isoformat()}:{stage.responsible}")


def _order_stands(sheet: Sheet, entry: Entry, event: OrderStatusRecorded) -> None:
    """An order is open since its last step: which stands still the longest comes first."""
    task_id = uuid5(entry.stream_id, f"order:{event.order_reference}")
    known = sheet.rows.get(row_id_of(entry.stream_id, "order", task_id))
    if known is None:
        open_task(sheet, entry, "order", task_id)
        known = sheet.rows[row_id_of(entry.stream_id, "order", task_id)]
    is_over = event.status in ARRIVED or event.status in ASIDE
    status = "done" if event.status in ARRIVED else "ended" if is_over else "open"
    since: datetime = event.occurred_at if known["step"] != event.status else known["opened_at"]
    said = {"step": str(event.status), "due_at": event.eta_at or known["due_at"], "opened_at": since}
    put_task(sheet, entry, {**known, **said, "status": status})


Handlers = dict[type[Event], Callable[[Sheet, Entry, Any], None]]


def followed() -> Handlers:
    """Return what changes the stages of plans and orders, by event."""
    return {PlanProposed: _planned, PlanStageCompleted: _stage_done, OrderStatusRecorded: _order_stands}
