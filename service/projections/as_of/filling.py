"""Rows of an earlier position, made from the live rows and the record.

What nobody has told anything since then stands as it stood: it is copied. The other cases and accounts are
folded from the record, up to the position.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, func, insert, literal_column, select
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from service.database.schemas import AS_OF, PROJECTIONS
from service.projections.as_of.schemas import checkpoints_in, schema_of
from service.projections.engine.advance import Work, fold_batch
from service.projections.engine.checkpoints import checkpoints, outdated, projection_position
from service.projections.engine.entries import driver
from service.projections.engine.folding import plan_for
from service.projections.engine.model import SOURCE_POSITION
from service.projections.engine.swapping import Progress, places_in
from service.projections.models import MODELS
from service.projections.runner import BATCH_SIZE

FILLING_LOCK = 4_803_116_502_207
TOUCHED = "select distinct stream_id from es.events where position > %(position)s"


class AllInUseError(RuntimeError):
    """Somebody reads in each of the schemas: none can make room."""


class NotThereYetError(LookupError):
    """The live rows are not at the position yet, or of another version of the program."""


def fill(engine: Engine, position: int, progress: Progress = lambda _, __: None) -> bool:
    """Have the rows of a position in one of the schemas; return whether they were not there yet.

    Of those that nobody reads the rows that were made first make room. Raises AllInUseError,
    NotThereYetError, and what folding raises; then a schema is empty. Of two at a time the second waits.
    """
    with engine.connect() as guard:
        guard.execute(select(func.pg_advisory_lock(FILLING_LOCK)))
        guard.commit()
        try:
            with engine.begin() as connection:
                if schema_of(connection, position):
                    return False
            with engine.connect() as connection:
                schema = _emptied(connection)
            with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                _fill(connection, schema, position, progress)
                connection.commit()
            return True
        finally:
            guard.scalar(select(func.pg_advisory_unlock(FILLING_LOCK)))
            guard.commit()


def _emptied(connection: Connection) -> str:
    """Say of a schema that it holds nothing, and return it."""
    for schema in sorted(AS_OF, key=lambda schema: _made_at(connection, schema)):
        held = f"{schema}.{checkpoints.name}"
        connection.commit()  # what was read so far is let go
        try:
            connection.exec_driver_sql(f"lock table {held} in access exclusive mode nowait")
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            connection.rollback()
        else:
            connection.exec_driver_sql(f"delete from {held}")  # noqa: S608  ours
            connection.commit()
            return schema
    raise AllInUseError("somebody reads rows of each of the earlier positions: try again later")


def _made_at(connection: Connection, schema: str) -> datetime:
    """Return when the rows of a schema were made; of those that hold none, long ago."""
    made_at: datetime | None = connection.scalar(select(func.min(checkpoints_in(schema).c.updated_at)))
    return made_at or datetime.min.replace(tzinfo=UTC)


def _fill(connection: Connection, schema: str, position: int, progress: Progress) -> None:
    # Before anything is read: of a table that a rebuild puts in place later, this snapshot would see no rows.
    live = ", ".join(f"{PROJECTIONS}.{name}" for name in (checkpoints.name, *(each.name for each in MODELS)))
    connection.exec_driver_sql(f"lock table {live} in access share mode")
    reached = projection_position(connection)
    if reached < position or outdated(connection, MODELS):
        raise NotThereYetError(f"the rows are at position {reached}, not yet at {position}")
    touched = _touched(connection, position)
    for model, table in places_in(schema, MODELS).items():
        connection.exec_driver_sql(f"truncate {schema}.{table.name}")
        columns = [str(column.name) for column in table.c]
        rows = select(*(model.table.c[name] for name in columns))
        if touched and model.stream is None:
            rows = rows.where(model.table.c[SOURCE_POSITION] <= position)
        elif touched:
            told = f"select from es.events as told where told.stream_id = {model.table.name}.{model.stream}"
            rows = rows.where(sql(f"not exists ({told} and told.position > {position})"))
        connection.execute(insert(table).from_select(columns, rows))
    _fold(connection, schema, touched, position, progress)
    made = [checkpoints.c.projection, checkpoints.c.version, literal_column(str(position)), func.now()]
    columns = ["projection", "version", "position", "updated_at"]
    connection.execute(insert(checkpoints_in(schema)).from_select(columns, select(*made)))


def _touched(connection: Connection, position: int) -> Sequence[UUID]:
    """Return the streams that were told something after a position."""
    found = driver(connection).execute(TOUCHED, {"position": position})
    return [stream_id for (stream_id,) in found]


def _fold(
    connection: Connection, schema: str, streams: Sequence[UUID], position: int, progress: Progress
) -> None:
    work = replace(Work(plan_for(MODELS), places_in(schema, MODELS)), streams=streams)
    reached, count = 0, len(streams)
    while count:
        count, reached = fold_batch(connection, work, reached, position, BATCH_SIZE)
        progress(reached, position)
