"""The reference of the read models: their final rows, put into tables of the same columns and indexes.

`insert … select unnest(arrays)`, one statement a table. Nothing is sent: the arrays are in the database.
"""

from collections.abc import Iterable

from sqlalchemy import ARRAY, Column, Connection, Table

from service.database.schemas import PROJECTIONS
from service.projections.engine.model import ReadModel

PLAIN = "bench_plain"


def prepare_plain_rows(connection: Connection, models: Iterable[ReadModel]) -> None:
    """Make the tables, and arrays of the rows that the models have now, a column each."""
    connection.exec_driver_sql(f"drop schema if exists {PLAIN} cascade; create schema {PLAIN}")
    for model in models:
        table = model.table
        arrays = ", ".join(f"array_agg({_packed(each)}) as {each.name}" for each in table.c)
        connection.exec_driver_sql(
            f"create table {PLAIN}.{table.name} (like {PROJECTIONS}.{table.name} including all);"  # noqa: S608
            f" create table {PLAIN}.of_{table.name} as select {arrays} from {PROJECTIONS}.{table.name}"
        )


def insert_plainly(connection: Connection, models: Iterable[ReadModel]) -> None:
    """Empty the tables and insert the rows."""
    connection.exec_driver_sql("set local synchronous_commit = off")
    for model in models:
        connection.exec_driver_sql(f"truncate {PLAIN}.{model.name}")
        connection.exec_driver_sql(_insert(model.table))


def _insert(table: Table) -> str:
    names = ", ".join(str(each.name) for each in table.c)
    values = ", ".join(_unpacked(each) for each in table.c)
    arrays = ", ".join(f"given.{each.name}" for each in table.c)
    return (
        f"insert into {PLAIN}.{table.name} ({names}) select {values}"  # noqa: S608  all of it is ours
        f" from {PLAIN}.of_{table.name} as given, unnest({arrays}) as row ({names})"
    )


def _packed(column: Column[object]) -> str:
    """Return a column as an array can hold it: arrays of arrays would all have to be of one length."""
    return f"{column.name}::text" if isinstance(column.type, ARRAY) else str(column.name)


def _unpacked(column: Column[object]) -> str:
    return f"row.{column.name}::text[]" if isinstance(column.type, ARRAY) else f"row.{column.name}"
