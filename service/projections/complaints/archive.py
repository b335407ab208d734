"""The archive of complaints, read page by page. Takes a synchronous connection."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Select, Uuid, column, select, text, tuple_

from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.cases.lists import CaseStatus
from service.projections.complaints.view import COMPLAINTS
from service.projections.engine.mart_view import TYPES

ComplaintKey = tuple[datetime, UUID]
"""`(received_at, case_id)` of the last row of a page; the next page follows it."""

# The view with the keys as the tables hold them: as text, as BI tools want them, no index knows them.
_SELECT = COMPLAINTS.select.removeprefix("select")
_KEYS = (column("case_id", Uuid), column("account_id", Uuid))
_COLUMNS = (*_KEYS, *(column(each.name, TYPES[each.type]) for each in COMPLAINTS.columns))
_archive = text(f"select cases.case_id, cases.account_id, {_SELECT}").columns(*_COLUMNS).subquery("archive")


class ComplaintFilter(BaseModel):
    """Which complaints to list; what is left out does not narrow."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    account_id: UUID | None = None
    """Only complaints of this account."""
    status: CaseStatus | None = None
    """Only complaints that stand there."""
    cause: CauseClass | None = None
    """Only complaints whose cause is of this class."""
    root_code: Code | None = None
    """Only complaints with this root."""
    process_step: Code | None = None
    """Only complaints that came about at this step of our work."""
    liability: Liable | None = None
    """Only complaints that fall on these."""
    department: Code | None = None
    """Only complaints that this department answers for."""
    impact: ImpactExtent | None = None
    """Only complaints whose harm has come so far."""
    is_mass: bool | None = None
    """Only those that are, or are not, part of a mass complaint."""
    received_from_at: Instant | None = None
    """Only complaints received at this instant or later."""
    received_until_at: Instant | None = None
    """Only complaints received before this instant."""


class ComplaintSummary(BaseModel):
    """A complaint as the archive shows it. Holds no personal data."""

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)

    case_id: UUID
    """The case."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str
    """The customer number; `unknown` where there is none."""
    segment: Segment
    """The tier of the account at receipt."""
    owner: str
    """The accountable person's staff id; `unknown` where there is none, as in all words that follow."""
    status: CaseStatus
    """Where it stands."""
    received_at: datetime
    """When it was received."""
    closed_at: datetime | None
    """The last closing."""
    liable: str
    """Who answers for it."""
    department: str
    """The department of ours that answers for it."""
    cause_class: str
    """The class of its cause."""
    root_code: str
    """Its root."""
    process_step: str
    """The step of our work at which it came about."""
    cause_depth: int | None
    """How many whys were asked."""
    impact: str
    """How far the harm has come."""
    remedy_count: int
    """How many remedies were proposed."""
    granted_remedy_count: int
    """How many the customer got."""
    granted_amount_minor: int | None
    """What they cost us, in the smallest unit of the currency; none where in several currencies."""
    compensation_amount_minor: int | None
    """Of this for remedies that compensate."""
    currency: str
    """The currency; `mixed` where there are several."""
    exception_count: int
    """How many exceptions to the policy were asked for."""
    reopen_count: int
    """How often it was taken up again."""
    handover_count: int
    """How often it was handed over."""
    elapsed_seconds: int | None
    """From receipt to the end of this cycle, by the wall clock; none while open."""
    csat: int | None
    """The customer's score of the last cycle rated."""
    is_mass: bool
    """Whether it is part of a mass complaint."""
    is_recovered: bool
    """Whether the customer was won back: confirmed, and rated 4 or more if at all."""


_EQUAL = {
    "status": "status",
    "cause": "cause_class",
    "root_code": "root_code",
    "process_step": "process_step",
    "liability": "liable",
    "department": "department",
    "impact": "impact",
    "is_mass": "is_mass",
}


def list_complaints(
    connection: Connection, wanted: ComplaintFilter, after: ComplaintKey | None, limit: int
) -> list[ComplaintSummary]:
    """Return up to `limit` complaints, newest receipt first, that follow `after` in this order."""
    columns = (_archive.c[name] for name in ComplaintSummary.model_fields)
    page = _narrowed(select(*columns), wanted)
    if after is not None:
        page = page.where(tuple_(_archive.c.received_at, _archive.c.case_id) < after)
    page = page.order_by(_archive.c.received_at.desc(), _archive.c.case_id.desc()).limit(limit)
    return [ComplaintSummary.model_validate(row) for row in connection.execute(page)]


def _narrowed(page: Select[Any], wanted: ComplaintFilter) -> Select[Any]:
    if wanted.account_id is not None:
        page = page.where(_archive.c.account_id == wanted.account_id)
    if wanted.received_from_at is not None:
        page = page.where(_archive.c.received_at >= wanted.received_from_at)
    if wanted.received_until_at is not None:
        page = page.where(_archive.c.received_at < wanted.received_until_at)
    for name, named in _EQUAL.items():
        if (value := getattr(wanted, name)) is not None:
            page = page.where(_archive.c[named] == value)
    return page
