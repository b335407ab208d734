"""What a command answers with."""

from typing import Any
from uuid import UUID

from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope, enveloped
from service.eventstore.request import Answer


class CommandAnswer(Document):
    """Result of a command."""

    stream_id: UUID
    version: int
    """Version after the command; also the ETag."""
    position: int
    """Position of the newest event. Pass it as `min_position` to a list to see the change there."""
    events: list[EventEnvelope]
    """Events that were recorded; empty if nothing changed."""
    is_repeat: bool
    """Whether the command said nothing new: it was done before, or all of it was so already."""


def answer_document(answer: Answer, *, with_events: bool = True) -> dict[str, Any]:
    """Return a CommandAnswer as it is shown, ready for `json_of`."""
    document: dict[str, Any] = {
        "stream_id": answer.stream_id,
        "version": answer.version,
        "position": answer.position,
        "is_repeat": answer.says_nothing_new,
    }
    if with_events:
        document["events"] = [enveloped(recorded) for recorded in answer.events]
    return document
