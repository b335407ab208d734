"""What a case is about, read in SQL from its first event.

No copy is kept to search in: it would outlive the text of the record, and be one more place to erase.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONB

from service.database.schemas import EVENT_STORE

_events = table("events", *(column(name) for name in ("stream_id", "version", "data")), schema=EVENT_STORE)


def subject_of(case_id: Column[Any]) -> ColumnElement[str]:
    """Return the subject of the case whose id stands in a column of another table."""
    subject = cast(func.convert_from(_events.c.data, "UTF8"), JSONB)["subject"].astext
    first = select(subject).where(_events.c.stream_id == case_id, _events.c.version == 1)
    return first.scalar_subquery()
