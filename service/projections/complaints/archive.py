"""The archive of complaints, read page by page. Takes a synchronous connection."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Connection, Select, Uuid, column, select, text, tuple_

from service.domain.complaint_vocabulary import CauseClass, ImpactExtent, Liable
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.cases.lists import CaseStatus
from service.projections.complaints.view import COMPLAINT_FILES, COMPLAINTS
from service.projections.engine.mart_view import TYPES, ZONE

ComplaintKey = tuple[datetime, UUID]
"""`(received_at, case_id)` of the last row of a page; the next page follows it."""

# The view with the keys as the tables hold them: no index knows them as text, as BI tools want them. Without
# the days, which depend on the zone of the mart. What was once a complaint stays in the archive.
_ASKED = replace(
    COMPLAINTS,
    source=f"{COMPLAINT_FILES}\nwhere complaints.complained_at is not null",
    columns=tuple(each for each in COMPLAINTS.columns if ZONE not in each.expression),
)
_SELECT = _ASKED.select.removeprefix("select")
_KEYS = (column("case_id", Uuid), column("account_id", Uuid))
_COLUMNS = (
    *_KEYS,
    column("is_complaint", Boolean),
    *(column(each.name, TYPES[each.type]) for each in _ASKED.columns),
)
_archive = (
    text(f"select cases.case_id, cases.account_id, complaints.is_complaint, {_SELECT}")
    .columns(*_COLUMNS)
    .subquery("archive")
)


class ComplaintFilter(Described, extra="forbid"):
    """Which complaints to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only complaints of this account."""
    status: CaseStatus | None = None
    """Only complaints with this status."""
    cause: CauseClass | None = None
    """Only complaints whose cause is of this class."""
    root_code: Code | None = None
    """Only complaints with this root cause."""
    process_step: Code | None = None
    """Only complaints caused at this process step."""
    liability: Liable | None = None
    """Only complaints for which this party is liable."""
    department: Code | None = None
    """Only complaints for which this department is liable."""
    impact: ImpactExtent | None = None
    """Only complaints with this extent of the harm."""
    is_complaint: bool | None = None
    """Only what counts as a complaint now; false for only what was classed otherwise since."""
    is_mass: bool | None = None
    """Only complaints that are part of a mass complaint; false for only the others."""
    received_from_at: Instant | None = None
    """Only complaints received at this time or later."""
    received_until_at: Instant | None = None
    """Only complaints received before this time."""


class ComplaintSummary(Described, from_attributes=True):
    """A complaint in the archive. Contains no personal data."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str
    """Customer number; `unknown` if there is none."""
    segment: Segment
    """Tier of the account at receipt."""
    owner: str
    """Staff id of the owner; `unknown` if there is none, as in all text columns below."""
    is_complaint: bool
    """Whether it counts as a complaint now; false if it was classed otherwise since."""
    status: CaseStatus
    """Status of the case."""
    received_at: datetime
    closed_at: datetime | None
    """Time of the last closing (UTC); null if never closed."""
    liable: str
    """Liable party."""
    department: str
    """Liable department of ours."""
    cause_class: str
    """Class of the cause."""
    root_code: str
    """Code of the root cause."""
    process_step: str
    """Process step at which the cause arose."""
    cause_depth: int | None
    """Number of successive whys; null if the cause is not identified."""
    impact: str
    """Extent of the harm."""
    remedy_count: int
    """Number of remedies proposed."""
    granted_remedy_count: int
    """Number of remedies granted to the customer."""
    granted_amount_minor: int | None
    """Cost of the granted remedies, in the smallest unit of the currency; null if in several currencies."""
    compensation_amount_minor: int | None
    """Part of it for compensating remedies, in the smallest unit of the currency."""
    currency: str
    """Currency of the amounts; `mixed` if there are several."""
    exception_count: int
    """Number of exceptions requested."""
    reopen_count: int
    """Number of reopenings."""
    handover_count: int
    """Number of hand-overs."""
    elapsed_seconds: int | None
    """Seconds from receipt to the end of this cycle by the wall clock; null while open."""
    csat: int | None
    """Score of the customer in the last rated cycle; null if not rated."""
    is_mass: bool
    """Whether it is part of a mass complaint."""
    is_recovered: bool
    """Whether the customer was won back: resolution confirmed, and rated 4 or more, by the
    customer or by a contact whom staff name."""


_EQUAL = {
    "status": "status",
    "cause": "cause_class",
    "root_code": "root_code",
    "process_step": "process_step",
    "liability": "liable",
    "department": "department",
    "impact": "impact",
    "is_complaint": "is_complaint",
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
