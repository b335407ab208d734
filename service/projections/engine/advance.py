"""One batch: entries read, folded and written, and the position moved, all in one transaction."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from service.projections.engine.checkpoints import lock, move
from service.projections.engine.entries import entries_between, head
from service.projections.engine.folding import Plan, fold, needed
from service.projections.engine.rows import Places, load, save


@dataclass(frozen=True)
class Work:
    """Models that are folded together; `places` says where those stand that are being built."""

    plan: Plan
    places: Places = field(default_factory=dict)


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
    entries = entries_between(connection, after, until, limit, work.plan.read)
    if not entries:
        return 0, after
    sheets = load(connection, work.plan, needed(work.plan, entries), work.places)
    fold(work.plan, sheets, entries)
    save(connection, work.plan, sheets, work.places)
    return len(entries), entries[-1].position
