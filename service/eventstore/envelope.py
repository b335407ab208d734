"""An event with what the store adds to it: the decoded and the stored form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.actor import staff_behind
from service.domain.aggregates.aggregate import AnyEvent
from service.domain.aggregates.told_late import is_told
from service.domain.timeline.tolerance import told_late_seconds


@dataclass(frozen=True, kw_only=True)
class RecordedEvent:
    """An event in its envelope. `position` is 0 until the event is on the record.

    `payload` is the event as the record holds it: JSON without its stored name and without empty fields.
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
    def staff_id(self) -> str | None:
        """The member of staff for whom the key spoke; None: for nobody, or no key told it."""
        return staff_behind(self.actor)

    @property
    def told_late_seconds(self) -> int | None:
        """How long after it happened the event was told; None if at once, or if nobody tells such events."""
        if not is_told(self.event):
            return None
        return told_late_seconds(self.event.occurred_at, self.recorded_at)


@dataclass(frozen=True)
class StoredEnvelope:
    """A row of `es.events`: payload and envelope. `position` is 0 until the row is on the record."""

    stream_id: UUID
    version: int
    stored_name: str
    payload: bytes
    position: int
    event_id: UUID
    recorded_at: datetime
    actor: str
    command_id: UUID
    command_seq: int
    command_digest: bytes | None
    correlation_id: UUID
    causation_id: UUID | None
