"""The rows of tasks: how one is opened, found, changed and ended."""

from typing import Any, Literal
from uuid import UUID, uuid5

from service.projections.engine.entries import Entry
from service.projections.engine.model import Row, Sheet, StreamWithoutBeginningError
from service.projections.tasks.table import tasks

TaskKind = Literal[
    "collaboration",
    "dispatch",
    "follow_up",
    "approval",
    "remedy",
    "exception",
    "question",
    "commitment",
    "call",
    "stage",
    "order",
]
TaskStatus = Literal["open", "taken", "answered", "done", "declined", "broken", "ended"]
OPEN: frozenset[TaskStatus] = frozenset({"open", "taken", "answered"})
_NO_TASK: Row = dict.fromkeys(each.name for each in tasks.c)


def row_id_of(stream_id: UUID, kind: TaskKind | Literal["taking"], task_id: UUID) -> UUID:
    """Return the key of a task."""
    return uuid5(stream_id, f"{kind}:{task_id}")


def open_task(
    sheet: Sheet, entry: Entry, kind: TaskKind | Literal["taking"], task_id: UUID, **more: Any
) -> None:
    row_id = row_id_of(entry.stream_id, kind, task_id)
    if row_id not in sheet.rows:
        opened = {"row_id": row_id, "stream_id": entry.stream_id, "kind": kind, "task_id": task_id}
        at = entry.event.occurred_at
        put_task(sheet, entry, {**_NO_TASK, **opened, "opened_at": at, "status": "open", **more})


def row_of(sheet: Sheet, entry: Entry, kind: TaskKind, task_id: UUID) -> Row:
    row: Row | None = sheet.rows.get(row_id_of(entry.stream_id, kind, task_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    return row


def put_task(sheet: Sheet, entry: Entry, row: Row) -> None:
    is_open = row["status"] in OPEN
    ended_at = None if is_open else row["ended_at"] or entry.event.occurred_at
    said = {"is_open": is_open, "ended_at": ended_at, "source_position": entry.position}
    sheet.put(row["row_id"], {**row, **said})


def end_task(sheet: Sheet, entry: Entry, row: Row, status: TaskStatus, **more: Any) -> None:
    """End a task, once: what was done stays done since the first time."""
    if row["is_open"]:
        put_task(sheet, entry, {**row, "status": status, **more})
