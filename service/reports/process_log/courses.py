"""The courses of cases, read from the record a part at a time: however long the period, memory is bounded."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Protocol
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import ARRAY, Connection, Row, Select, Uuid, bindparam, func, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.case.events import CASE_EVENTS
from service.domain.described import Described
from service.domain.event import Instant
from service.eventstore.without_personal import decode_without_personal
from service.projections.cases.table import cases
from service.reports.period import must_run_forward

CASES_A_PART = 100
Connect = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Connects to the rows of which the log is."""
Beside = Callable[[Callable[[], bytes]], Awaitable[bytes]]
"""Computes what may last where it holds nobody up."""
Place = tuple[datetime, UUID]
"""`(received_at, case_id)` of the last case of a part."""

_SHOWN = ("case_id", "received_at", "reference", "account_id", "account_code", "segment", "channel", "kind")
# Notes of clocks are no work: they stand in `mart.v1_fact_sla_clock`.
_EVENTS = text("""
select stream_id, version, event_id, recorded_at, actor, position, type, data from es.events
where stream_id = any(:stream_ids) and position <= :position and type = any(:types)
order by stream_id, version
""").bindparams(bindparam("stream_ids", type_=ARRAY(Uuid)))


class ProcessLogQuery(Described, extra="forbid"):
    """Period of the log: cases received in [from_at, to_at), each with its whole course."""

    from_at: Instant | None = None
    """Only cases received at this time or later. If omitted, from the first case."""
    to_at: Instant | None = None
    """Only cases received before this time. If omitted, up to now."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


@dataclass(frozen=True)
class Happening:
    """An event of a case without its personal fields."""

    event_id: UUID
    position: int
    version: int
    recorded_at: datetime
    actor: str
    event: AnyEvent

    @property
    def name(self) -> str:
        """The kind of event, without the version of its stored form."""
        return self.event.STORED_NAME.partition(".")[0]


@dataclass(frozen=True)
class Course:
    """A case and what happened on it, in the order in which it happened."""

    case: Mapping[str, Any]
    happenings: Sequence[Happening]


class LogWriter(Protocol):
    """Writes a log in one of the formats, piece by piece."""

    def head(self, position: int) -> Iterable[bytes]:
        """Yield what comes first; the log is true of this position."""
        ...

    def part(self, courses: Iterable[Course]) -> Iterable[bytes]:
        """Yield what a few cases come to."""
        ...

    def tail(self) -> Iterable[bytes]:
        """Yield what comes last."""
        ...


async def stream_log(
    connect: Connect,
    query: ProcessLogQuery,
    writer: LogWriter,
    position: int,
    beside: Beside,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[bytes]:
    """Yield a log piece by piece. Between two parts no connection is held; `beside` does the writing.

    `progress` is told how many cases are done, of how many.
    """
    yield b"".join(writer.head(position))
    after: Place | None = None
    done = total = 0
    if progress:
        async with connect() as connection:
            total = await connection.scalar(_of_period(select(func.count()), query)) or 0
    while True:
        async with connect() as connection:
            found, events = await connection.run_sync(_part, query, position, after)
        if found:
            yield await beside(lambda: b"".join(writer.part(_courses(found, events))))  # noqa: B023
            after = (found[-1]["received_at"], found[-1]["case_id"])
        if progress:
            done += len(found)
            progress(done, max(done, total))
        if len(found) < CASES_A_PART:
            break
    yield b"".join(writer.tail())


def _part(
    connection: Connection, query: ProcessLogQuery, position: int, after: Place | None
) -> tuple[list[dict[str, Any]], Sequence[Row[Any]]]:
    shown = select(*(cases.c[name] for name in _SHOWN))
    page = _of_period(shown, query).order_by(cases.c.received_at, cases.c.case_id)
    if after is not None:
        page = page.where(tuple_(cases.c.received_at, cases.c.case_id) > after)
    found = [dict(row) for row in connection.execute(page.limit(CASES_A_PART)).mappings()]
    asked = {"stream_ids": [case["case_id"] for case in found], "position": position}
    return found, connection.execute(_EVENTS, {**asked, "types": _TYPES}).all()


def _of_period(wanted: Select[Any], query: ProcessLogQuery) -> Select[Any]:
    wanted = wanted.select_from(cases)
    if query.from_at is not None:
        wanted = wanted.where(cases.c.received_at >= query.from_at)
    return wanted if query.to_at is None else wanted.where(cases.c.received_at < query.to_at)


_TYPES = [kind.STORED_NAME for kind in CASE_EVENTS]


def _courses(found: Iterable[dict[str, Any]], events: Iterable[Row[Any]]) -> Iterator[Course]:
    """Yield the cases that were on the record by the position."""
    of_case = {
        case_id: [_happening(row) for row in rows]
        for case_id, rows in groupby(events, key=attrgetter("stream_id"))
    }
    for case in found:
        if happenings := of_case.get(case["case_id"]):
            happenings.sort(key=lambda each: (each.event.occurred_at, each.version))
            yield Course(case, happenings)


def _happening(row: Row[Any]) -> Happening:
    event = decode_without_personal(row.type, row.data)
    return Happening(row.event_id, row.position, row.version, row.recorded_at, row.actor, event)
