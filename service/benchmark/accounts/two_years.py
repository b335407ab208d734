"""The half year of the demonstration's accounts made two years, and more accounts of them, set-wise."""

from sqlalchemy import Column, Connection, Date, DateTime, Engine, Table, Text, Uuid, func, select

from service.projections.accounts import accounts
from service.projections.care.account_history import account_history
from service.projections.care.health.agreement_facts import agreement_facts
from service.projections.care.health.messages import customer_messages
from service.projections.care.health.usage import usage
from service.projections.care.needs.purchases import purchases
from service.projections.care.visits import visits
from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.ratings import ratings

HALVES = 4
"""A copy of each half year stands in each of so many; accounts are as old as all of them."""
OF_ACCOUNTS = (accounts, account_history)
LIVED = (cases, clocks, ratings, usage, purchases, customer_messages, visits, agreement_facts)
NAMED = frozenset({"reference", "account_code", "code", "order_reference"})


def live_two_years(engine: Engine, count: int) -> None:
    """Have `count` accounts or a few more, each two years old; the sums of KPIs know nothing of it."""
    with engine.begin() as connection:
        known = connection.scalar(select(func.count()).select_from(accounts)) or 1
        firms = -(-count // known)
        age = f"interval '{26 * (HALVES - 1)} weeks'"
        for table in OF_ACCOUNTS:
            connection.exec_driver_sql(f"update {table.fullname} set opened_at = opened_at - {age}")  # noqa: S608
            _multiply(connection, table, firms, halves=1)
        for table in LIVED:
            _multiply(connection, table, firms, halves=HALVES)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        names = ", ".join(table.fullname for table in (*OF_ACCOUNTS, *LIVED))
        connection.exec_driver_sql(f"vacuum analyze {names}")


def _multiply(connection: Connection, table: Table, firms: int, *, halves: int) -> None:
    names = ", ".join(str(column.name) for column in table.c)
    values = ", ".join(_copied(column) for column in table.c)
    connection.exec_driver_sql(
        f"insert into {table.fullname} ({names}) select {values} from {table.fullname} as row"  # noqa: S608  ours
        f" cross join generate_series(0, {firms - 1}) as firm"
        f" cross join generate_series(0, {halves - 1}) as half"
        " where firm + half > 0"
    )


def _copied(column: Column[object]) -> str:
    name = f"row.{column.name}"
    if column.name == "account_id":
        return f"case firm when 0 then {name} else md5({name}::text || ':' || firm)::uuid end"
    if isinstance(column.type, Uuid):
        return f"md5({name}::text || ':' || firm || ':' || half)::uuid"
    if isinstance(column.type, DateTime):
        return f"{name} - half * interval '26 weeks'"
    if isinstance(column.type, Date):
        return f"{name} - half * 182"
    if column.name in NAMED and isinstance(column.type, Text):
        return f"{name} || '-' || firm || '-' || half"
    return name
