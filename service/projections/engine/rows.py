"""Rows loaded for a batch and written back, each a set at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    Connection,
    Dialect,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    delete,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, dialect

from service.projections.engine.arrays import Write, writer_of
from service.projections.engine.folding import Keys, Plan, Sheets
from service.projections.engine.model import ReadModel, Row

_POSTGRES: Dialect = dialect()  # type: ignore[no-untyped-call]
Places = Mapping[ReadModel, Table]
"""Where the rows of models stand that do not stand in their declared table, because they are being built."""


def load(connection: Connection, sheets: Sheets, keys: Keys, places: Places) -> None:
    """Have the rows at hand that exist of those that the batch may change or look up."""
    for model, wanted in keys.items():
        table = places.get(model, model.table)
        sheet = sheets[model]
        for row in _rows(connection, table, table.c[model.loaded_by.name], wanted):
            sheet.take(_key_of(table, row), model.unpack(row))


def save(connection: Connection, plan: Plan, sheets: Sheets, places: Places) -> None:
    """Write the changed rows: new ones in, known ones over. Take out those that there are no more."""
    for model in plan.models:
        sheet, table = sheets[model], places.get(model, model.table)
        if written := sheet.written:
            _write(connection, table, [model.pack(sheet.rows[key]) for key in written])
        if gone := sheet.gone:
            keys = [key if isinstance(key, tuple) else (key,) for key in gone]
            connection.execute(delete(table).where(tuple_(*table.primary_key).in_(keys)))


def _write(connection: Connection, table: Table, rows: list[Row]) -> None:
    statement, columns = _upsert(table)
    try:
        arrays = [write(list(map(value_of, rows))) for value_of, write in columns]
    except KeyError:  # a row that does not name each column is empty there; most do, and that is quicker
        blank = dict.fromkeys(str(each.name) for each in table.c)
        _write(connection, table, [{**blank, **row} for row in rows])
    else:
        connection.exec_driver_sql(statement, tuple(arrays))


def _rows(connection: Connection, table: Table, key: Column[Any], wanted: Iterable[UUID]) -> list[Row]:
    ids = list(wanted)
    if not ids:
        return []
    names = [str(each.name) for each in table.c]  # names of SQLAlchemy's own kind make slow keys
    found = connection.execute(_select(table, key), {"ids": ids})
    return [dict(zip(names, row, strict=True)) for row in found]


def _key_of(table: Table, row: Row) -> Any:
    names = _key_names(table)
    return row[names[0]] if len(names) == 1 else tuple(row[name] for name in names)


@cache
def _key_names(table: Table) -> tuple[str, ...]:
    return tuple(str(each.name) for each in table.primary_key)


@cache
def _select(table: Table, key: Column[Any]) -> Select[Any]:
    """Return a query of whole rows; documents come as text, for whoever knows what they are."""
    columns = (
        cast(each, Text).label(each.name) if isinstance(each.type, JSONB) else each for each in table.c
    )
    return select(*columns).where(key == any_(bindparam("ids", type_=ARRAY(Uuid))))


@cache
def _upsert(table: Table) -> tuple[str, Sequence[tuple[Callable[[Row], Any], Write]]]:
    """Return a statement for however many rows, and of each column, whose array it takes, what makes that."""
    kinds = {str(each.name): each.type.compile(_POSTGRES) for each in table.c}
    held = ["text" if isinstance(each.type, ARRAY) else kinds[each.name] for each in table.c]
    names, keys = ", ".join(kinds), _key_names(table)
    statement = (
        f"insert into {table.fullname} ({names})"  # noqa: S608  all of it is ours
        f" select {', '.join(f'{name}::{kind}' for name, kind in kinds.items())}"
        f" from unnest({', '.join(f'%s::{kind}[]' for kind in held)}) as given ({names})"
        f" on conflict ({', '.join(keys)}) do update"
        f" set {', '.join(f'{name} = excluded.{name}' for name in kinds if name not in keys)}"
    )
    return statement, [(itemgetter(str(each.name)), writer_of(each)) for each in table.c]
