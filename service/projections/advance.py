"""One batch: events read, folded and written, and the position moved, all in one transaction."""

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from service.projections.facts import facts_after
from service.projections.fold import fold, needs
from service.projections.rows import load, save
from service.projections.tables import checkpoints

PROJECTION = "cases"
PROJECTION_VERSION = 5
"""Grows when the fold or its tables change in meaning: the rows are then built anew."""


class ProjectionOutdatedError(RuntimeError):
    """The rows were folded by another version of the program."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"the projection {PROJECTION} stands at version {found}, this program folds version"
            f" {PROJECTION_VERSION}. Rebuild the projection."
        )


def begin(connection: Connection) -> None:
    """Make the checkpoint where there is none."""
    first = insert(checkpoints).values(
        projection=PROJECTION, version=PROJECTION_VERSION, position=0, updated_at=func.now()
    )
    connection.execute(first.on_conflict_do_nothing())


def advance(connection: Connection, limit: int, *, waits: bool) -> int:
    """Fold up to `limit` events inside the caller's transaction and return how many there were.

    Where another runner holds the projection: wait for it (`waits`), or leave it alone and return 0.
    Raises ProjectionOutdatedError, UnreadableEventError, StreamWithoutBeginningError.
    """
    # Safe here: rows and position vanish together at a crash, and the record they come from does not.
    connection.exec_driver_sql("set local synchronous_commit = off")
    position = lock(connection, waits=waits)
    if position is None:
        return 0
    facts = facts_after(connection, position, limit)
    if not facts:
        return 0
    tables = load(connection, needs(facts))
    fold(tables, facts)
    save(connection, tables)
    move(connection, facts[-1].position)
    return len(facts)


def lock(connection: Connection, *, waits: bool) -> int | None:
    """Hold the projection until the transaction ends; return its position, None where another holds it."""
    held = select(checkpoints).where(checkpoints.c.projection == PROJECTION)
    row = connection.execute(held.with_for_update(skip_locked=not waits)).one_or_none()
    if row is None:
        return None
    if row.version != PROJECTION_VERSION:
        raise ProjectionOutdatedError(row.version)
    return int(row.position)


def move(connection: Connection, position: int) -> None:
    """Say that everything up to the position is in the rows."""
    moved = update(checkpoints).where(checkpoints.c.projection == PROJECTION)
    connection.execute(moved.values(position=position, updated_at=func.now()))
