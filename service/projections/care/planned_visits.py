"""Planned visits of accounts (回访计划), one row each: by whom, by when, and what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Date, Index, Integer, Table, Text, Uuid, case, func, select, tuple_

from service.domain.account.days.visit_days import over_at
from service.domain.account.record.profile import AccountClosed
from service.domain.account.record.visits import PlannedVisitCancelled, VisitPlanned, VisitRecorded
from service.domain.described import Described
from service.domain.event import Instant as SentInstant
from service.domain.text import Code
from service.domain.vocabulary import Segment, VisitKind
from service.projections.accounts import accounts
from service.projections.care.profiles import profiles
from service.projections.care.visits import visits
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

PlanPlace = tuple[datetime, UUID]
"""`(due_at, event_id)` of the last row of a page; the next page follows it."""

planned_visits = Table(
    "planned_visits",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("visit_id", Uuid, "回访计划标识 | id of the planned visit"),
    known("event_id", Uuid, "计划事件标识 | event by which it was planned"),
    known("kind", Text, "计划方式 | kind of visit that is planned"),
    known("planned_on", Date, "计划日期 | day by whose end it is to take place"),
    known("due_at", Instant, "计划期限 | end of that day"),
    known("planned_at", Instant, "制定时间 | when it was planned"),
    maybe("responsible", Text, "回访人工号, 空为客户负责人 | staff id of who visits, empty: the owner"),
    maybe("campaign", Text, "回访活动 | campaign that it is part of"),
    known("status", Text, "状态: planned, held, cancelled | status: planned, held, cancelled"),
    maybe("ended_at", Instant, "完成或取消时间 | when it took place or was cancelled"),
    maybe("satisfaction", Integer, "客户评分 | score that the customer gave"),
    source_position(),
    Index("planned_visits_due", "status", "due_at", "event_id"),
    Index("planned_visits_campaign", "campaign"),
    comment="回访计划, 每项一行 | planned visits of accounts, one row each",
)


def _planned(sheet: Sheet, entry: Entry, event: VisitPlanned) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "visit_id": event.visit_id,
        "event_id": entry.event_id,
        "kind": event.kind,
        "planned_on": event.planned_on,
        "due_at": over_at(event.planned_on),
        "planned_at": event.occurred_at,
        "responsible": event.responsible,
        "campaign": event.campaign,
        "status": "planned",
        "ended_at": None,
        "satisfaction": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.visit_id), row)


def _recorded(sheet: Sheet, entry: Entry, event: VisitRecorded) -> None:
    if event.visit_id is not None and event.reached:
        _end(sheet, entry, event.visit_id, "held", event.occurred_at, event.satisfaction)


def _cancelled(sheet: Sheet, entry: Entry, event: PlannedVisitCancelled) -> None:
    _end(sheet, entry, event.visit_id, "cancelled", event.occurred_at)


def _end(  # noqa: PLR0917  where, which, and what became of it
    sheet: Sheet, entry: Entry, visit_id: UUID, status: str, at: datetime, satisfaction: int | None = None
) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, visit_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    ended = {"status": status, "ended_at": at, "satisfaction": satisfaction}
    sheet.put((entry.stream_id, visit_id), {**row, **ended, "source_position": entry.position})


def _closed(sheet: Sheet, entry: Entry, event: AccountClosed) -> None:
    """Nobody visits an account that is closed."""
    of_account = [place for place in sheet.rows if place[0] == entry.stream_id]
    for place in of_account:
        if sheet.rows[place]["status"] == "planned":
            _end(sheet, entry, place[1], "cancelled", event.occurred_at)


PLANNED_VISITS = ReadModel(
    table=planned_visits,
    loaded_by=planned_visits.c.account_id,
    handlers={
        VisitPlanned: _planned,
        VisitRecorded: _recorded,
        PlannedVisitCancelled: _cancelled,
        AccountClosed: _closed,
    },
)


class PlannedVisitFilter(Described, extra="forbid"):
    """Which planned visits to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only visits of this account."""
    responsible: Code | None = None
    """Only visits that this person (staff id) is to make, as named in the plan or as owner of the account."""
    campaign: Code | None = None
    """Only visits of this campaign."""
    due_before: SentInstant | None = None
    """Only visits due before this time."""
    status: Literal["planned", "held", "cancelled"] | None = None
    """How the plan stands."""


class PlannedVisitRow(Described, from_attributes=True):
    """A planned visit in a list."""

    visit_id: UUID
    """Id of the planned visit."""
    account_id: UUID
    account_code: str
    """Customer number in other systems."""
    kind: VisitKind
    """Kind of visit that is planned."""
    planned_on: date
    """Day by whose end it is to take place."""
    due_at: datetime
    """End of that day (UTC)."""
    planned_at: datetime
    """Time at which it was planned (UTC)."""
    responsible: str | None
    """Staff id of who is to make it: who is named in the plan, otherwise the owner of the account."""
    campaign: str | None
    """Campaign that it is part of; null for none."""
    status: str
    """How the plan stands: planned, held or cancelled."""
    ended_at: datetime | None
    """Time at which it took place or was cancelled (UTC); null before."""
    satisfaction: int | None
    """Score that the customer gave; null if none was given."""
    event_id: UUID
    """Id of the event by which it was planned."""


class CampaignRow(Described, from_attributes=True):
    """How far a campaign is."""

    campaign: str
    """Name of the campaign."""
    planned_count: int
    """Visits planned in all, those cancelled included."""
    held_count: int
    """Visits that took place."""
    in_time_count: int
    """Visits that took place by their day."""
    cancelled_count: int
    """Visits that were cancelled."""
    overdue_count: int
    """Visits whose day is over and that did not take place."""
    average_satisfaction: float | None
    """Mean of the scores that customers gave; null if none was given."""


_RESPONSIBLE = func.coalesce(planned_visits.c.responsible, accounts.c.owner)


def list_planned_visits(
    connection: Connection, wanted: PlannedVisitFilter, after: PlanPlace | None, limit: int
) -> list[PlannedVisitRow]:
    """Return up to `limit` planned visits, the next due first, that follow `after`."""
    columns = [column for column in planned_visits.c if column.name != "responsible"]
    rows = select(*columns, accounts.c.code.label("account_code"), _RESPONSIBLE.label("responsible"))
    rows = rows.join(accounts, accounts.c.account_id == planned_visits.c.account_id)
    for name in ("account_id", "campaign", "status"):
        if (value := getattr(wanted, name)) is not None:
            rows = rows.where(planned_visits.c[name] == value)
    if wanted.responsible is not None:
        rows = rows.where(_RESPONSIBLE == wanted.responsible)  # noqa: SIM300  the column first: SQL is made of it
    if wanted.due_before is not None:
        rows = rows.where(planned_visits.c.due_at < wanted.due_before)
    if after is not None:
        rows = rows.where(tuple_(planned_visits.c.due_at, planned_visits.c.event_id) > after)
    rows = rows.order_by(planned_visits.c.due_at, planned_visits.c.event_id).limit(limit)
    return [PlannedVisitRow.model_validate(row) for row in connection.execute(rows)]


def list_campaigns(connection: Connection, now: datetime, after: str | None, limit: int) -> list[CampaignRow]:
    """Return up to `limit` campaigns in order of their names that follow the name `after`."""
    each = planned_visits.c

    def count(*conditions: Any) -> Any:
        return func.count(case((func.coalesce(*conditions, False), 1)))

    rows = select(
        each.campaign,
        func.count().label("planned_count"),
        count(each.status == "held").label("held_count"),
        count((each.status == "held") & (each.ended_at <= each.due_at)).label("in_time_count"),
        count(each.status == "cancelled").label("cancelled_count"),
        count((each.status == "planned") & (each.due_at < now)).label("overdue_count"),
        func.avg(each.satisfaction).label("average_satisfaction"),
    ).where(each.campaign.is_not(None))
    if after is not None:
        rows = rows.where(each.campaign > after)
    rows = rows.group_by(each.campaign).order_by(each.campaign).limit(limit)
    return [CampaignRow.model_validate(row) for row in connection.execute(rows)]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An account that a campaign turns to."""

    account_id: UUID
    code: str
    owner: str | None


def accounts_to_visit(  # noqa: PLR0917  each narrows the choice
    connection: Connection,
    segments: Collection[Segment],
    industries: Collection[str],
    owners: Collection[str],
    silent_since: datetime | None,
    account_ids: Collection[UUID],
    limit: int,
) -> list[Chosen]:
    """Return up to `limit` open accounts in order of code; what is empty, or None, does not narrow."""
    rows = select(accounts.c.account_id, accounts.c.code, accounts.c.owner)
    rows = rows.join(profiles, profiles.c.account_id == accounts.c.account_id)
    rows = rows.where(profiles.c.closed_at.is_(None))
    for column, values in (
        (accounts.c.segment, segments),
        (accounts.c.industry, industries),
        (accounts.c.owner, owners),
        (accounts.c.account_id, account_ids),
    ):
        if values:
            rows = rows.where(column.in_(values))
    if silent_since is not None:
        visited = select(visits.c.event_id).where(
            visits.c.account_id == accounts.c.account_id, visits.c.reached, visits.c.held_at > silent_since
        )
        rows = rows.where(~visited.exists())
    rows = rows.order_by(accounts.c.code).limit(limit)
    return [
        Chosen(account_id=row.account_id, code=row.code, owner=row.owner) for row in connection.execute(rows)
    ]


def open_plans_of(connection: Connection, people: Sequence[str]) -> dict[str, int]:
    """Return how many planned visits each of these people still has to make."""
    rows = (
        select(_RESPONSIBLE.label("person"), func.count().label("open"))
        .join(accounts, accounts.c.account_id == planned_visits.c.account_id)
        .where(planned_visits.c.status == "planned", _RESPONSIBLE.in_(people))
        .group_by(_RESPONSIBLE)
    )
    return {row.person: row.open for row in connection.execute(rows)}
