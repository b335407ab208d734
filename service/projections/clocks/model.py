"""The read model of promises of time."""

from operator import attrgetter
from uuid import UUID

from service.domain.clocks.events import CLOCK_EVENTS, AnyClockEvent, ClockStarted
from service.domain.clocks.evolve import started_clock
from service.domain.event import Event
from service.projections.accounts import ACCOUNTS
from service.projections.cases.model import CASES
from service.projections.clocks.fold import ClockEntry, entry_of, row_of
from service.projections.clocks.table import clocks
from service.projections.clocks.view import CLOCKS as VIEW
from service.projections.engine.entries import Entry
from service.projections.engine.model import (
    Handler,
    Lookup,
    ReadModel,
    Sheet,
    StreamWithoutBeginningError,
    stream_of,
)


def _started(sheet: Sheet, entry: Entry, event: ClockStarted) -> None:
    case = sheet.of(CASES, entry.stream_id)
    if case is None and sheet.of(ACCOUNTS, entry.stream_id) is None:
        raise StreamWithoutBeginningError(entry)
    clock = ClockEntry(
        clock=started_clock(event),
        stream_id=entry.stream_id,
        stream="account" if case is None else "case",
        account_id=entry.stream_id if case is None else case["account_id"],
        first_due_at=event.due_at,
    )
    sheet.take(event.clock_id, clock)
    _stamp(sheet, entry, event.clock_id, clock)


def _went_on(sheet: Sheet, entry: Entry, event: AnyClockEvent) -> None:
    clock: ClockEntry | None = sheet.rows.get(event.clock_id)
    if clock is None:
        raise StreamWithoutBeginningError(entry)
    clock.fold(event, entry.recorded_at, entry.actor)
    _stamp(sheet, entry, event.clock_id, clock)


def _stamp(sheet: Sheet, entry: Entry, clock_id: UUID, clock: ClockEntry) -> None:
    clock.version, clock.source_position = entry.version, entry.position
    sheet.changed.add(clock_id)


HANDLERS: dict[type[Event], Handler] = {**dict.fromkeys(CLOCK_EVENTS, _went_on), ClockStarted: _started}

CLOCKS = ReadModel(
    table=clocks,
    loaded_by=clocks.c.clock_id,
    key_of=attrgetter("event.clock_id"),
    stream_column="stream_id",
    handlers=HANDLERS,
    begins=frozenset({ClockStarted}),
    lookups=(Lookup(CASES, {ClockStarted: stream_of}), Lookup(ACCOUNTS, {ClockStarted: stream_of})),
    view=VIEW,
    unpack=entry_of,
    pack=row_of,
)
