"""Mass complaints: one parent case, many children (批量投诉, REQUIREMENTS 88).

All take a synchronous connection.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select, union

from service.domain.described import Described
from service.projections.cases.table import cases
from service.projections.links import case_links
from service.projections.remedies import remedies


class GrantedAmount(Described, from_attributes=True):
    """Remedies granted to the customers of a mass complaint in one currency."""

    currency: str
    """Currency (ISO 4217)."""
    remedies: int
    """Number of remedies granted."""
    amount_minor: int
    """Cost to us, in the smallest unit of the currency."""


class ChildCase(Described, from_attributes=True):
    """A child case of a mass complaint. Contains no personal data."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str | None
    status: str
    """Status of the case."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    received_at: datetime


def children_of(connection: Connection, parent_id: UUID) -> list[ChildCase]:
    """Return the children of a case, whichever of the two told the link, in order of their receipt."""
    told_by_parent = select(case_links.c.other_case_id).where(
        case_links.c.case_id == parent_id,
        case_links.c.relation == "child",
        case_links.c.unlinked_at.is_(None),
    )
    told_by_child = select(case_links.c.case_id).where(
        case_links.c.other_case_id == parent_id,
        case_links.c.relation == "parent",
        case_links.c.unlinked_at.is_(None),
    )
    page = select(*(cases.c[name] for name in ChildCase.model_fields))
    page = page.where(cases.c.case_id.in_(union(told_by_parent, told_by_child)))
    page = page.order_by(cases.c.received_at, cases.c.case_id)
    return [ChildCase.model_validate(row) for row in connection.execute(page)]


def granted_on(connection: Connection, case_ids: list[UUID]) -> list[GrantedAmount]:
    """Return what was granted on these cases, by currency."""
    query = (
        select(
            remedies.c.currency,
            func.count().label("remedies"),
            func.sum(remedies.c.amount_minor).label("amount_minor"),
        )
        .where(remedies.c.case_id.in_(case_ids), remedies.c.status == "granted")
        .group_by(remedies.c.currency)
        .order_by(remedies.c.currency)
    )
    return [GrantedAmount.model_validate(row) for row in connection.execute(query)]
