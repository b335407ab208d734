"""What the feed answers with."""

from typing import Any
from uuid import UUID

from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope, enveloped
from service.eventstore.envelope import RecordedEvent


class FeedEvent(EventEnvelope):
    """An event on the record, of any case or account."""

    stream_id: UUID


class FeedPage(Document):
    """A page of the record in order of position."""

    items: list[FeedEvent]
    """Events in order of position."""
    next: str | None
    """Path of the next page. At the end of the record it leads to the events to come; null if `as_of` is
    reached."""
    head: int
    """Position of the newest event when the page was read."""
    end: bool
    """Whether the end of the record was reached. If false, read on, even after a page without items."""


def fed(recorded: RecordedEvent) -> dict[str, Any]:
    """Return a FeedEvent as it is shown."""
    return {**enveloped(recorded), "stream_id": recorded.stream_id}
