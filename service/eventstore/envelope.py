"""A fact with what the store adds to it: the decoded and the stored form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import Notification

from service.domain.aggregate import AnyEvent


@dataclass(frozen=True, kw_only=True)
class RecordedEvent:
    """A fact in its envelope. `position` is 0 until the event is on the record.

    `payload` is the fact as the record holds it: JSON without its stored name and without empty fields.
    """

    event: AnyEvent
    payload: bytes
    event_id: UUID
    stream_id: UUID
    version: int
    position: int
    recorded_at: datetime
    actor: str
    command_id: UUID
    command_seq: int
    command_digest: bytes | None
    correlation_id: UUID
    causation_id: UUID | None

    @property
    def originator_id(self) -> UUID:
        """The stream, under the name that the eventsourcing library uses."""
        return self.stream_id

    @property
    def originator_version(self) -> int:
        """The version, under the name that the eventsourcing library uses."""
        return self.version


@dataclass(frozen=True)
class StoredEnvelope(Notification):
    """A row of `es.events`: the library's stored event (`state` is the payload) and the envelope beside it.

    `id` is the position, 0 until the event is on the record.
    """

    event_id: UUID
    recorded_at: datetime
    actor: str
    command_id: UUID
    command_seq: int
    command_digest: bytes | None
    correlation_id: UUID
    causation_id: UUID | None

    @property
    def stream_id(self) -> UUID:
        """The stream as a UUID; we never use the library's text ids."""
        return self.originator_id if isinstance(self.originator_id, UUID) else UUID(self.originator_id)
