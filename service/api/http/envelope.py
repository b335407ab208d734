"""Events as they are shown: what the record adds stands next to what the event says."""

from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from service.api.http.document import Document
from service.api.http.json_answer import event_as_recorded
from service.domain.aggregate import AnyEvent
from service.eventstore.envelope import RecordedEvent

AnEvent = TypeVar("AnEvent")


class Envelope(Document, Generic[AnEvent]):
    """A fact with what the record adds to it."""

    event: AnEvent
    """The fact; `type` tells which. Only what is known stands there: a field without a value is left out."""
    version: int
    """Its place in the case or account: 1, 2, 3 ..."""
    position: int
    """Its place in the order of all events."""
    recorded_at: datetime
    """When it was written down; `occurred_at` inside the fact is when it happened."""
    actor: str
    """Whose key sent it."""
    event_id: UUID
    """The event's id."""
    command_id: UUID
    """The command that caused it."""
    correlation_id: UUID
    """What it belongs together with."""
    causation_id: UUID | None
    """What made it happen, if not a command from outside."""


class EventEnvelope(Envelope[AnyEvent]):
    """An event of any kind with what the record adds to it. Named here, so that no new event renames it."""


def enveloped(recorded: RecordedEvent) -> dict[str, Any]:
    """Return an Envelope as it is shown, ready for `json_of`."""
    return {
        "event": event_as_recorded(recorded),
        "version": recorded.version,
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
        "actor": recorded.actor,
        "event_id": recorded.event_id,
        "command_id": recorded.command_id,
        "correlation_id": recorded.correlation_id,
        "causation_id": recorded.causation_id,
    }
