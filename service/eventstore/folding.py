"""Streams folded from their rows, and requests decided into rows. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.aggregate import AnyEvent, decide, evolve
from service.domain.case.rules import Circumstances
from service.domain.refusal import StreamChangedError
from service.eventstore.envelope import RecordedEvent, StoredEnvelope
from service.eventstore.mapper import EventMapper, encode
from service.eventstore.request import Loaded, Request

_MAPPER = EventMapper()


def fold(loaded: Loaded, events: Iterable[RecordedEvent]) -> Loaded:
    """Return the stream after more of its events."""
    state, recorded = loaded.state, None
    for recorded in events:
        state = evolve(state, recorded.event)
    if recorded is None:
        return loaded
    return replace(loaded, version=recorded.version, position=recorded.position, state=state)


def opened(rows: Iterable[StoredEnvelope]) -> list[RecordedEvent]:
    """Return rows decoded."""
    return [_MAPPER.to_domain_event(row) for row in rows]


@dataclass(frozen=True)
class Decision:
    """What follows from a request: rows to be written, their facts, and the stream after them."""

    rows: tuple[StoredEnvelope, ...]
    facts: tuple[AnyEvent, ...]
    after: Loaded

    def recorded(self, first: int) -> tuple[RecordedEvent, ...]:
        """Return the events as they stand on the record, the first at this position."""
        return tuple(
            _recorded(row, fact, first + n)
            for n, (row, fact) in enumerate(zip(self.rows, self.facts, strict=True))
        )

    def loaded(self, first: int) -> Loaded:
        """Return the stream once the first event is at this position."""
        after = self.after
        return Loaded(
            stream_id=after.stream_id,
            version=after.version,
            position=first + len(self.rows) - 1,
            state=after.state,
        )


def decided(loaded: Loaded, request: Request, around: Circumstances, new_id: Callable[[], UUID]) -> Decision:
    """Return what follows from all commands of a request; no rows when all is so. Raises a `Refusal`."""
    if request.expected_version is not None and request.expected_version != loaded.version:
        raise StreamChangedError(expected=request.expected_version, version=loaded.version)
    state = loaded.state
    facts: tuple[AnyEvent, ...] = ()
    for command in request.commands:
        more, state = decide(state, command, around)
        facts += more
    rows = tuple(
        _row(request, fact, loaded.version + 1, sequence, around.now, new_id())
        for sequence, fact in enumerate(facts)
    )
    after = Loaded(
        stream_id=loaded.stream_id,
        version=loaded.version + len(rows),
        position=loaded.position,
        state=state,
    )
    return Decision(rows, facts, after)


def _row(  # noqa: PLR0917  all that differs from row to row
    request: Request, fact: AnyEvent, first_version: int, sequence: int, recorded_at: datetime, event_id: UUID
) -> StoredEnvelope:
    return StoredEnvelope(
        originator_id=request.stream_id,
        originator_version=first_version + sequence,
        topic=fact.STORED_NAME,
        state=encode(fact),
        id=0,
        event_id=event_id,
        recorded_at=recorded_at,
        actor=request.actor,
        command_id=request.command_id,
        command_seq=sequence,
        command_digest=request.digest,
        correlation_id=request.correlation_id or request.command_id,
        causation_id=request.causation_id,
    )


def _recorded(row: StoredEnvelope, fact: AnyEvent, position: int) -> RecordedEvent:
    return RecordedEvent(
        event=fact,
        event_id=row.event_id,
        stream_id=row.stream_id,
        version=row.originator_version,
        position=position,
        recorded_at=row.recorded_at,
        actor=row.actor,
        command_id=row.command_id,
        command_seq=row.command_seq,
        command_digest=row.command_digest,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
    )
