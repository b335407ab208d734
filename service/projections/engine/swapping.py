"""Tables made from their declaration beside the live ones, filled, and swapped in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from psycopg import errors
from sqlalchemy import Connection, Engine, MetaData, Table, delete, func, select
from sqlalchemy.exc import OperationalError

from service.database.app_role import grant_privileges
from service.database.schemas import MART, PROJECTIONS
from service.projections.engine.advance import Work, fold_batch
from service.projections.engine.checkpoints import FOLDING_LOCK, checkpoints, found_checkpoints, take_over
from service.projections.engine.entries import driver, head
from service.projections.engine.folding import plan_for
from service.projections.engine.mart_view import MartView, replace_views
from service.projections.engine.model import ReadModel
from service.projections.engine.timeline import timelines

NEXT, OLD = "proj_next", "proj_old"
REBUILD_LOCK = 4_803_116_502_203
# A query over two views may hold the one and wait for the other. Giving up within `deadlock_timeout` (1 s)
# over all the views and tables makes us the one who yields, never the reader.
HASTY = "set local lock_timeout = '150ms'"
PATIENT = "set local lock_timeout = '2s'"
SWAP_ATTEMPTS = 250  # at 150 ms longer than the 30 s that a query of a BI tool may take
Progress = Callable[[int, int], None]
"""Called with the position reached and the one to be reached."""


class RebuildRunningError(RuntimeError):
    """Another rebuild is under way; it will do."""


class SwapRefusedError(RuntimeError):
    """Readers of the mart held its views for too long; the live rows are as they were."""


@dataclass(frozen=True)
class ReadSide:
    """All models that there are, all views over their tables, and who is told that rows were put in place."""

    models: tuple[ReadModel, ...]
    views: tuple[MartView, ...]
    swapped: Callable[[Connection], None]


@dataclass(frozen=True)
class Building:
    """Models that are being built anew, and those whose rows are live meanwhile."""

    read_side: ReadSide
    work: Work
    batch_size: int

    @property
    def models(self) -> tuple[ReadModel, ...]:
        return self.work.plan.models

    @property
    def is_whole(self) -> bool:
        """Whether nothing stays as it is: then the live rows need not set the pace."""
        return set(self.models) == set(self.read_side.models)


def building(read_side: ReadSide, models: Sequence[ReadModel], batch_size: int) -> Building:
    """Return what is to be done to build these models anew, with the timeline that they go by."""
    ordered = tuple(model for model in read_side.models if model in models or model.table is timelines)
    return Building(read_side, Work(plan_for(ordered), places_in(NEXT, ordered)), batch_size)


@cache
def places_in(schema: str, models: tuple[ReadModel, ...]) -> dict[ReadModel, Table]:
    """Return the tables of models as they stand in another schema."""
    beside = MetaData(schema=schema)
    return {model: model.table.to_metadata(beside, schema=schema) for model in models}


def build_and_swap(engine: Engine, job: Building, progress: Progress) -> int:
    """Build the rows of models anew and swap them in; return the position they are true of.

    Readers see the old rows until the swap, then the new ones. The caller holds REBUILD_LOCK. Raises
    SwapRefusedError, and what folding raises; then the live rows are as they were.
    """
    with engine.begin() as connection:
        connection.exec_driver_sql(f"drop schema if exists {NEXT} cascade")
        connection.exec_driver_sql(f"create schema {NEXT}")
        for table in job.work.places.values():
            table.create(connection)
    reached = _build(engine, job, progress)
    for _ in range(SWAP_ATTEMPTS):
        try:
            with engine.begin() as connection:
                return swap(connection, job, reached)
        except OperationalError as error:
            if not isinstance(error.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
    raise SwapRefusedError("the views of the mart were in use all the time; try again when it is quieter")


def _build(engine: Engine, job: Building, progress: Progress) -> int:
    reached, count = 0, 1
    while count:
        with engine.begin() as connection:
            until = _goal(connection, job)
            count, reached = fold_batch(connection, job.work, reached, until, job.batch_size)
        if count:
            progress(reached, until)
    return reached


def _goal(connection: Connection, job: Building) -> int:
    """Return how far the new rows may go: no further than those that they look up, which stay as they are."""
    if job.is_whole:
        return head(connection)
    staying = {model.name for model in set(job.read_side.models) - set(job.models)}
    others = [each.position for name, each in found_checkpoints(connection).items() if name in staying]
    return min(others, default=head(connection))


def swap(connection: Connection, job: Building, reached: int) -> int:
    """Fold the rest into the new tables and put them in place of the live ones; return the position."""
    # The order in which others lock too: runners the models, readers the views and then their tables. The
    # record comes last, because what waits for a slow reader must not hold up commands.
    connection.exec_driver_sql(PATIENT)
    connection.execute(select(func.pg_advisory_xact_lock(FOLDING_LOCK)))
    connection.exec_driver_sql(f"select from {PROJECTIONS}.checkpoints for update")
    connection.exec_driver_sql(HASTY)
    _lock_views(connection, job.read_side.views)
    connection.exec_driver_sql(PATIENT)
    connection.exec_driver_sql("select from es.head where id = 0 for share")
    goal, count = _goal(connection, job), 1
    while count:
        count, reached = fold_batch(connection, job.work, reached, goal, job.batch_size)
    _put_in_place(connection, job)
    job.read_side.swapped(connection)
    take_over(connection, job.models, reached)
    if job.is_whole:
        _forget_others(connection, job.read_side.models)
    return reached


def _lock_views(connection: Connection, views: Iterable[MartView]) -> None:
    there = set(connection.dialect.get_view_names(connection, schema=MART))
    if names := [f"{MART}.{view.name}" for view in views if view.name in there]:
        connection.exec_driver_sql(f"lock table {', '.join(names)} in access exclusive mode")


def _put_in_place(connection: Connection, job: Building) -> None:
    live = set(connection.dialect.get_table_names(connection, schema=PROJECTIONS))
    replaced = [model.name for model in job.models if model.name in live]
    connection.exec_driver_sql(f"create schema {OLD}")
    for name in replaced:
        connection.exec_driver_sql(f"alter table {PROJECTIONS}.{name} set schema {OLD}")
    for model in job.models:
        connection.exec_driver_sql(f"alter table {NEXT}.{model.name} set schema {PROJECTIONS}")
    replace_views(connection, job.read_side.views)
    grant_privileges(driver(connection))  # they follow a table's identity too
    for name in replaced:
        connection.exec_driver_sql(f"drop table {OLD}.{name}")
    connection.exec_driver_sql(f"drop schema {OLD}")
    connection.exec_driver_sql(f"drop schema {NEXT}")


def _forget_others(connection: Connection, models: Iterable[ReadModel]) -> None:
    """Drop the tables of models that this program does not have, with the views over them."""
    for name in found_checkpoints(connection).keys() - {model.name for model in models}:
        connection.exec_driver_sql(f'drop table if exists {PROJECTIONS}."{name}" cascade')
        connection.execute(delete(checkpoints).where(checkpoints.c.projection == name))
