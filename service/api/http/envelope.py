"""Events as they are shown: what the record adds stands next to what the event says."""

from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from service.api.http.document import Document
from service.api.http.json_answer import event_as_recorded
from service.domain.aggregates.aggregate import AnyEvent
from service.eventstore.envelope import RecordedEvent

AnEvent = TypeVar("AnEvent")


class Envelope(Document, Generic[AnEvent]):
    """An event with the metadata of the record."""

    event: AnEvent
    """The event; `type` names its kind. A field without a value is absent."""
    version: int
    """Version within the case or account: 1, 2, 3 ..."""
    position: int
    """Position in the order of all events."""
    recorded_at: datetime
    """Time of recording (UTC); `occurred_at` inside the event is the business time."""
    told_late_seconds: int | None
    """Seconds from `occurred_at` to `recorded_at` if the event was told late; null if it was told at once,
    and of events of a clock, which nobody tells."""
    actor: str
    """Who sent the command: the API key, and after a `/` the member of staff for whom it spoke."""
    staff_id: str | None
    """Staff id of the person for whom the key spoke; null if it spoke for nobody."""
    event_id: UUID
    """Id of the event."""
    command_id: UUID
    """Id of the command that caused the event."""
    correlation_id: UUID
    """Id shared by all events of one business process."""
    causation_id: UUID | None
    """Id of the event that caused it; null if an external command did."""


class EventEnvelope(Envelope[AnyEvent]):
    """An event of any kind with what the record adds to it. Named here, so that no new event renames it."""


def enveloped(recorded: RecordedEvent) -> dict[str, Any]:
    """Return an Envelope as it is shown, ready for `json_of`."""
    return {
        "event": event_as_recorded(recorded),
        "version": recorded.version,
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
        "told_late_seconds": recorded.told_late_seconds,
        "actor": recorded.actor,
        "staff_id": recorded.staff_id,
        "event_id": recorded.event_id,
        "command_id": recorded.command_id,
        "correlation_id": recorded.correlation_id,
        "causation_id": recorded.causation_id,
    }
