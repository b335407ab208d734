"""Between facts and stored rows: the payload goes into `state`, the envelope stays beside it."""

from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from service.domain.aggregate import EVENTS, AnyEvent
from service.eventstore.envelope import RecordedEvent, StoredEnvelope


class UnknownEventError(LookupError):
    """The record holds an event whose stored name this version of the program does not know."""


class EventMapper(Mapper[UUID]):
    """The library's Mapper over our events. The stored name is the event's `type`, never a Python path."""

    def __init__(self, **_: Any) -> None:
        """Ignore the library's transcoder, compressor and cipher: the payload is plain JSON."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEnvelope:
        """Return the row of a fact in its envelope."""
        recorded = cast("RecordedEvent", domain_event)
        return StoredEnvelope(
            originator_id=recorded.stream_id,
            originator_version=recorded.version,
            topic=recorded.event.STORED_NAME,
            state=recorded.payload,
            id=recorded.position,
            event_id=recorded.event_id,
            recorded_at=recorded.recorded_at,
            actor=recorded.actor,
            command_id=recorded.command_id,
            command_seq=recorded.command_seq,
            command_digest=recorded.command_digest,
            correlation_id=recorded.correlation_id,
            causation_id=recorded.causation_id,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> RecordedEvent:
        """Return the fact of a row in its envelope. Raises UnknownEventError for a name we do not know."""
        row = cast("StoredEnvelope", stored_event)
        return RecordedEvent(
            event=decode(row.topic, row.state),
            payload=row.state,
            event_id=row.event_id,
            stream_id=row.stream_id,
            version=row.originator_version,
            position=row.id,
            recorded_at=row.recorded_at,
            actor=row.actor,
            command_id=row.command_id,
            command_seq=row.command_seq,
            command_digest=row.command_digest,
            correlation_id=row.correlation_id,
            causation_id=row.causation_id,
        )


def encode(event: AnyEvent) -> bytes:
    """Return the payload as JSON: without the stored name, which is a column, and without empty fields."""
    return event.__pydantic_serializer__.to_json(event, exclude={"type"}, exclude_none=True)


def decode(stored_name: str, payload: bytes) -> AnyEvent:
    """Return the fact from its stored name and payload. Raises UnknownEventError."""
    kind = EVENTS.get(stored_name)
    if kind is None:
        raise UnknownEventError(f"the event {stored_name!r} is unknown here: is this an older Casebook?")
    return cast("AnyEvent", kind.model_validate_json(payload))
