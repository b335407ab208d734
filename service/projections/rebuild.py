"""All rows built anew beside the live ones, by the same code, and then swapped in one transaction."""

from collections.abc import Callable

import psycopg
from psycopg import errors
from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from service.database.schemas import MART, PROJECTIONS
from service.projections.advance import PROJECTION, PROJECTION_VERSION, advance
from service.projections.facts import head
from service.projections.mart import SWAPPED_VIEWS, replace_views
from service.projections.queries import projection_position
from service.projections.runner import BATCH_SIZE, Runner
from service.projections.tables import FOLDED, METADATA, checkpoints

NEXT, OLD = "proj_next", "proj_old"
REBUILD_LOCK = 4_803_116_502_203
SWAP_ATTEMPTS = 10
Progress = Callable[[int, int], None]
"""Called with the position reached and the head."""


class RebuildRunningError(RuntimeError):
    """Another rebuild is under way; it will do."""


class SwapRefusedError(RuntimeError):
    """Readers of the mart held its views for too long; the live rows are as they were."""


def rebuild(engine: Engine, *, batch_size: int = BATCH_SIZE, progress: Progress | None = None) -> int:
    """Build all rows anew and swap them in; return the position they are true of.

    Readers of the mart see the old rows until the swap, then the new ones. Raises RebuildRunningError,
    SwapRefusedError, and what folding raises; then the live rows are as they were.
    """
    with engine.connect() as guard:
        if not guard.scalar(select(func.pg_try_advisory_lock(REBUILD_LOCK))):
            raise RebuildRunningError("another rebuild of the projections is running")
        guard.commit()
        try:
            return _build_and_swap(engine, batch_size, progress or (lambda _position, _head: None))
        finally:
            guard.scalar(select(func.pg_advisory_unlock(REBUILD_LOCK)))
            guard.commit()


def _build_and_swap(engine: Engine, batch_size: int, progress: Progress) -> int:
    beside = engine.execution_options(schema_translate_map={PROJECTIONS: NEXT})
    with beside.begin() as connection:
        connection.exec_driver_sql(f"drop schema if exists {NEXT} cascade; create schema {NEXT}")
        METADATA.create_all(connection, checkfirst=False)
    runner = Runner(beside, batch_size=batch_size)
    while runner.run_once():
        reached = runner.status()
        progress(reached.position, reached.head)
    for _ in range(SWAP_ATTEMPTS):
        try:
            with engine.begin() as connection:
                return _swap(connection, batch_size)
        except OperationalError as error:
            if not isinstance(error.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
    raise SwapRefusedError("the views of the mart were in use all the time; try again when it is quieter")


def _swap(connection: Connection, batch_size: int) -> int:
    # Views first, as readers do, and the record last: what waits for a slow reader must not hold up commands.
    connection.exec_driver_sql("set local lock_timeout = '2s'")
    for view in SWAPPED_VIEWS:
        connection.exec_driver_sql(f"lock table {MART}.{view.name} in access exclusive mode")
    live = select(checkpoints).where(checkpoints.c.projection == PROJECTION).with_for_update()
    connection.execute(live)
    connection.exec_driver_sql("select from es.head where id = 0 for share")
    position = _finish(connection, batch_size)
    connection.exec_driver_sql(f"create schema {OLD}")
    for table in FOLDED:
        connection.exec_driver_sql(f"alter table {PROJECTIONS}.{table.name} set schema {OLD}")
        connection.exec_driver_sql(f"alter table {NEXT}.{table.name} set schema {PROJECTIONS}")
    replace_views(connection, SWAPPED_VIEWS)
    for table in FOLDED:
        connection.exec_driver_sql(f"drop table {OLD}.{table.name}")
    connection.exec_driver_sql(f"drop table {NEXT}.checkpoints")
    connection.exec_driver_sql(f"drop schema {OLD}; drop schema {NEXT}")
    return position
