"""Events as the projections read them: from the record, in order of position."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import psycopg
from sqlalchemy import Connection

from service.domain.aggregate import AnyEvent
from service.eventstore.mapper import decode

HEAD = "select position from es.head where id = 0"
AFTER = """
select position, stream_id, version, event_id, recorded_at, type, data
from es.events where position > %(position)b order by position limit %(limit)b
"""


class Fact(NamedTuple):
    """An event with as much of its envelope as a row needs."""

    position: int
    stream_id: UUID
    version: int
    event_id: UUID
    recorded_at: datetime
    event: AnyEvent


def facts_after(connection: Connection, position: int, limit: int) -> list[Fact]:
    """Return up to `limit` events whose position is greater. Raises UnreadableEventError."""
    cursor = driver(connection).cursor(binary=True)
    rows = cursor.execute(AFTER, {"position": position, "limit": limit}).fetchall()
    return [_fact(*row) for row in rows]


class UnreadableEventError(ValueError):
    """An event on the record cannot be decoded by this version of the program."""

    def __init__(self, position: int, reason: Exception) -> None:
        super().__init__(f"the event at position {position} cannot be read: {type(reason).__name__}")
        self.position = position


def head(connection: Connection) -> int:
    """Return the position of the newest event, 0 where there is none."""
    return int(connection.exec_driver_sql(HEAD).scalar_one())


def driver(connection: Connection) -> psycopg.Connection:
    """Return the psycopg connection inside; raises TypeError where there is another driver."""
    raw = connection.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError("projections need a connection of psycopg")
    return raw


def _fact(  # noqa: PLR0917  the columns of AFTER, in order
    position: int,
    stream_id: UUID,
    version: int,
    event_id: UUID,
    recorded_at: datetime,
    type_: str,
    data: bytes,
) -> Fact:
    try:
        event = decode(type_, data)
    except (LookupError, ValueError) as error:
        raise UnreadableEventError(position, error) from error
    return Fact(position, stream_id, version, event_id, recorded_at, event)
