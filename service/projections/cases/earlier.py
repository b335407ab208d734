"""How many cases of an account came before one. Takes a synchronous connection."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from service.projections.cases.table import cases


def earlier_cases(connection: Connection, case_id: UUID, account_id: UUID, received_at: datetime) -> int:
    """Return how many other cases of the account were received before an instant."""
    query = select(func.count()).where(
        cases.c.account_id == account_id, cases.c.received_at < received_at, cases.c.case_id != case_id
    )
    return connection.execute(query).scalar_one()
