"""Rows loaded for a batch and written back, each a set at a time."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from pydantic_core import to_jsonable_python
from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    Connection,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    delete,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert

from service.projections.engine.folding import Keys, Plan, Sheets
from service.projections.engine.model import ReadModel, Row

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
    # What a row does not name is null in the record set: half of a row is, and need not be sent.
    given = [{name: value for name, value in row.items() if value is not None} for row in rows]
    written = orjson.dumps(given, default=to_jsonable_python, option=orjson.OPT_NON_STR_KEYS)
    connection.execute(_upsert(table), {"rows": written.decode()})


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
def _upsert(table: Table) -> Insert:
    """Insert from one JSON document: one statement however many rows, and no value is converted in Python."""
    names = [each.name for each in table.c]
    given = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    columns = (column(each.name, each.type) for each in table.c)
    written = insert(table).from_select(
        names, select(given.table_valued(*columns).render_derived(with_types=True))
    )
    keys = _key_names(table)
    return written.on_conflict_do_update(
        index_elements=keys, set_={name: written.excluded[name] for name in names if name not in keys}
    )
