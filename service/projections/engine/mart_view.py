"""How the views of the mart are declared, once: SQL, types and comments in Chinese and English.

The contract of BI tools (plain types, integer seconds, unknown members): columns are only ever added, at the
end; another meaning is a `v2_` view. A snapshot test watches over it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from psycopg import sql
from psycopg.errors import InvalidTableDefinition
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    SmallInteger,
    TableClause,
    Text,
    column,
    table,
)
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.types import TypeEngine

from service.database.schemas import MART
from service.domain.clocks.calendars.zone import BUSINESS_ZONE

ZONE = "@business zone@"
"""Stands in the views for the zone whose days they name: that of the setting, once they are created."""
ZONE_MARK = "zone "
UNKNOWN = "unknown"
FIRST_YEAR, LAST_YEAR = 2000, 2050

SqlType = Literal["text", "boolean", "smallint", "integer", "bigint", "date", "timestamp with time zone"]
TYPES: dict[SqlType, TypeEngine[Any]] = {
    "text": Text(),
    "boolean": Boolean(),
    "smallint": SmallInteger(),
    "integer": Integer(),
    "bigint": BigInteger(),
    "date": Date(),
    "timestamp with time zone": DateTime(timezone=True),
}


@dataclass(frozen=True)
class ViewColumn:
    """A column of a view: its SQL expression, its type and its comment `中文 | English`."""

    name: str
    expression: str
    type: SqlType
    comment: str


@dataclass(frozen=True)
class MartView:
    """A view: its columns over `source`, and rows of unknown members added to it."""

    name: str
    comment: str
    source: str
    columns: tuple[ViewColumn, ...]
    unknown_member: tuple[str, ...] = ()

    def as_table(self) -> TableClause:
        """Return the view for SQLAlchemy Core."""
        return table(self.name, *(column(each.name, TYPES[each.type]) for each in self.columns), schema=MART)

    @property
    def select(self) -> str:
        """The SQL of the view."""
        items = ",\n  ".join(
            f"cast({each.expression} as {each.type}) as {each.name}" for each in self.columns
        )
        query = f"select\n  {items}\nfrom {self.source}"
        if not self.unknown_member:
            return query
        pairs = zip(self.unknown_member, self.columns, strict=True)
        return f"{query}\nunion all select " + ", ".join(f"cast({v} as {each.type})" for v, each in pairs)


def _sql_type(of: Column[Any]) -> SqlType:
    return next(name for name, kind in TYPES.items() if type(kind) is type(of.type))


def carried(of: Column[Any], name: str | None = None) -> ViewColumn:
    """Return a column of a table as it is, with its comment."""
    return ViewColumn(name or of.name, f"{of.table.name}.{of.name}", _sql_type(of), str(of.comment))


def key(of: Column[Any], name: str) -> ViewColumn:
    """Return an id, or a word to group by, as text that is never empty."""
    return ViewColumn(
        name, f"coalesce({of.table.name}.{of.name}::text, '{UNKNOWN}')", "text", str(of.comment)
    )


def words(*of: Column[Any]) -> tuple[ViewColumn, ...]:
    """Return columns to group by, `unknown` where empty."""
    return tuple(key(each, each.name) for each in of)


def date_key(of: Column[Any]) -> ViewColumn:
    """Return the day of an instant in the business time zone as yyyymmdd, 0 where there is none."""
    zh, en = str(of.comment).split(" | ")
    day = f"to_char({of.table.name}.{of.name} at time zone '{ZONE}', 'YYYYMMDD')::int"
    known = (
        f"{of.table.name}.{of.name} between '{FIRST_YEAR}-01-01 {ZONE}' and '{LAST_YEAR + 1}-01-01 {ZONE}'"
    )
    return ViewColumn(
        of.name.removesuffix("_at") + "_date_key",
        f"case when {known} then {day} else 0 end",
        "integer",
        f"{zh}的日期键({ZONE} 时区, 未知为0) | day in {ZONE} as yyyymmdd, 0 if unknown: {en}",
    )


def instants(*of: Column[Any]) -> Iterable[ViewColumn]:
    """Return instants, each with its day beside it."""
    for each in of:
        yield carried(each)
        yield date_key(each)


# What people hold on a view, and on those of its columns that there will still be.
_RIGHTS = """
with held as (
    select acl.*, '' as column_of, relowner as owner
    from pg_class, aclexplode(relacl) as acl where oid = %(view)s::regclass
    union all
    select acl.*, format(' (%%I)', attname), relowner
    from pg_attribute join pg_class on pg_class.oid = attrelid, aclexplode(attacl) as acl
    where attrelid = %(view)s::regclass and attname = any(%(columns)s)
)
select format('grant %%s%%s on %%s to %%s%%s', privilege_type, column_of, %(view)s,
              case grantee when 0 then 'public' else grantee::regrole::text end,
              case when is_grantable then ' with grant option' else '' end)
from held where grantee <> owner
"""


def replace_views(connection: Connection, views: tuple[MartView, ...], zone: str | None = None) -> None:
    """Create these views, or bind them anew to the tables that now bear the names, in one transaction.

    A view of another shape, which an older program left, is made anew with the rights that people hold on it.
    Without a zone they name the days of the one that the mart has.
    """
    in_zone = zone or zone_of_mart(connection)
    for view in views:
        name = sql.Identifier(MART, view.name)
        definition = f"view {MART}.{view.name} as {view.select.replace(ZONE, in_zone)}"
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"create or replace {definition}")
        except ProgrammingError as error:
            if not isinstance(error.orig, InvalidTableDefinition):
                raise
            _make_anew(connection, view, f"create {definition}")
        comment(connection, "view", name, view.comment)
        for each in view.columns:
            comment(
                connection,
                "column",
                sql.Identifier(MART, view.name, each.name),
                each.comment.replace(ZONE, in_zone),
            )


def zone_of_mart(connection: Connection) -> str:
    """Return the zone whose days the views name, as it is written on the schema."""
    query = f"select obj_description('{MART}'::regnamespace, 'pg_namespace')"
    mark = connection.exec_driver_sql(query).scalar() or ""
    return str(mark).partition(ZONE_MARK)[2] or BUSINESS_ZONE


def _make_anew(connection: Connection, view: MartView, definition: str) -> None:
    asked = {"view": f"{MART}.{view.name}", "columns": [each.name for each in view.columns]}
    held = connection.exec_driver_sql(_RIGHTS, asked).scalars().all()
    for statement in (
        f"drop view {MART}.{view.name}",
        definition,
        *(each.replace("%", "%%") for each in held),
    ):
        connection.exec_driver_sql(statement)


def comment(connection: Connection, kind: str, name: sql.Identifier, words: str) -> None:
    """Set what `comment on` says of a thing."""
    said = sql.Literal(words).as_string()
    connection.exec_driver_sql(f"comment on {kind} {name.as_string()} is {said}".replace("%", "%%"))
