"""Rows loaded for a batch and written back, each a set at a time."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Column, Connection, Table, Uuid, any_, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import Insert, insert

from service.projections.fold import Needs, Row, Rows, Tables
from service.projections.tables import accounts, cases, ratings


def load(connection: Connection, needed: Needs) -> Tables:
    """Return the rows that exist of those that the batch may change."""
    found = Tables(
        accounts=_by_key(connection, accounts, accounts.c.account_id, needed.accounts),
        cases=_by_key(connection, cases, cases.c.case_id, needed.cases),
    )
    for rating in _rows(connection, ratings, ratings.c.case_id, needed.rated_cases):
        if rating["is_latest_of_cycle"]:
            found.add_rating(rating)
    return found


def save(connection: Connection, tables: Tables) -> None:
    """Write the changed rows: new ones in, known ones over."""
    for table, rows in ((accounts, tables.accounts), (cases, tables.cases), (ratings, tables.ratings)):
        changed = [rows[key] for key in rows.keys() & tables.changed]
        if changed:
            values = {name: [row[name] for row in changed] for name in table.c.keys()}  # noqa: SIM118
            connection.execute(_upsert(table), values)


def _by_key(connection: Connection, table: Table, key: Column[Any], wanted: Iterable[UUID]) -> Rows:
    return {row[key.name]: row for row in _rows(connection, table, key, wanted)}


def _rows(connection: Connection, table: Table, key: Column[Any], wanted: Iterable[UUID]) -> list[Row]:
    ids = list(wanted)
    if not ids:
        return []
    query = select(table).where(key == any_(bindparam("ids", type_=ARRAY(Uuid))))
    return [dict(row) for row in connection.execute(query, {"ids": ids}).mappings()]


@cache
def _upsert(table: Table) -> Insert:
    """Insert from one array a column: one statement however many rows."""
    arrays = [bindparam(each.name, type_=ARRAY(each.type)) for each in table.c]
    names = [each.name for each in table.c]
    given = func.unnest(*arrays).table_valued(*(column(name) for name in names)).render_derived()
    wish = insert(table).from_select(names, select(given))
    keys = [each.name for each in table.primary_key]
    return wish.on_conflict_do_update(
        index_elements=keys, set_={name: wish.excluded[name] for name in names if name not in keys}
    )
