"""Our rows and events under the names of the eventsourcing library, and back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, Notification, StoredEvent

from service.eventstore.envelope import RecordedEvent, StoredEnvelope
from service.eventstore.mapper import decode

ENVELOPE = (
    "event_id",
    "recorded_at",
    "actor",
    "command_id",
    "command_seq",
    "command_digest",
    "correlation_id",
    "causation_id",
)
"""The fields that the library does not know."""


@dataclass(frozen=True, kw_only=True)
class LibraryEvent(RecordedEvent):
    """An event in its envelope, as the library's application and repository ask for it."""

    @property
    def originator_id(self) -> UUID:
        """The stream."""
        return self.stream_id

    @property
    def originator_version(self) -> int:
        """The version."""
        return self.version


@dataclass(frozen=True)
class LibraryRow(Notification):
    """A row of `es.events`: the library's notification (`state` is the payload) with our envelope."""

    event_id: UUID
    recorded_at: datetime
    actor: str
    command_id: UUID
    command_seq: int
    command_digest: bytes | None
    correlation_id: UUID
    causation_id: UUID | None


def library_row(row: StoredEnvelope) -> LibraryRow:
    """Return a row under the library's names."""
    return LibraryRow(
        originator_id=row.stream_id,
        originator_version=row.version,
        topic=row.stored_name,
        state=row.payload,
        id=row.position,
        **_envelope(row),
    )


def stored_envelope(row: LibraryRow) -> StoredEnvelope:
    """Return a row under our names."""
    return StoredEnvelope(
        stream_id=cast("UUID", row.originator_id),
        version=row.originator_version,
        stored_name=row.topic,
        payload=row.state,
        position=row.id,
        **_envelope(row),
    )


class EventMapper(Mapper[UUID]):
    """The library's Mapper over our events. The stored name is the event's `type`, never a Python path."""

    def __init__(self, **_: Any) -> None:
        """Ignore the library's transcoder, compressor and cipher: the payload is plain JSON."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> LibraryRow:
        """Return the row of an event in its envelope."""
        recorded = cast("LibraryEvent", domain_event)
        return LibraryRow(
            originator_id=recorded.stream_id,
            originator_version=recorded.version,
            topic=recorded.event.STORED_NAME,
            state=recorded.payload,
            id=recorded.position,
            **_envelope(recorded),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> LibraryEvent:
        """Return the event of a row in its envelope. Raises UnknownEventError for a name we do not know."""
        row = cast("LibraryRow", stored_event)
        return LibraryEvent(
            event=decode(row.topic, row.state),
            payload=row.state,
            stream_id=cast("UUID", row.originator_id),
            version=row.originator_version,
            position=row.id,
            **_envelope(row),
        )


def _envelope(row: LibraryRow | RecordedEvent | StoredEnvelope) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ENVELOPE}
