"""Resolutions that are to be asked about, and when contacts were last asked. Synchronous."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, func, or_, select, tuple_

from service.domain.guidelines.surveys import SurveyProgramme
from service.domain.vocabulary import CaseKind, ResponseClass
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.fold import OPEN
from service.projections.clocks.table import clocks
from service.projections.surveys.table import surveys

CLOCK = "survey"
"""The promise that somebody is asked: it is open from the resolution until then (REQUIREMENTS 160)."""
JUST_NOTED = timedelta(minutes=5)
"""A command on the case may have noted the breach before anybody looked whether somebody could be asked."""
SurveyPlace = tuple[datetime, UUID]
"""`(due_at, clock_id)` of the last row of a page; the next page follows it."""
_IS_OPEN = clocks.c.status.in_(bindparam("open", OPEN, expanding=True, literal_execute=True))


@dataclass(frozen=True, kw_only=True)
class LastAsked:
    """When a contact was last asked about a case."""

    contact_id: UUID
    case_id: UUID
    sent_at: datetime


def list_due_surveys(
    connection: Connection, programme: SurveyProgramme, now: datetime, after: SurveyPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` resolutions whose survey is to be sent by now, the next due first."""
    columns = (
        clocks.c.clock_id,
        clocks.c.cycle,
        clocks.c.started_at.label("resolved_at"),
        clocks.c.due_at,
        *(cases.c[name] for name in ("case_id", "reference", "account_id", "kind", "segment", "owner")),
        accounts.c.code.label("account_code"),
    )
    page = (
        select(*columns)
        .select_from(
            clocks.join(cases, cases.c.case_id == clocks.c.stream_id).join(
                accounts, accounts.c.account_id == cases.c.account_id
            )
        )
        .where(_IS_OPEN, clocks.c.clock == CLOCK)
        .where(clocks.c.started_at <= now - timedelta(seconds=programme.delay_seconds))
        .where(clocks.c.started_at > now - timedelta(days=programme.ask_within_days))
    )
    page = _narrowed(page, programme)
    if after is not None:
        page = page.where(tuple_(clocks.c.due_at, clocks.c.clock_id) > after)
    page = page.order_by(clocks.c.due_at, clocks.c.clock_id).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]


def list_lapsing_surveys(
    connection: Connection, until: datetime, after: SurveyPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` resolutions whose promise of a survey passed unkept by now, the first due first.

    Of those that were noted as broken only the newest are among them: what is older was looked at.
    """
    page = (
        select(clocks.c.clock_id, clocks.c.cycle, clocks.c.due_at, cases.c.case_id, cases.c.account_id)
        .select_from(clocks.join(cases, cases.c.case_id == clocks.c.stream_id))
        .where(_IS_OPEN, clocks.c.clock == CLOCK, clocks.c.due_at < until)
        .where(or_(clocks.c.breached_at.is_(None), clocks.c.due_at > until - JUST_NOTED))
    )
    if after is not None:
        page = page.where(tuple_(clocks.c.due_at, clocks.c.clock_id) > after)
    page = page.order_by(clocks.c.due_at, clocks.c.clock_id).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]


def last_asked(connection: Connection, contacts: Iterable[UUID]) -> list[LastAsked]:
    """Return when each contact was last asked about each case."""
    wanted = list(contacts)
    if not wanted:
        return []
    query = (
        select(surveys.c.contact_id, surveys.c.case_id, func.max(surveys.c.sent_at).label("sent_at"))
        .where(surveys.c.contact_id.in_(wanted))
        .group_by(surveys.c.contact_id, surveys.c.case_id)
    )
    return [LastAsked(**row) for row in connection.execute(query).mappings()]


def last_asked_elsewhere(asked: Iterable[LastAsked], case_id: UUID) -> dict[UUID, datetime]:
    """Return when each contact was last asked about another case."""
    found: dict[UUID, datetime] = {}
    for one in asked:
        if one.case_id != case_id:
            found[one.contact_id] = max(one.sent_at, found.get(one.contact_id, one.sent_at))
    return found


def _narrowed(page: Select[Any], programme: SurveyProgramme) -> Select[Any]:
    wanted = programme.conditions
    if wanted.response_classes:
        in_class = cases.c.response_class.in_([one.value for one in wanted.response_classes])
        is_complaint = cases.c.kind == CaseKind.COMPLAINT.value
        asks = ResponseClass.COMPLAINT in wanted.response_classes
        page = page.where(or_(in_class, is_complaint) if asks else in_class)
    for column, any_of in (
        (cases.c.kind, wanted.kinds),
        (cases.c.segment, wanted.segments),
        (cases.c.channel, wanted.channels),
    ):
        if any_of:
            page = page.where(column.in_([one.value for one in any_of]))
    return page
