"""The tables of all read models: made, brought up to date at the start, and built anew when asked for."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from sqlalchemy import Connection, Engine, func, select

from service.projections.engine import swapping
from service.projections.engine.checkpoints import make_checkpoints, outdated
from service.projections.engine.model import ReadModel
from service.projections.kpi.rollups.tables import ensure_rollups, void
from service.projections.mart import SWAPPED_VIEWS
from service.projections.models import MODELS
from service.projections.runner import BATCH_SIZE
from service.projections.star.dates import make_dates

READ_SIDE = swapping.ReadSide(MODELS, SWAPPED_VIEWS, void)

_log = structlog.get_logger()


class UnknownModelError(LookupError):
    """There is no read model of this name."""

    def __init__(self, name: str) -> None:
        names = ", ".join(model.name for model in MODELS)
        super().__init__(f"there is no read model {name}; there are {names}")


def rebuild(
    engine: Engine,
    names: Iterable[str] = (),
    *,
    batch_size: int = BATCH_SIZE,
    progress: swapping.Progress | None = None,
) -> int:
    """Build the rows of these models anew, of all where none is named; return the position they are true of.

    The live rows are read until the new ones are swapped in. Raises UnknownModelError, RebuildRunningError,
    SwapRefusedError, and what folding raises; then the live rows are as they were.
    """
    models = [_named(name) for name in names] or MODELS
    with engine.connect() as guard:
        if not guard.scalar(select(func.pg_try_advisory_lock(swapping.REBUILD_LOCK))):
            raise swapping.RebuildRunningError("another rebuild of the projections is running")
        with _released(guard):
            return swapping.build_and_swap(
                engine, swapping.building(READ_SIDE, models, batch_size), progress or _silent
            )


def ensure_tables(engine: Engine, *, batch_size: int = BATCH_SIZE) -> Sequence[str]:
    """Make the tables as this program declares them, and return the names of the models built anew for it.

    Where all is so already nothing is written. Of two that start at once the second waits, and finds it done.
    """
    with engine.begin() as connection:
        make_checkpoints(connection)
        make_dates(connection)
        ensure_rollups(connection)
        if not outdated(connection, MODELS):
            return []
    with engine.connect() as guard:
        guard.execute(select(func.pg_advisory_lock(swapping.REBUILD_LOCK)))
        with _released(guard):
            models = outdated(guard, MODELS)
            guard.commit()
            if models:
                swapping.build_and_swap(engine, swapping.building(READ_SIDE, models, batch_size), _logged)
            return [model.name for model in models]


def _named(name: str) -> ReadModel:
    for model in MODELS:
        if model.name == name:
            return model
    raise UnknownModelError(name)


def _silent(_: int, __: int) -> None:
    """Show nothing."""


def _logged(position: int, goal: int) -> None:
    _log.info("projections_are_built_anew", position=position, of=goal)


@contextmanager
def _released(guard: Connection) -> Iterator[None]:
    guard.commit()
    try:
        yield
    finally:
        guard.scalar(select(func.pg_advisory_unlock(swapping.REBUILD_LOCK)))
        guard.commit()
