"""The list of cases, read page by page. Takes a synchronous connection."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Select, select, tuple_

from service.domain import vocabulary
from service.domain.case.readings.stages import StageName
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.projections.cases.table import cases

CaseStatus = Literal["open", "resolved", "closed"]
LackingMark = Literal["classification", "cause", "solution", "feedback"]
CaseKey = tuple[datetime, UUID]
"""`(received_at, case_id)` of the last row of a page; the next page follows it."""


class CaseSummary(Described, from_attributes=True):
    """A case in a list. Contains no personal data."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str | None
    segment: vocabulary.Segment
    """Tier of the account when the case was received."""
    channel: vocabulary.Channel
    """Channel by which the case came in."""
    kind: vocabulary.CaseKind
    """Kind of case."""
    phase: vocabulary.Phase
    response_class: vocabulary.ResponseClass | None
    """Response class, which decides which promises apply; null if not classified."""
    priority: vocabulary.Priority | None
    """Priority, which decides in which order cases are worked on; null if not classified."""
    category: str | None
    """Subject area; null if not classified."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    team: str | None
    """Responsible team; null if none is assigned."""
    status: CaseStatus
    """Status of the case."""
    merged_into: UUID | None
    """Id of the case into which it is merged; null if it is not merged."""
    waiting_on: vocabulary.WaitingOn | None
    """Party for whom the case waits; null if it does not wait."""
    received_at: datetime
    acknowledged_at: datetime | None
    """Time at which receipt was first confirmed to the customer (UTC); null if it was not."""
    first_response_at: datetime | None
    """Time of the first public, human, substantive reply (UTC); null if there is none."""
    first_resolved_at: datetime | None
    """Time of the first resolution (UTC); null if there is none."""
    final_resolved_at: datetime | None
    """Time of the last resolution (UTC); null if there is none."""
    closed_at: datetime | None
    """Time of the last closing (UTC); see `status` for a reopening since. null if never closed."""
    stage: StageName
    """Stage of the present cycle."""
    escalation_risk: vocabulary.Degree | None
    """Likelihood that the customer escalates; null if there is no sign of it."""
    reopen_count: int
    """Number of reopenings."""
    version: int
    """Version of the case up to which the row is current."""
    updated_at: datetime
    """Time of recording of the newest event (UTC)."""


class CaseFilter(Described, extra="forbid"):
    """Which cases to list. Omitted fields do not filter."""

    reference: Code | None = None
    """Only cases with this case number."""
    status: CaseStatus | None = None
    """Only cases with this status."""
    account_id: UUID | None = None
    """Only cases of this account."""
    owner: Code | None = None
    """Only cases of this owner (staff id)."""
    team: Code | None = None
    """Only cases of this team."""
    kind: vocabulary.CaseKind | None = None
    """Only cases of this kind."""
    phase: vocabulary.Phase | None = None
    """Only cases of this phase of the sale."""
    order_reference: Code | None = None
    """Only cases received about this order."""
    response_class: vocabulary.ResponseClass | None = None
    """Only cases of this response class."""
    category: Code | None = None
    """Only cases of this subject area."""
    received_from: Instant | None = None
    """Only cases received at this time or later."""
    received_before: Instant | None = None
    """Only cases received before this time."""
    resolved_from: Instant | None = None
    """Only cases last resolved at this time or later."""
    resolved_before: Instant | None = None
    """Only cases last resolved before this time."""
    priority: vocabulary.Priority | None = None
    """Only cases of this priority."""
    segment: vocabulary.Segment | None = None
    """Only cases received from accounts of this tier."""
    channel: vocabulary.Channel | None = None
    """Only cases received by this channel."""
    lacking: LackingMark | None = None
    """Only cases without this mark: 分级 classification, 归因 cause, 解决 solution (what was done) or 反馈
    feedback."""
    escalation_risk: vocabulary.Degree | None = None
    """Only cases with this likelihood of an escalation by the customer."""
    stage: StageName | None = None
    """Only cases in this stage."""
    without_owner: bool | None = None
    """Only cases without an owner; false for only those with an owner."""
    is_merged: bool | None = None
    """Only cases that are merged into another; false for only those that are not."""
    needs_engineer_follow_up: bool | None = None
    """Only cases in which an engineer must follow up a dispatch; false for only the others."""


_MARKS: dict[LackingMark, Column[Any]] = {
    "classification": cases.c.response_class,
    "cause": cases.c.cause_known_at,
    "solution": cases.c.solution_known_at,
    "feedback": cases.c.fed_back_at,
}
"""The column in which each mark stands; it is empty while the mark is missing."""
_BOUNDS: dict[str, Callable[[datetime], ColumnElement[bool]]] = {
    "received_from": cases.c.received_at.__ge__,
    "received_before": cases.c.received_at.__lt__,
    "resolved_from": cases.c.final_resolved_at.__ge__,
    "resolved_before": cases.c.final_resolved_at.__lt__,
}
_ASKED_OTHERWISE = {"without_owner", "lacking", "is_merged", *_BOUNDS}
"""Filters that are not the value of a column of their name."""


def list_cases(
    connection: Connection, wanted: CaseFilter, after: CaseKey | None, limit: int
) -> list[CaseSummary]:
    """Return up to `limit` cases, newest receipt first, that follow `after` in this order."""
    page = _narrowed(select(*(cases.c[name] for name in CaseSummary.model_fields)), wanted)
    if after is not None:
        page = page.where(tuple_(cases.c.received_at, cases.c.case_id) < after)
    page = page.order_by(cases.c.received_at.desc(), cases.c.case_id.desc()).limit(limit)
    return [CaseSummary.model_validate(row) for row in connection.execute(page)]


def _narrowed(page: Select[tuple[object, ...]], wanted: CaseFilter) -> Select[tuple[object, ...]]:
    if wanted.without_owner is not None:
        page = page.where(cases.c.owner.is_(None) == wanted.without_owner)
    if wanted.lacking is not None:
        page = page.where(_MARKS[wanted.lacking].is_(None))
    if wanted.is_merged is not None:
        page = page.where(cases.c.merged_into.is_not(None) == wanted.is_merged)
    for name, is_within in _BOUNDS.items():
        if (at := getattr(wanted, name)) is not None:
            page = page.where(is_within(at))
    for name, value in wanted.model_dump(exclude_none=True, exclude=_ASKED_OTHERWISE).items():
        page = page.where(cases.c[name] == value)
    return page
