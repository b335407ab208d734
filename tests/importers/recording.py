"""What tests of importers do with the record."""

import csv
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.events import CASE_EVENTS
from service.eventstore.application import Application
from service.eventstore.folding import decode_rows
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from service.importers.identity import case_id_of
from service.importers.run import import_file
from service.importers.sources.servicenow import SERVICENOW
from service.importers.summary import ImportSummary

NOW = datetime(2026, 1, 1, tzinfo=UTC)

Streams = dict[uuid.UUID, list[AnyEvent]]


@asynccontextmanager
async def application_on(url: str) -> AsyncIterator[Application]:
    log, appender = EventLog(url), Appender(url)
    async with log.reading(), appender.running():
        yield Application(log, appender, now=lambda: NOW, new_id=uuid.uuid4)


async def imported(application: Application, path: Path, **options: object) -> ImportSummary:
    """Import a ServiceNow file; rejects go beside it."""
    chosen = {"actor": "tester", "rejects_folder": path.parent / "rejects", **options}
    return await import_file(path, SERVICENOW, application, **chosen)  # type: ignore[arg-type]


async def streams(application: Application) -> Streams:
    """Return all events by stream, in order of version, having checked that the versions have no gap."""
    found: Streams = {}
    for recorded in decode_rows(await application.log.after(0, 10**7)):
        events = found.setdefault(recorded.stream_id, [])
        events.append(recorded.event)
        assert recorded.version == len(events)
    return found


async def cases(application: Application) -> Streams:
    """Return the events of the cases."""
    found = await streams(application)
    return {stream_id: events for stream_id, events in found.items() if isinstance(events[0], CASE_EVENTS)}


async def told(application: Application, number: str = "INC1") -> list[str]:
    """Return the names of a case's events without those that every row leaves, in order."""
    events = (await streams(application)).get(case_id_of(SERVICENOW, number), [])
    names = [event.type.removesuffix(".v1") for event in events]
    return [name for name in names if name != "SourceUpdateRecorded"]


def rejected(summary: ImportSummary) -> list[tuple[int, str, str]]:
    """Return line, field and code of each row in the file of rejects."""
    if summary.rejects_file is None:
        return []
    with summary.rejects_file.open(encoding="utf-8-sig", newline="") as file:
        return [(int(row["line"]), row["field"], row["code"]) for row in csv.DictReader(file)]
