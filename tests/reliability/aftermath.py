"""What the database must look like after the faults, given what the clients were told."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Engine, select

from service.database.engine import create_single_use_engine
from service.projections.models import MODELS
from service.projections.rebuild import rebuild
from service.projections.runner import Runner
from tests.reliability.checker import check
from tests.reliability.history import Recorded
from tests.reliability.notes import Notes

LOG = "select position, stream_id, version, type, data, event_id, command_id from es.events order by position"
HEAD = "select (select position from es.head), count(*), max(position) from es.events"


@dataclass(frozen=True)
class Row:
    """A row of the record as it is stored."""

    position: int
    stream_id: UUID
    version: int
    type: str
    data: bytes
    event_id: UUID
    command_id: UUID

    @property
    def payload(self) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads(self.data)
        return payload

    @property
    def operation(self) -> str | None:
        """The name that leads the text of every wish of the load."""
        text = self.payload.get("text") or self.payload.get("subject") or ""
        name = text.partition(" ")[0]
        return name if "-" in name else None


def aftermath(database_url: str, notes: Notes) -> tuple[int, list[str]]:
    """Return how many events are on the record, and all that is wrong."""
    with psycopg.connect(database_url) as connection:
        rows = [Row(*row) for row in connection.execute(LOG)]
        heads = connection.execute(HEAD).fetchone()
    operations = operations_of(rows)
    recorded = [
        Recorded(
            position=row.position,
            stream_id=row.stream_id,
            version=row.version,
            operation=operations.get(row.command_id),
        )
        for row in rows
    ]
    found = [str(violation) for violation in check(notes.history, recorded)]
    if heads != (len(rows),) * 3:
        found.append(f"head: es.head, count and newest position are {heads}")
    found += payload_faults(notes.sent, notes.replies, rows)
    engine = create_single_use_engine(database_url, application_name="kill campaign")
    found += projection_faults(engine)
    return len(rows), found


def operations_of(rows: Sequence[Row]) -> dict[UUID, str]:
    """Return the name of each command of the load; the facts about its clocks have no text to bear it."""
    return {row.command_id: name for row in rows if (name := row.operation)}


def payload_faults(
    sent: dict[str, dict[str, Any]], replies: dict[str, dict[str, Any]], rows: Sequence[Row]
) -> Iterator[str]:
    """Yield where the stored bytes are not what was sent, or the answer not what is stored."""
    operations = operations_of(rows)
    for row in rows:
        name = operations.get(row.command_id)
        if name is None or name not in replies:
            continue
        payload = row.payload
        for field, value in sent[name].items() if row.operation else ():
            if payload.get(field) != value:
                yield f"bytes: {name} sent {field} {value!r}, the record has {payload.get(field)!r}"
        told = [step for step in replies[name]["events"] if step["position"] == row.position]
        if [_told(step) for step in told] != [(str(row.event_id), str(row.command_id), row.type, payload)]:
            yield f"bytes: {name} was answered {told}, position {row.position} has {payload}"


def _told(step: dict[str, Any]) -> tuple[str, str, str, dict[str, Any]]:
    event = _without_empty(step["event"])
    stored_name = event.pop("type")
    return step["event_id"], step["command_id"], stored_name, event


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_empty(part) for name, part in value.items() if part is not None}
    return [_without_empty(part) for part in value] if isinstance(value, list) else value


def projection_faults(engine: Engine) -> Iterator[str]:
    """Yield each projected table that a rebuild changes."""
    Runner(engine).catch_up()
    live = _tables(engine)
    rebuild(engine)
    for name, rows in _tables(engine).items():
        if rows != live[name]:
            yield f"projection: {name} has {len(live[name])} rows that differ from {len(rows)} rebuilt ones"


def _tables(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (model.table for model in MODELS)
        }
