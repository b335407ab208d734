"""Between events and stored rows: the payload is JSON, the envelope has columns of its own."""

from typing import cast

from service.domain.aggregates.aggregate import EVENTS, AnyEvent
from service.eventstore.envelope import RecordedEvent, StoredEnvelope


class UnknownEventError(LookupError):
    """The record holds an event whose stored name this version of the program does not know."""


def decode_row(row: StoredEnvelope) -> RecordedEvent:
    """Return the event of a row in its envelope. Raises UnknownEventError for a name we do not know."""
    return RecordedEvent(
        event=decode(row.stored_name, row.payload),
        payload=row.payload,
        event_id=row.event_id,
        stream_id=row.stream_id,
        version=row.version,
        position=row.position,
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
    """Return the event from its stored name and payload. Raises UnknownEventError."""
    kind = EVENTS.get(stored_name)
    if kind is None:
        raise UnknownEventError(f"the event {stored_name!r} is unknown here: is this an older Casebook?")
    return cast("AnyEvent", kind.model_validate_json(payload))
