"""The demonstration's rows multiplied in the read tables, set-wise: many firms like it, over several years.

Each copy has accounts, cases and clocks of its own. Copies begin half a year after one another, in turn; of
an earlier half-year only cases that have ended are copied, for nobody leaves thousands open for years.
"""

from sqlalchemy import Column, Connection, DateTime, Engine, Table, Uuid

from service.projections.accounts import accounts
from service.projections.kpi.rollups.tables import STREAM_COLUMNS

HALF_YEARS = 10
COPIED = {**STREAM_COLUMNS, accounts: "account_id"}
NAMED_FOR_PEOPLE = frozenset({"reference", "account_code", "code"})
_FINISHED = """
create temporary table finished as
select case_id as stream_id from proj.cases where ended_at is not null or merged_at is not null
union select account_id from proj.accounts
"""
_INDEXES = """
select schemaname || '.' || indexname, indexdef from pg_indexes
where schemaname = 'proj' and tablename = any(%(tables)s) and indexdef not like 'CREATE UNIQUE%%'
"""


def grow(engine: Engine, copies: int) -> None:
    """Have the rows so many times, the original included; the sums know nothing of it yet."""
    with engine.begin() as connection:
        connection.exec_driver_sql("set local synchronous_commit = off")
        connection.exec_driver_sql("set local maintenance_work_mem = '512MB'")
        connection.exec_driver_sql(_FINISHED)
        found = connection.exec_driver_sql(_INDEXES, {"tables": [table.name for table in COPIED]}).all()
        for name, _ in found:
            connection.exec_driver_sql(f"drop index {name}")
        for table, stream in COPIED.items():
            _multiply(connection, table, stream, copies)
        for _, definition in found:
            connection.exec_driver_sql(definition)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"vacuum analyze {', '.join(table.fullname for table in COPIED)}")


def _multiply(connection: Connection, table: Table, stream: str, copies: int) -> None:
    names = ", ".join(str(column.name) for column in table.c)
    values = ", ".join(_copied(column) for column in table.c)
    connection.exec_driver_sql(
        f"insert into {table.fullname} ({names}) select {values}"  # noqa: S608  ours
        f" from {table.fullname} as row cross join generate_series(1, {copies - 1}) as copy"
        f" where copy %% {HALF_YEARS} = 0 or row.{stream} in (select stream_id from finished)"
    )


def _copied(column: Column[object]) -> str:
    name = f"row.{column.name}"
    if isinstance(column.type, Uuid):
        return f"md5({name}::text || ':' || copy)::uuid"
    if isinstance(column.type, DateTime):
        return f"{name} - (copy %% {HALF_YEARS}) * interval '26 weeks'"
    return f"{name} || '-' || copy" if column.name in NAMED_FOR_PEOPLE else name
