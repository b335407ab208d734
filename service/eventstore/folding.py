"""Streams folded from their rows, and requests decided into rows. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from service.domain.aggregates.aggregate import AnyEvent, decide_all, evolve
from service.domain.aggregates.aggregate import fold as fold_events
from service.domain.case.context import DecisionContext
from service.domain.changed import changed, filled
from service.domain.refusal import StreamChangedError
from service.domain.timeline.history import History
from service.eventstore.envelope import RecordedEvent, StoredEnvelope
from service.eventstore.mapper import decode_row, encode
from service.eventstore.request import Loaded, Request
from service.eventstore.without_personal import decode_without_personal


def fold(loaded: Loaded, events: Iterable[RecordedEvent]) -> Loaded:
    """Return the stream after more of its events, in the order of recording.

    Raises HistoryNeededError where one happened before what is folded already: then fold the whole stream.
    """
    found = list(events)
    if not found:
        return loaded
    if loaded.version:
        state = loaded.state
        for recorded in found:
            state = evolve(state, recorded.event)
    else:
        state = fold_events(recorded.event for recorded in found)
    last = found[-1]
    return replace(
        loaded,
        version=last.version,
        position=last.position,
        event_id=last.event_id,
        state=state,
        history=None,
    )


def with_history(loaded: Loaded, rows: Sequence[StoredEnvelope]) -> Loaded:
    """Return a stream with all its events at hand, without personal fields: no decision depends on these.

    It is folded from them, unless it is folded as far as they go already.
    """
    history = History(tuple([decode_without_personal(row.stored_name, row.payload) for row in rows]))
    last = rows[-1] if rows else None
    if last is None or last.event_id == loaded.event_id:
        return replace(loaded, history=history)
    return Loaded(
        stream_id=loaded.stream_id,
        version=last.version,
        position=last.position,
        event_id=last.event_id,
        state=fold_events(history.events),
        history=history,
    )


def decode_rows(rows: Iterable[StoredEnvelope]) -> list[RecordedEvent]:
    """Return the events of rows in their envelopes. Raises UnknownEventError for a name we do not know."""
    return [decode_row(row) for row in rows]


@dataclass(frozen=True)
class Decision:
    """What follows from a request: rows to be written, their events, and the stream after them.

    `before_id` is the event of the stream that it was decided on, None at the beginning.
    """

    rows: tuple[StoredEnvelope, ...]
    events: tuple[AnyEvent, ...]
    after: Loaded
    before_id: UUID | None = None

    def recorded(self, first: int) -> tuple[RecordedEvent, ...]:
        """Return the events as they stand on the record, the first at this position."""
        pairs = zip(self.rows, self.events, strict=True)
        return tuple([recorded_from(row, event, first + n) for n, (row, event) in enumerate(pairs)])

    def loaded(self, first: int) -> Loaded:
        """Return the stream once the first event is at this position."""
        return changed(self.after, position=first + len(self.rows) - 1)


def decided(
    loaded: Loaded,
    request: Request,
    context: DecisionContext,
    new_id: Callable[[], UUID],
    *,
    recorded_at: datetime | None = None,
    in_doubt: bool = False,
) -> Decision:
    """Return what follows from all commands of a request; no rows when all is so.

    They are recorded at `recorded_at`, by default now, and marked where the time is `in_doubt`.

    Raises a `Refusal`; HistoryNeededError where the history of the stream is wanted and not at hand.
    """
    if request.expected_version is not None and request.expected_version != loaded.version:
        raise StreamChangedError(expected=request.expected_version, version=loaded.version)
    if loaded.history is not None:
        context = replace(context, history=loaded.history)
    events, state = decide_all(loaded.state, request.commands, context)
    if in_doubt:
        events = tuple([event.model_copy(update={"time_in_doubt": True}) for event in events])
    rows = rows_of(request, events, loaded.version + 1, recorded_at or context.now, new_id)
    after = Loaded(
        stream_id=loaded.stream_id,
        version=loaded.version + len(rows),
        position=loaded.position,
        event_id=rows[-1].event_id if rows else loaded.event_id,
        state=state,
        history=loaded.history and loaded.history.with_more(events),
    )
    return Decision(rows, events, after, loaded.event_id)


def rows_of(
    request: Request,
    events: Sequence[AnyEvent],
    first_version: int,
    recorded_at: datetime,
    new_id: Callable[[], UUID],
) -> tuple[StoredEnvelope, ...]:
    """Return the rows of the events that follow from a request, the first at this version."""
    alike = {
        "stream_id": request.stream_id,
        "position": 0,
        "recorded_at": recorded_at,
        "actor": request.actor,
        "command_id": request.command_id,
        "command_digest": request.digest,
        "correlation_id": request.correlation_id or request.command_id,
        "causation_id": request.causation_id,
    }
    return tuple(
        [
            filled(
                StoredEnvelope,
                {
                    **alike,
                    "version": first_version + sequence,
                    "stored_name": event.STORED_NAME,
                    "payload": encode(event),
                    "event_id": new_id(),
                    "command_seq": sequence,
                },
            )
            for sequence, event in enumerate(events)
        ]
    )


def recorded_from(row: StoredEnvelope, event: AnyEvent, position: int) -> RecordedEvent:
    """Return a event in the envelope of its row, at the position that it got."""
    return filled(
        RecordedEvent,
        {
            "event": event,
            "payload": row.payload,
            "event_id": row.event_id,
            "stream_id": row.stream_id,
            "version": row.version,
            "position": position,
            "recorded_at": row.recorded_at,
            "actor": row.actor,
            "command_id": row.command_id,
            "command_seq": row.command_seq,
            "command_digest": row.command_digest,
            "correlation_id": row.correlation_id,
            "causation_id": row.causation_id,
        },
    )
