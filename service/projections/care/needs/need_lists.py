"""The lists of needs, of who asks for them, and of opportunities, page by page."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, any_, case, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from service.domain.account.needs.vocabulary import NeedStage, OpportunityStage
from service.domain.account.record.needs.needs import DECIDED, OPEN
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.care.needs.need_askers import need_askers
from service.projections.care.needs.opportunities import opportunities

NeedPlace = tuple[datetime, str]
"""`(raised_at, need_number)` of the last row of a page; the next page follows it."""
AskerPlace = tuple[datetime, UUID, str]
"""`(raised_at, account_id, need_number)` of the last row of a page."""
OpportunityPlace = tuple[datetime, UUID]
"""`(passed_at, opportunity_id)` of the last row of a page."""


class NeedFilter(Described, extra="forbid"):
    """Which needs to list. Omitted fields do not filter."""

    department: Code | None = None
    """Only needs of which this department is told."""
    responsible: Code | None = None
    """Only needs that this person (staff id) sees to."""
    product: Code | None = None
    """Only needs that concern this product."""
    stage: NeedStage | None = None
    """Only needs at this stage."""
    show: Literal["open", "to_tell", "closed", "all"] = "open"
    """`open`: not decided yet, or somebody who asked is still to be told. `to_tell`: delivered or declined,
    and not told to everybody who asked. `closed`: told to everybody, or withdrawn by all accounts."""


class AskerFilter(Described, extra="forbid"):
    """Which needs of which accounts to list. Omitted fields do not filter."""

    need_number: Code | None = None
    """Only this need."""
    account_id: UUID | None = None
    """Only needs of this account."""
    department: Code | None = None
    """Only needs of which this department is told."""
    stage: NeedStage | None = None
    """Only needs at this stage."""
    is_told: bool | None = None
    """Only where everybody who asked knows how it stands, as far as there is anything to tell; false for only
    those where somebody does not."""


class OpportunityFilter(Described, extra="forbid"):
    """Which opportunities to list. Omitted fields do not filter."""

    department: Code | None = None
    """Only opportunities that were passed to this department."""
    held_by: Code | None = None
    """Only opportunities that this person (staff id) took up."""
    account_id: UUID | None = None
    """Only opportunities of this account."""
    stage: OpportunityStage | None = None
    """Only opportunities at this stage."""
    opened_before: Instant | None = None
    """Only opportunities passed on before this time."""
    show: Literal["open", "ended", "all"] = "open"
    """`open`: not answered yet, or taken up. `ended`: declined, won or lost. `all`: everything."""


_IS_ASKED = need_askers.c.stage != NeedStage.WITHDRAWN
_NEWEST = (
    select(need_askers)
    .ext(distinct_on(need_askers.c.need_number))
    .order_by(
        need_askers.c.need_number, _IS_ASKED.desc(), need_askers.c.stage_at.desc(), need_askers.c.account_id
    )
    .subquery("newest")
)
"""Of each need the row of the account that moved last: all move together, so it says how the need stands."""
_COUNTS = (
    select(
        need_askers.c.need_number,
        func.count().filter(_IS_ASKED).label("accounts"),
        func.coalesce(func.sum(need_askers.c.asker_count).filter(_IS_ASKED), 0).label("contacts"),
        func.sum(need_askers.c.untold_count).label("untold_contacts"),
        func.bool_or(need_askers.c.stage.in_(OPEN)).label("is_undecided"),
        func.bool_or(need_askers.c.stage.in_(DECIDED) & (need_askers.c.untold_count > 0)).label("is_to_tell"),
        func.min(need_askers.c.raised_at).label("raised_at"),
    )
    .group_by(need_askers.c.need_number)
    .subquery("counted")
)
_LOOP = case((_COUNTS.c.is_to_tell, "to_tell"), (_COUNTS.c.is_undecided, "open"), else_="closed")
_OF_NEWEST = ("need_number", "topic", "product", "departments", "stage", "stage_at", "responsible", "due_on")


def list_needs(
    connection: Connection, wanted: NeedFilter, after: NeedPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` needs, the longest known first, that follow `after`."""
    newest, counted = _NEWEST.c, _COUNTS.c
    page: Select[Any] = select(
        *(newest[name] for name in _OF_NEWEST),
        *(counted[name] for name in ("accounts", "contacts", "untold_contacts", "raised_at")),
        _LOOP.label("loop"),
    ).join_from(_NEWEST, _COUNTS, newest.need_number == counted.need_number)
    if wanted.show != "all":
        shown = ("open", "to_tell") if wanted.show == "open" else (wanted.show,)
        page = page.where(_LOOP.in_(shown))
    page = _told_to(page, newest.departments, wanted.department)
    named = ((newest[name], getattr(wanted, name)) for name in ("responsible", "product", "stage"))
    page = _where(page, *named)
    place = (counted.raised_at, newest.need_number)
    return _rows(connection, page, place, after, limit)


def list_askers(
    connection: Connection, wanted: AskerFilter, after: AskerPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` needs of accounts, the longest asked first, that follow `after`."""
    row = need_askers.c
    page = select(need_askers, accounts.c.code.label("account_code"), accounts.c.owner).join_from(
        need_askers, accounts, accounts.c.account_id == row.account_id
    )
    page = _told_to(page, row.departments, wanted.department)
    page = _where(
        page, *((row[name], getattr(wanted, name)) for name in ("need_number", "account_id", "stage"))
    )
    if wanted.is_told is not None:
        page = page.where((row.untold_count == 0) == wanted.is_told)
    return _rows(connection, page, (row.raised_at, row.account_id, row.need_number), after, limit)


def list_opportunities(
    connection: Connection, wanted: OpportunityFilter, after: OpportunityPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` opportunities, the longest open first, that follow `after`."""
    row = opportunities.c
    page = select(opportunities, accounts.c.code.label("account_code"), accounts.c.owner).join_from(
        opportunities, accounts, accounts.c.account_id == row.account_id
    )
    if wanted.show != "all":
        is_open = row.ended_at.is_(None)
        page = page.where(is_open if wanted.show == "open" else ~is_open)
    if wanted.opened_before is not None:
        page = page.where(row.passed_at < wanted.opened_before)
    named = ((row[name], getattr(wanted, name)) for name in ("department", "account_id", "stage"))
    page = _where(page, *named, (row.holder, wanted.held_by))
    return _rows(connection, page, (row.passed_at, row.opportunity_id), after, limit)


def accounts_asking(connection: Connection, need_number: str) -> list[tuple[UUID, list[UUID]]]:
    """Return the accounts that ask for a need, the longest asking first, each with who was not told yet."""
    query = (
        select(need_askers.c.account_id, need_askers.c.untold)
        .where(need_askers.c.need_number == need_number, _IS_ASKED)
        .order_by(need_askers.c.raised_at, need_askers.c.account_id)
    )
    return [(account_id, [UUID(each) for each in untold]) for account_id, untold in connection.execute(query)]


def _told_to(page: Select[Any], departments: ColumnElement[Any], wanted: str | None) -> Select[Any]:
    return page if wanted is None else page.where(literal(wanted) == any_(departments))


def _where(page: Select[Any], *named: tuple[ColumnElement[Any], object]) -> Select[Any]:
    return page.where(*(column == value for column, value in named if value is not None))


def _rows(
    connection: Connection,
    page: Select[Any],
    place: tuple[ColumnElement[Any], ...],
    after: tuple[Any, ...] | None,
    limit: int,
) -> list[dict[str, Any]]:
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]
