"""Rows loaded for a batch and written back, each a set at a time."""

from collections.abc import Iterable
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
    Label,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from service.projections.clock_rows import CLOCK_COLUMNS, entry_of, row_of
from service.projections.fold import Needs, Row, Rows, Tables
from service.projections.tables import accounts, cases, clocks, ratings
from service.projections.tables_complaints import complaints, remedies
from service.projections.tables_surveys import surveys
from service.projections.tables_work import case_links


def load(connection: Connection, needed: Needs) -> Tables:
    """Return the rows that exist of those that the batch may change."""
    found = Tables(
        accounts=_by_key(connection, accounts, accounts.c.account_id, needed.accounts),
        cases=_by_key(connection, cases, cases.c.case_id, needed.cases),
        complaints=_by_key(connection, complaints, complaints.c.case_id, needed.complaints),
    )
    for rating in _rows(connection, ratings.c, ratings.c.case_id, needed.rated_cases):
        if rating["is_latest_of_cycle"]:
            found.add_rating(rating)
    for row in _rows(connection, CLOCK_COLUMNS, clocks.c.clock_id, needed.clocks):
        found.clocks[row["clock_id"]] = entry_of(row)
    for row in _rows(connection, surveys.c, surveys.c.case_id, needed.surveyed_cases):
        found.surveys[row["case_id"], row["survey_id"]] = row
    for row in _rows(connection, case_links.c, case_links.c.case_id, needed.linked_cases):
        found.links[row["link_id"]] = row
    for row in _rows(connection, remedies.c, remedies.c.case_id, needed.remedied_cases):
        found.remedies[row["case_id"], row["remedy_id"]] = row
    return found


def save(connection: Connection, tables: Tables) -> None:
    """Write the changed rows: new ones in, known ones over."""
    folded = (
        (accounts, tables.accounts),
        (cases, tables.cases),
        (ratings, tables.ratings),
        (case_links, tables.links),
        (complaints, tables.complaints),
    )
    for table, rows in folded:
        _write(connection, table, [rows[key] for key in rows.keys() & tables.changed])
    entries = tables.clocks
    _write(connection, clocks, [row_of(entries[key]) for key in entries.keys() & tables.changed])
    _write(connection, surveys, [tables.surveys[place] for place in tables.changed_surveys])
    _write(connection, remedies, [tables.remedies[place] for place in tables.changed_remedies])


def _write(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        # What a row does not name is null in the record set: half of a row is, and need not be sent.
        given = [{name: value for name, value in row.items() if value is not None} for row in rows]
        written = orjson.dumps(given, default=to_jsonable_python, option=orjson.OPT_NON_STR_KEYS)
        connection.execute(_upsert(table), {"rows": written.decode()})


def _by_key(connection: Connection, table: Table, key: Column[Any], wanted: Iterable[UUID]) -> Rows:
    return {row[key.name]: row for row in _rows(connection, table.c, key, wanted)}


def _rows(
    connection: Connection,
    columns: Iterable[Column[Any] | Label[Any]],
    key: Column[Any],
    wanted: Iterable[UUID],
) -> list[Row]:
    ids = list(wanted)
    if not ids:
        return []
    found = list(columns)
    names = [str(each.name) for each in found]  # names of SQLAlchemy's own kind make slow keys
    query = select(*found).where(key == any_(bindparam("ids", type_=ARRAY(Uuid))))
    return [dict(zip(names, row, strict=True)) for row in connection.execute(query, {"ids": ids})]


@cache
def _upsert(table: Table) -> Insert:
    """Insert from one JSON document: one statement however many rows, and no value is converted in Python."""
    names = [each.name for each in table.c]
    given = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    columns = (column(each.name, each.type) for each in table.c)
    wish = insert(table).from_select(
        names, select(given.table_valued(*columns).render_derived(with_types=True))
    )
    keys = [each.name for each in table.primary_key]
    return wish.on_conflict_do_update(
        index_elements=keys, set_={name: wish.excluded[name] for name in names if name not in keys}
    )
