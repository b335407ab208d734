"""One batch: entries read, folded and written, and the position moved, all in one transaction."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from service.projections.engine.checkpoints import lock, move
from service.projections.engine.entries import Entry, entries_between, entries_of, head
from service.projections.engine.folding import Keys, Plan, Sheets, empty_sheets, fold, needed
from service.projections.engine.rows import Places, load, save
from service.projections.engine.timeline import move_on, ordered, out_of_order


@dataclass(frozen=True)
class Work:
    """Models that are folded together; `places` says where those stand that are being built.

    `streams` are those whose events are folded, where it is not all of them. `note` is told, before any row
    changes, the streams of a batch and its last position.
    """

    plan: Plan
    places: Places = field(default_factory=dict)
    streams: Sequence[UUID] | None = None
    note: Callable[[Connection, AbstractSet[UUID], int], None] | None = None


def advance(connection: Connection, work: Work, limit: int, *, waits: bool) -> int:
    """Fold up to `limit` events inside the caller's transaction and return how many there were.

    Where another runner holds the models: wait for it (`waits`), or leave them alone and return 0.
    Raises ProjectionOutdatedError, UnreadableEventError, StreamWithoutBeginningError.
    """
    models = work.plan.models
    position = lock(connection, models, waits=waits)
    if position is None:
        return 0
    count, reached = fold_batch(connection, work, position, head(connection), limit)
    if count:
        move(connection, models, reached)
    return count


def fold_batch(connection: Connection, work: Work, after: int, until: int, limit: int) -> tuple[int, int]:
    """Fold up to `limit` events with `after` < position <= `until`; return how many and the last position."""
    # Safe here: rows and position vanish together at a crash, and the record they come from does not.
    connection.exec_driver_sql("set local synchronous_commit = off")
    entries = entries_between(connection, after, until, limit, work.plan.read, streams=work.streams)
    if not entries:
        return 0, after
    if work.note is not None:
        work.note(connection, {entry.stream_id for entry in entries}, entries[-1].position)
    plan, sheets, keys = work.plan, empty_sheets(work.plan), needed(work.plan, entries)
    load(connection, sheets, keys, work.places)
    found = out_of_order(entries, plan.facts, sheets[plan.timeline].rows)
    told = _forget(connection, work, sheets, _Late(found.late, entries, keys, after)) if found.late else ()
    fold(plan, sheets, entries, ordered(entries, told, plan.facts, found))
    move_on(sheets[plan.timeline], found.latest)
    save(connection, plan, sheets, work.places)
    return len(entries), entries[-1].position


class _Late(NamedTuple):
    """Streams of a batch that were told something late, and the keys that the batch itself needs."""

    streams: AbstractSet[UUID]
    entries: Sequence[Entry]
    keys: Keys
    after: int


def _forget(connection: Connection, work: Work, sheets: Sheets, late: _Late) -> Sequence[Entry]:
    """Take away the rows of streams that are folded anew, and return what they were told in earlier batches.

    The rows that their facts look up come to hand, each stream's own too: to see what is there no more.
    """
    told = entries_of(connection, late.streams, late.after, work.plan.facts)
    keys = {model: set(wanted) for model, wanted in needed(work.plan, told).items()}
    for model in work.plan.of_streams:
        keys[model] |= late.streams
    further = {model: wanted - late.keys[model] for model, wanted in keys.items()}
    load(connection, sheets, further, work.places)
    for model in work.plan.of_streams:
        for stream_id in late.streams:
            sheets[model].forget(stream_id)
    return told
