"""Tables full of made-up rows, and the plans by which the server reads lists from them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Table, event
from sqlalchemy.types import BigInteger, Boolean, DateTime, Integer, SmallInteger, Text, Uuid

from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.complaints.table import complaints

KINDS = ("weekly", "after_delivery", "after_complaint")
ACCOUNT = UUID(int=7)
_BY_TYPE: dict[type[Any], str] = {
    Uuid: "lpad(to_hex(i), 32, '0')::uuid",
    Text: "'x'",
    Boolean: "false",
    Integer: "0",
    BigInteger: "0",
    SmallInteger: "0",
    DateTime: "timestamptz '2026-01-01 00:00Z' + i * interval '1 minute'",
}
_ACCOUNT_OF = "lpad(to_hex(mod(i, 200)), 32, '0')::uuid"
_OF_CASES = {
    "account_id": _ACCOUNT_OF,
    "reference": "'C' || i",
    "segment": "'high_value'",
    "channel": "'phone'",
    "kind": "'technical'",
    "phase": "'after_sale'",
    "status": "'open'",
    "stage": "'reception'",
}
_OF_CLOCKS = {
    "account_id": _ACCOUNT_OF,
    "stream": "'case'",
    "stream_id": "lpad(to_hex(mod(i, 4000)), 32, '0')::uuid",
    "clock": f"coalesce((array{list(KINDS)})[1 + mod(i, 20)], 'other')",
    "status": "case when mod(i / 20, 10) = 0 then 'running' else 'met' end",
    "was_breached": "mod(i / 20, 30) = 0",
    "details": "'{}'::jsonb",
}


def fill(engine: Engine) -> None:
    """Make 200 accounts, 4,000 cases, all complaints, and 20,000 clocks, 1,000 of each of these kinds."""
    with engine.begin() as connection:
        _insert(connection, accounts, 200, {})
        _insert(connection, cases, 4_000, _OF_CASES)
        _insert(
            connection,
            complaints,
            4_000,
            {"is_complaint": "true", "complained_at": "timestamptz '2026-01-01 00:00Z'"},
        )
        _insert(connection, clocks, 20_000, _OF_CLOCKS)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze")


def _insert(connection: Connection, table: Table, count: int, given: dict[str, str]) -> None:
    told = [each for each in table.c if not each.nullable or each.name in given]
    values = ", ".join(given.get(each.name) or _by_type(each.type) for each in told)
    names = ", ".join(each.name for each in told)
    rows = f"select {values} from generate_series(0, {count - 1}) as i"  # noqa: S608  all of it is ours
    connection.exec_driver_sql(f"insert into proj.{table.name} ({names}) {rows}")


def _by_type(of: object) -> str:
    return next(said for kind, said in _BY_TYPE.items() if isinstance(of, kind))


def plan_of(engine: Engine, read: Callable[[Connection], object]) -> str:
    """Return how the server carries out the one statement that reads a list."""
    with engine.connect() as connection, _told(connection) as statements:
        read(connection)
        ((statement, parameters),) = statements
        rows = connection.exec_driver_sql(f"explain (analyze, costs off, timing off) {statement}", parameters)
        return "\n".join(row[0] for row in rows)


@contextmanager
def _told(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield statements
