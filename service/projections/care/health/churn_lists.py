"""The list of warnings of losing customers, and what they are raised from."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, any_, func, literal, select, tuple_

from service.domain.account.health.churn import KnownRisk
from service.domain.described import Described
from service.domain.guidelines.care.retention import ChurnCause
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.care.health.churn import churn_risks, competitor_contacts

ChurnPlace = tuple[datetime, UUID]
"""`(start_by_at, risk_id)` of the last row of a page; the next page follows it."""


class ChurnFilter(Described, extra="forbid"):
    """Which warnings to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only warnings of this account."""
    owner: Code | None = None
    """Only warnings of accounts of this owner (staff id)."""
    responsible: Code | None = None
    """Only plays for which this person answers (staff id)."""
    segment: Segment | None = None
    """Only warnings of accounts of this tier."""
    cause: ChurnCause | None = None
    """Only warnings with this cause."""
    show: Literal["unstarted", "started", "open", "ended", "all"] = "open"
    """`unstarted`: nobody has started a play. `started`: one goes on. `open`: both. `ended`: has a result."""


def list_churn_risks(
    connection: Connection, wanted: ChurnFilter, after: ChurnPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` warnings, the one that was to be acted on first, that follow `after`."""
    row = churn_risks.c
    place = (row.start_by_at, row.risk_id)
    page = select(
        churn_risks, accounts.c.code.label("account_code"), accounts.c.owner, accounts.c.segment
    ).join_from(churn_risks, accounts, accounts.c.account_id == row.account_id)
    shown = {
        "unstarted": row.ended_at.is_(None) & row.started_at.is_(None),
        "started": row.ended_at.is_(None) & row.started_at.is_not(None),
        "open": row.ended_at.is_(None),
        "ended": row.ended_at.is_not(None),
    }
    if wanted.show != "all":
        page = page.where(shown[wanted.show])
    for column, value in (
        (row.account_id, wanted.account_id),
        (accounts.c.owner, wanted.owner),
        (row.responsible, wanted.responsible),
        (accounts.c.segment, wanted.segment),
    ):
        if value is not None:
            page = page.where(column == value)
    if wanted.cause is not None:
        page = page.where(literal(wanted.cause.value) == any_(row.causes))
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]


def known_risks(connection: Connection) -> dict[UUID, list[KnownRisk]]:
    """Return the warnings of each account, in the order in which they were raised."""
    row = churn_risks.c
    query = select(row.account_id, row.risk_id, row.causes, row.started_at, row.ended_at)
    found: dict[UUID, list[KnownRisk]] = {}
    for account_id, risk_id, causes, started_at, ended_at in connection.execute(
        query.order_by(row.raised_at, row.risk_id)
    ):
        risk = KnownRisk(
            risk_id=risk_id,
            causes=frozenset(ChurnCause(cause) for cause in causes),
            is_started=started_at is not None,
            ended_at=ended_at,
        )
        found.setdefault(account_id, []).append(risk)
    return found


def competitors_since(connection: Connection, since: datetime, until: datetime) -> dict[UUID, datetime]:
    """Return when each account that talked with a competitor within a span did so last."""
    row = competitor_contacts.c
    query = select(row.account_id, func.max(row.noted_at)).group_by(row.account_id)
    found = connection.execute(query.where(row.noted_at > since, row.noted_at <= until))
    return {row[0]: row[1] for row in found}
