"""Entries of the record as read models get them: in order of position, without personal data."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from sqlalchemy import Connection

from service.domain.aggregates.aggregate import EVENTS
from service.domain.event import Event
from service.eventstore.without_personal import decode_without_personal

HEAD = "select position from es.head where id = 0"
# The payload of an event that changes no figure stays where it is. Ids come as bytes, because of most of them
# no UUID is ever made.
AFTER = """
select position, uuid_send(stream_id), version, uuid_send(event_id), recorded_at, actor, type,
       case when type = any(%(read)b::text[]) then data end
from es.events where position > %(after)b::bigint and position <= %(until)b::bigint
order by position limit %(limit)b::bigint
"""


AFTER_OF = AFTER.replace("order by", "and stream_id = any(%(streams)b::uuid[])\norder by")

TOLD = """
select position, uuid_send(stream_id), version, uuid_send(event_id), recorded_at, actor, type, data
from es.events
where stream_id = any(%(streams)b::uuid[]) and position <= %(until)b::bigint and type = any(%(read)b::text[])
order by position
"""
"""What streams were told before: by position, so that each begins where it began."""


class Entry(NamedTuple):
    """An event with as much of its envelope as a row needs."""

    position: int
    stream_id: UUID
    version: int
    event_bytes: bytes
    recorded_at: datetime
    actor: str
    kind: type[Event]
    event: Any
    """The event without its personal fields; None if no model reads events of this kind."""

    @property
    def event_id(self) -> UUID:
        """The id of the event."""
        return UUID(bytes=self.event_bytes)


class UnreadableEventError(ValueError):
    """An event on the record cannot be decoded by this version of the program."""

    def __init__(self, position: int, reason: Exception) -> None:
        super().__init__(f"the event at position {position} cannot be read: {type(reason).__name__}")
        self.position = position


def entries_between(
    connection: Connection,
    after: int,
    until: int,
    limit: int,
    read: Sequence[str],
    *,
    streams: Sequence[UUID] | None = None,
) -> list[Entry]:
    """Return up to `limit` entries with `after` < position <= `until`; raises UnreadableEventError.

    `read` names the kinds of event, by stored name, whose payload is wanted; `streams` whose events, if not
    those of all.
    """
    wanted = {"after": after, "until": until, "limit": limit, "read": list(read)}
    query, of = (AFTER, {}) if streams is None else (AFTER_OF, {"streams": streams})
    return _entries(driver(connection).cursor(binary=True).execute(query, {**wanted, **of}).fetchall())


def entries_of(
    connection: Connection, streams: Iterable[UUID], until: int, kinds: Iterable[type[Event]]
) -> list[Entry]:
    """Return entries of streams, of these kinds, up to a position; raises UnreadableEventError."""
    read = [kind.STORED_NAME for kind in kinds]
    wanted = {"streams": list(streams), "until": until, "read": read}
    return _entries(driver(connection).cursor(binary=True).execute(TOLD, wanted).fetchall())


def _entries(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    # One id a stream: what is the same object need not be compared byte by byte.
    streams: dict[bytes, UUID] = {}
    found: list[Entry] = []
    for position, stream, version, event_bytes, recorded_at, actor, type_, data in rows:
        try:
            kind = EVENTS[type_]
            event = None if data is None else decode_without_personal(type_, data)
        except (LookupError, ValueError) as error:
            raise UnreadableEventError(position, error) from error
        stream_id = streams.get(stream)
        if stream_id is None:
            stream_id = streams[stream] = UUID(bytes=stream)
        found.append(Entry(position, stream_id, version, event_bytes, recorded_at, actor, kind, event))
    return found


def head(connection: Connection) -> int:
    """Return the position of the newest event, 0 where there is none."""
    return int(connection.exec_driver_sql(HEAD).scalar_one())


def driver(connection: Connection) -> psycopg.Connection:
    """Return the psycopg connection inside; raises TypeError where there is another driver."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("projections need a connection of psycopg")
    return raw
