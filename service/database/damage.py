"""Damaged files: recognised in what PostgreSQL says, and looked for by reading everything once."""

from collections.abc import Iterator

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from service.database.engine import libpq_url
from service.database.problems import DatabaseProblemError
from service.database.schemas import SCHEMAS

DAMAGED = (errors.DataCorrupted, errors.IndexCorrupted, errors.IoError, errors.UndefinedFile)
"""A page that is not what was written, an index that does not fit, an unreadable disk, a lost file."""
EVENTS_AT_A_TIME = 10_000
TABLES = """
    select nspname, relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any(%s) and relkind = 'r' order by 1, 2
"""
# Each value is taken out of where it lies, also far from its row.
WHOLE = "select count(*) from {} as t where hashtextextended(t::text, 0) is null"
FAILURES = text(
    "select coalesce(checksum_failures, 0) from pg_stat_database where datname = current_database()"
)


class RecordDamagedError(DatabaseProblemError):
    """What PostgreSQL reads from the disk is not what was written there."""

    def __init__(self, said: str, where: str = "") -> None:
        super().__init__(
            f"The files of the database are damaged{where}: {said}. Nothing is mended by itself. Stop the "
            "service, copy the data folder away, have the disk examined, and restore the last backup; where "
            "only tables of proj are damaged, `casebook rebuild` makes them anew. Then run `casebook doctor`."
        )
        self.said = said


def damage_in(error: BaseException | None) -> str | None:
    """Return what PostgreSQL says of damaged files, where that is behind an error; it quotes no row."""
    while error is not None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, DAMAGED):
            return (cause.diag.message_primary or str(cause)).strip()
        error = error.__cause__
    return None


def damage_was_met(connection: Connection) -> bool:
    """Tell whether PostgreSQL has met a page whose checksum is wrong since all was last found whole."""
    return bool(connection.scalar(FAILURES))


def refuse_damage(url: str) -> None:
    """Read every table of ours once, as its owner. Raises RecordDamagedError at the first that is damaged.

    Where all is whole, PostgreSQL's count of damage that was met before begins anew.
    """
    with psycopg.connect(libpq_url(url), autocommit=True, application_name="casebook doctor") as connection:
        for schema, name in connection.execute(TABLES, (sorted(SCHEMAS),)).fetchall():
            if said := _said_of(connection, sql.Identifier(schema, name)):
                where = f" in {schema}.{name}"
                if (schema, name) == ("es", "events"):
                    where += _positions(connection)
                raise RecordDamagedError(said, where)
        row = connection.execute(FAILURES.text).fetchone()
        if row and row[0]:
            connection.execute("select pg_stat_reset()")


def _said_of(
    connection: psycopg.Connection, table: sql.Identifier, positions: range | None = None
) -> str | None:
    query = sql.SQL(WHOLE).format(table)
    if positions is not None:
        # By the order of the table, not by an index: it is the table that is looked at.
        query += sql.SQL(" and position >= {} and position < {}").format(positions.start, positions.stop)
    try:
        connection.execute(query)
    except DAMAGED as error:
        return damage_in(error)
    return None


def _positions(connection: psycopg.Connection) -> str:
    """Return which events lie in the damage, where the index still leads to the others."""
    table = sql.Identifier("es", "events")
    try:
        row = connection.execute("select coalesce(max(position), 0) from es.events").fetchone()
        connection.execute("set enable_seqscan = off; set enable_bitmapscan = off")
        lost = list(_lost(connection, table, range(1, (row[0] if row else 0) + 1)))
    except psycopg.Error:
        return ""
    return f", positions {lost[0]} to {lost[-1]}" if lost else ""


def _lost(connection: psycopg.Connection, table: sql.Identifier, positions: range) -> Iterator[int]:
    """Yield the first and the last position that cannot be read."""
    first = _first_lost(connection, table, positions)
    if first is not None:
        yield first
        last = first
        while last + 1 in positions and _said_of(connection, table, range(last + 1, last + 2)):
            last += 1
        yield last


def _first_lost(connection: psycopg.Connection, table: sql.Identifier, positions: range) -> int | None:
    for start in range(positions.start, positions.stop, EVENTS_AT_A_TIME):
        part = range(start, min(start + EVENTS_AT_A_TIME, positions.stop))
        if not _said_of(connection, table, part):
            continue
        while len(part) > 1:
            half = range(part.start, part.start + len(part) // 2)
            part = half if _said_of(connection, table, half) else range(half.stop, part.stop)
        return part.start
    return None
