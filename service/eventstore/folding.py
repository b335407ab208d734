"""Streams folded from their rows, and the facts of a request put into envelopes. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from service.domain.aggregate import AnyEvent, decide, evolve
from service.domain.case.rules import Circumstances
from service.domain.refusal import StreamChangedError
from service.eventstore.envelope import RecordedEvent, StoredEnvelope
from service.eventstore.mapper import EventMapper
from service.eventstore.request import Loaded, Request

_MAPPER = EventMapper()


def fold(loaded: Loaded, events: Iterable[RecordedEvent]) -> Loaded:
    """Return the stream after more of its events."""
    for recorded in events:
        loaded = replace(
            loaded,
            version=recorded.version,
            position=recorded.position,
            state=evolve(loaded.state, recorded.event),
        )
    return loaded


def opened(rows: Iterable[StoredEnvelope]) -> list[RecordedEvent]:
    """Return rows decoded."""
    return [_MAPPER.to_domain_event(row) for row in rows]


def sealed(events: Iterable[RecordedEvent]) -> tuple[StoredEnvelope, ...]:
    """Return events encoded as rows."""
    return tuple(_MAPPER.to_stored_event(recorded) for recorded in events)


def decided(loaded: Loaded, request: Request, around: Circumstances) -> tuple[AnyEvent, ...]:
    """Return the facts that follow from all commands of a request. Raises a `Refusal`."""
    if request.expected_version is not None and request.expected_version != loaded.version:
        raise StreamChangedError(expected=request.expected_version, version=loaded.version)
    state = loaded.state
    facts: list[AnyEvent] = []
    for command in request.commands:
        for fact in decide(state, command, around):
            state = evolve(state, fact)
            facts.append(fact)
    return tuple(facts)


def in_envelopes(
    loaded: Loaded,
    request: Request,
    facts: Iterable[AnyEvent],
    *,
    recorded_at: datetime,
    new_id: Callable[[], UUID],
) -> tuple[RecordedEvent, ...]:
    """Return the facts of a request in envelopes, following on the stream's version."""
    return tuple(
        RecordedEvent(
            event=fact,
            event_id=new_id(),
            stream_id=request.stream_id,
            version=loaded.version + 1 + sequence,
            position=0,
            recorded_at=recorded_at,
            actor=request.actor,
            command_id=request.command_id,
            command_seq=sequence,
            command_digest=request.digest,
            correlation_id=request.correlation_id or request.command_id,
            causation_id=request.causation_id,
        )
        for sequence, fact in enumerate(facts)
    )


def positioned(events: Iterable[RecordedEvent], first: int) -> tuple[RecordedEvent, ...]:
    """Return the events with the positions that they got."""
    return tuple(replace(recorded, position=first + n) for n, recorded in enumerate(events))
