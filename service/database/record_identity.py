"""What tells one record from another, however many servers there are: a mark of its first event."""

import hashlib
from uuid import UUID

from sqlalchemy import Connection, text

FIRST_EVENT = text("select event_id from es.events where position = 1")
MARK_CHARACTERS = 16


def record_mark(first_event_id: UUID | None) -> str:
    """Return the mark of the record with this first event, empty for one that holds no event.

    The health routes show it to anybody, so it gives no id away.
    """
    if first_event_id is None:
        return ""
    return hashlib.sha256(f"casebook record {first_event_id}".encode()).hexdigest()[:MARK_CHARACTERS]


def mark_of(connection: Connection) -> str:
    """Return the mark of the record behind a connection."""
    return record_mark(connection.execute(FIRST_EVENT).scalar())
