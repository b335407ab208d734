"""The list of cases, read page by page. Takes a synchronous connection."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Column, Connection, Select, select, tuple_

from service.domain.case.readings.stages import StageName
from service.domain.text import Code
from service.domain.vocabulary import (
    CaseKind,
    Channel,
    Degree,
    Phase,
    Priority,
    ResponseClass,
    Segment,
    WaitingOn,
)
from service.projections.cases.table import cases

CaseStatus = Literal["open", "resolved", "closed"]
LackingMark = Literal["classification", "cause", "solution", "feedback"]
CaseKey = tuple[datetime, UUID]
"""`(received_at, case_id)` of the last row of a page; the next page follows it."""


class CaseSummary(BaseModel):
    """A case as a list shows it. Holds no personal data."""

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)

    case_id: UUID
    """The case."""
    reference: str | None
    """The number by which people know the case."""
    account_id: UUID
    """The customer account."""
    account_code: str | None
    """The customer number."""
    segment: Segment
    """The tier of the account at receipt."""
    channel: Channel
    """How it reached us."""
    kind: CaseKind
    """What the customer came with."""
    phase: Phase
    """The phase of the sale."""
    response_class: ResponseClass | None
    """The class that decides which promises run."""
    priority: Priority | None
    """The order in which cases are taken up."""
    category: str | None
    """The subject area."""
    owner: str | None
    """The accountable person's staff id."""
    team: str | None
    """The team."""
    status: CaseStatus
    """Where it stands."""
    merged_into: UUID | None
    """The case in which it is worked on; none where it is worked on by itself."""
    waiting_on: WaitingOn | None
    """Whom it waits for, if it waits."""
    received_at: datetime
    """When it was received."""
    acknowledged_at: datetime | None
    """When receipt was first confirmed to the customer."""
    first_response_at: datetime | None
    """The first public, human, substantive reply."""
    first_resolved_at: datetime | None
    """The first resolution."""
    final_resolved_at: datetime | None
    """The last resolution."""
    closed_at: datetime | None
    """The last closing; see `status` for whether it was reopened since."""
    stage: StageName
    """The stage of its cycle."""
    escalation_risk: Degree | None
    """How likely the customer takes it further; none while nothing shows it."""
    reopen_count: int
    """How often it was taken up again."""
    version: int
    """The newest version of its stream that is in this row."""
    updated_at: datetime
    """When its newest event was recorded."""


class CaseFilter(BaseModel):
    """Which cases to list; what is left out does not narrow."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    reference: Code | None = None
    """Only the case or cases that people know by this number."""
    status: CaseStatus | None = None
    """Only cases that stand there."""
    account_id: UUID | None = None
    """Only cases of this account."""
    owner: Code | None = None
    """Only cases of this owner (staff id)."""
    priority: Priority | None = None
    """Only cases of this priority."""
    segment: Segment | None = None
    """Only cases received from accounts of this tier."""
    channel: Channel | None = None
    """Only cases that came this way."""
    lacking: LackingMark | None = None
    """Only cases without this mark: 分级 classification, 归因 cause, 解决 solution or 反馈 feedback."""
    escalation_risk: Degree | None = None
    """Only cases with this risk that the customer takes it further."""
    stage: StageName | None = None
    """Only cases in this stage."""
    without_owner: bool | None = None
    """Only cases for which nobody answers; false: only those for which somebody does."""
    is_merged: bool | None = None
    """Only cases that are worked on in another one; false: only those that are worked on by themselves."""
    needs_engineer_follow_up: bool | None = None
    """Only cases in which an engineer must follow up a dispatch; false: only the others."""


_MARKS: dict[LackingMark, Column[Any]] = {
    "classification": cases.c.response_class,
    "cause": cases.c.cause_known_at,
    "solution": cases.c.ended_at,
    "feedback": cases.c.fed_back_at,
}
"""The column in which each mark stands; it is empty while the mark is missing."""
_ASKED_OTHERWISE = {"without_owner", "lacking", "is_merged"}
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
    for name, value in wanted.model_dump(exclude_none=True, exclude=_ASKED_OTHERWISE).items():
        page = page.where(cases.c[name] == value)
    return page
