"""Schemas that hold rows of earlier positions: tables and views of the read side again, under their names.

A query is written for the live rows. On a connection that reads from such a schema it finds the earlier ones,
because the names of the tables and views in it are exchanged.
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, MetaData, Table, event, select

from service.database.schemas import AS_OF, MART, PROJECTIONS
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.projections.engine.checkpoints import checkpoints
from service.projections.engine.mart_view import ZONE
from service.projections.engine.swapping import places_in
from service.projections.engine.version import version_of
from service.projections.kpi.rollups.tables import settling
from service.projections.mart import SWAPPED_VIEWS
from service.projections.models import MODELS

_NAMES = (
    *(f"{PROJECTIONS}.{name}" for name in (checkpoints.name, settling.name, *(each.name for each in MODELS))),
    *(f"{MART}.{view.name}" for view in SWAPPED_VIEWS),
)
_NAMED = re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in _NAMES)})\b")


@cache
def checkpoints_in(schema: str) -> Table:
    """Return the table that says of which position the rows of a schema are; empty while they are of none."""
    return checkpoints.to_metadata(MetaData(schema=schema), schema=schema)


def exchanged(statement: str, schema: str) -> str:
    """Return a statement over the live rows as one over those of a schema."""
    return _NAMED.sub(lambda found: f"{schema}{found.group()[found.group().index('.') :]}", statement)


def read_from(connection: Connection, schema: str) -> None:
    """Have everything that is read over a connection from now on be read from a schema."""

    def exchange(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return exchanged(statement, schema), parameters

    hook: Callable[..., Any] = exchange
    event.listen(connection, "before_cursor_execute", hook, retval=True)


def ensure_as_of(connection: Connection, zone: str = BUSINESS_ZONE) -> None:
    """Make the schemas as this program declares its tables and views, empty. What is so is left alone.

    Works inside the caller's transaction, as the owner.
    """
    mark = f"casebook {_digest(zone)}"
    for schema in AS_OF:
        query = f"select obj_description(to_regnamespace('{schema}')::oid, 'pg_namespace')"
        if connection.exec_driver_sql(query).scalar() != mark:
            _make(connection, schema, zone)
            connection.exec_driver_sql(f"comment on schema {schema} is '{mark}'")


def position_of(connection: Connection, schema: str) -> int | None:
    """Return the position that the rows of a schema are of; None where it holds none."""
    found: int | None = connection.scalar(select(checkpoints_in(schema).c.position).limit(1))
    return found


def schema_of(connection: Connection, position: int) -> str | None:
    """Return the schema that holds the rows of a position; None where none does."""
    there = set(connection.dialect.get_schema_names(connection))
    found = (schema for schema in AS_OF if schema in there and position_of(connection, schema) == position)
    return next(found, None)


def reads_past(connection: Connection, position: int) -> bool:
    """Have everything read from the rows of a position until the transaction ends, which it keeps there.

    Returns whether they are there. No transaction may have begun on the connection.
    """
    schema = schema_of(connection, position)
    connection.rollback()
    if schema is None:
        return False
    # Before anything is read: a snapshot from before the lock could show rows that have made room since.
    connection.exec_driver_sql(f"lock table {schema}.{checkpoints.name} in access share mode")
    if position_of(connection, schema) != position:
        connection.rollback()
        return False
    read_from(connection, schema)
    return True


def _make(connection: Connection, schema: str, zone: str) -> None:
    connection.exec_driver_sql(f"drop schema if exists {schema} cascade")
    connection.exec_driver_sql(f"create schema {schema}")
    # Of earlier positions nothing is added up: the table that would say so stays empty.
    no_sums = settling.to_metadata(MetaData(schema=schema), schema=schema)
    for table in (checkpoints_in(schema), no_sums, *places_in(schema, MODELS).values()):
        table.create(connection)
    for view in SWAPPED_VIEWS:
        definition = exchanged(view.select.replace(ZONE, zone), schema)
        connection.exec_driver_sql(f"create view {schema}.{view.name} as {definition}".replace("%", "%%"))


@cache
def _digest(zone: str) -> str:
    declared = (
        [version_of(model) for model in MODELS],
        [view.select for view in SWAPPED_VIEWS],
        zone,
        _NAMES,
    )
    return sha256(repr(declared).encode()).hexdigest()[:16]
