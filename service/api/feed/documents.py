"""What the feed answers with."""

from typing import Any
from uuid import UUID

from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope, enveloped
from service.eventstore.envelope import RecordedEvent


class FeedEvent(EventEnvelope):
    """A fact on the record, of whichever case or account."""

    stream_id: UUID
    """The case or account."""


class FeedPage(Document):
    """A part of the record in order of position."""

    items: list[FeedEvent]
    """The events."""
    next: str | None
    """The path of what follows: also at the end, where it leads to what is yet to come. Null when `as_of`
    is reached."""
    head: int
    """The position of the newest event when the page was read."""
    end: bool
    """Whether nothing more was there to be shown. Without it ask on, even after a page without items."""


def fed(recorded: RecordedEvent) -> dict[str, Any]:
    """Return a FeedEvent as it is shown."""
    return {**enveloped(recorded), "stream_id": recorded.stream_id}
