"""All rows built anew beside the live ones, by the same code, and then swapped in one transaction."""

from collections.abc import Callable

from psycopg import errors
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from service.database.app_role import grant_privileges
from service.database.schemas import MART, PROJECTIONS
from service.projections.advance import advance
from service.projections.columns import METADATA
from service.projections.facts import driver
from service.projections.mart import SWAPPED_VIEWS, ensure_mart, replace_views
from service.projections.queries import projection_position
from service.projections.runner import BATCH_SIZE, Runner
from service.projections.tables import FOLDED, checkpoints

NEXT, OLD = "proj_next", "proj_old"
REBUILD_LOCK = 4_803_116_502_203
# A query over two views may hold the one and wait for the other. Giving up within `deadlock_timeout` (1 s)
# over all the views and tables makes us the one who yields, never the reader.
HASTY = "set local lock_timeout = '150ms'"
PATIENT = "set local lock_timeout = '2s'"
SWAP_ATTEMPTS = 250  # at 150 ms longer than the 30 s that a query of a BI tool may take
TAKE_POSITION = f"""
insert into {PROJECTIONS}.checkpoints (projection, version, position, updated_at)
select projection, version, position, updated_at from {NEXT}.checkpoints
on conflict (projection) do update
set version = excluded.version, position = excluded.position, updated_at = excluded.updated_at
"""  # noqa: S608  both schemas are ours
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
        ensure_mart(connection)
        connection.exec_driver_sql(f"drop schema if exists {NEXT} cascade")
        connection.exec_driver_sql(f"create schema {NEXT}")
        METADATA.create_all(connection, [*FOLDED, checkpoints], checkfirst=False)
    runner = Runner(beside, batch_size=batch_size)
    while runner.run_once():
        reached = runner.status()
        progress(reached.position, reached.head)
    for _ in range(SWAP_ATTEMPTS):
        try:
            with beside.begin() as connection:
                return _swap(connection, batch_size)
        except OperationalError as error:
            if not isinstance(error.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
    raise SwapRefusedError("the views of the mart were in use all the time; try again when it is quieter")


def _swap(connection: Connection, batch_size: int) -> int:
    # The order in which others lock too: runners the checkpoint, readers the views and then their tables. The
    # record comes last, because what waits for a slow reader must not hold up commands.
    connection.exec_driver_sql(PATIENT)
    connection.exec_driver_sql(f"select from {PROJECTIONS}.checkpoints for update")
    connection.exec_driver_sql(HASTY)
    views = ", ".join(f"{MART}.{view.name}" for view in SWAPPED_VIEWS)
    connection.exec_driver_sql(f"lock table {views} in access exclusive mode")
    connection.exec_driver_sql(PATIENT)
    connection.exec_driver_sql("select from es.head where id = 0 for share")
    while advance(connection, batch_size, waits=True):
        pass
    position = projection_position(connection)
    connection.exec_driver_sql(f"create schema {OLD}")
    for table in FOLDED:
        connection.exec_driver_sql(f"alter table {PROJECTIONS}.{table.name} set schema {OLD}")
        connection.exec_driver_sql(f"alter table {NEXT}.{table.name} set schema {PROJECTIONS}")
    replace_views(connection, SWAPPED_VIEWS)
    grant_privileges(driver(connection))  # they follow a table's identity too
    connection.exec_driver_sql(TAKE_POSITION)
    for name in (*(f"{OLD}.{table.name}" for table in FOLDED), f"{NEXT}.checkpoints"):
        connection.exec_driver_sql(f"drop table {name}")
    connection.exec_driver_sql(f"drop schema {OLD}")
    connection.exec_driver_sql(f"drop schema {NEXT}")
    return position
