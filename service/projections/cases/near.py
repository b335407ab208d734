"""The cases of an account that were received near an instant: among them duplicates are looked for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, func, select

from service.domain.vocabulary import Channel
from service.projections.cases.table import cases

MOST_CANDIDATES = 200


@dataclass(frozen=True, kw_only=True)
class NearCase:
    """A case near in time."""

    case_id: UUID
    reference: str | None
    status: str
    received_at: datetime


def near_cases(
    connection: Connection,
    case_id: UUID,
    account_id: UUID,
    received_at: datetime,
    within: timedelta,
    *,
    without: Collection[Channel] = (),
) -> list[NearCase]:
    """Return the other cases of the account received so near to the instant: at most 200, the nearest.

    Cases that came in by the channels `without` are left out.
    """
    apart = func.abs(func.extract("epoch", cases.c.received_at - received_at))
    query = (
        select(*(cases.c[name] for name in NearCase.__dataclass_fields__))
        .where(
            cases.c.account_id == account_id,
            cases.c.received_at.between(received_at - within, received_at + within),
            cases.c.case_id != case_id,
            cases.c.channel.not_in(without),
        )
        .order_by(apart, cases.c.case_id)
        .limit(MOST_CANDIDATES)
    )
    return [NearCase(**row) for row in connection.execute(query).mappings()]


def newest_by_reference(
    connection: Connection, account_id: UUID, reference: str, *, without: Collection[Channel]
) -> UUID | None:
    """Return the case of the account that people know by this number; of several, the one received last.

    Cases that came in by the channels `without` are left out.
    """
    query = (
        select(cases.c.case_id)
        .where(
            cases.c.account_id == account_id,
            cases.c.reference == reference,
            cases.c.channel.not_in(without),
        )
        .order_by(cases.c.received_at.desc(), cases.c.case_id.desc())
        .limit(1)
    )
    return connection.scalar(query)
