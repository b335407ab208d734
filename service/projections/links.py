"""The links of a case in both directions. Takes a synchronous connection."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Select, literal, select, union_all

from service.projections.link_rows import MERGED
from service.projections.tables import cases
from service.projections.tables_work import case_links


class LinkedCase(BaseModel):
    """A link that stands, as seen from one of its cases, and the case at the other end. No personal data."""

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)

    case_id: UUID
    """The case at the other end."""
    relation: str
    """How it stands on the record: what `other_case_id` of the fact is to the case that tells it (related,
    parent, child, duplicate, cause, merged_into, split_into, split_from)."""
    is_told_here: bool
    """Whether it stands on the record of this case: then the other is its `relation`; else this one is the
    `relation` of the other."""
    linked_at: datetime
    """When it was last linked."""
    reference: str | None
    """The number by which people know the other case; none where there is none, or no such case."""
    status: str | None
    """Where the other case stands; none where there is no such case."""


def links_of(connection: Connection, case_id: UUID) -> list[LinkedCase]:
    """Return the links that name a case: those on its own record first, of each kind the oldest first."""
    here = _links(is_told_here=True).where(case_links.c.case_id == case_id)
    there = _links(is_told_here=False).where(case_links.c.other_case_id == case_id)
    both = union_all(here, there).subquery()
    page = select(both).order_by(both.c.is_told_here.desc(), both.c.linked_at, both.c.case_id)
    return [LinkedCase.model_validate(row) for row in connection.execute(page)]


def merged_with(connection: Connection, case_id: UUID) -> set[UUID]:
    """Return the cases that are worked on together with a case: it in them, or they in it."""
    here, there = case_links.c.case_id, case_links.c.other_case_id
    standing = (case_links.c.relation == MERGED, case_links.c.unlinked_at.is_(None))
    both = union_all(
        select(there).where(here == case_id, *standing), select(here).where(there == case_id, *standing)
    )
    return set(connection.scalars(both))


def _links(*, is_told_here: bool) -> Select[tuple[object, ...]]:
    far = case_links.c.other_case_id if is_told_here else case_links.c.case_id
    columns = (
        far.label("case_id"),
        case_links.c.relation,
        literal(is_told_here).label("is_told_here"),
        case_links.c.linked_at,
        cases.c.reference,
        cases.c.status,
    )
    joined = case_links.outerjoin(cases, cases.c.case_id == far)
    return select(*columns).select_from(joined).where(case_links.c.unlinked_at.is_(None))
