"""What a command answers with."""

from typing import Any
from uuid import UUID

from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope, enveloped
from service.eventstore.request import Answer


class CommandAnswer(Document):
    """What a command did."""

    stream_id: UUID
    """The case or account."""
    version: int
    """Its version now; also the ETag."""
    position: int
    """The position of its newest event: hand it to `min_position` of a list to find the change there."""
    events: list[EventEnvelope]
    """The facts that followed; empty when all was so already."""
    is_repeat: bool
    """Whether this was done before under the same Idempotency-Key."""


def answer_document(answer: Answer, *, with_events: bool = True) -> dict[str, Any]:
    """Return a CommandAnswer as it is shown, ready for `json_of`."""
    document: dict[str, Any] = {
        "stream_id": answer.stream_id,
        "version": answer.version,
        "position": answer.position,
        "is_repeat": answer.is_repeat,
    }
    if with_events:
        document["events"] = [enveloped(recorded) for recorded in answer.events]
    return document
