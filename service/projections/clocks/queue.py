"""The queue of what is due, read page by page. All take a synchronous connection."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    any_,
    bindparam,
    func,
    not_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy import case as when

from service.domain.clocks.verdict import Verdict
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.fold import CLOCK_COLUMNS, OPEN
from service.projections.clocks.table import clocks

ClockKey = tuple[datetime, UUID]
"""`(due_at, clock_id)` of the last row of a page; the next page follows it."""

_STREAMS_BY_OWNER = ((cases.c.case_id, cases.c.owner), (accounts.c.account_id, accounts.c.owner))
# Written out, so that the server sees that the index of open clocks holds them all.
_IS_OPEN = clocks.c.status.in_(bindparam("open", OPEN, expanding=True, literal_execute=True))


class ClockFilter(Described, extra="forbid"):
    """Which clocks to list. Omitted fields do not filter."""

    clock: Code | None = None
    """Only promises with this name."""
    verdict: Verdict | None = None
    """Only clocks with this verdict now. If omitted, open clocks: still to be done, overdue or not."""
    owner: Code | None = None
    """Only clocks of cases and accounts that this person (staff id) owns now."""
    segment: Segment | None = None
    """Only promises made to accounts of this tier."""
    account_id: UUID | None = None
    """Only promises to this account and about its cases."""
    due_before: Instant | None = None
    """Only clocks due before this time."""


def list_clocks(
    connection: Connection, wanted: ClockFilter, after: ClockKey | None, limit: int, now: datetime
) -> list[dict[str, Any]]:
    """Return up to `limit` rows of clocks, next due first, that follow `after` in this order.

    Each is the row of the clock with `promised_owner` for its owner; `owner` is who is accountable now, and
    `reference` and `account_code` are those of the case and the account.
    """
    page = _narrowed(select(*CLOCK_COLUMNS), wanted, now)
    if after is not None:
        page = page.where(tuple_(clocks.c.due_at, clocks.c.clock_id) > after)
    # The page first, its cases and accounts then: not those of all clocks that are wanted.
    listed = page.order_by(clocks.c.due_at, clocks.c.clock_id).limit(limit).subquery("listed")
    columns = (
        *(listed.c[each.name] for each in CLOCK_COLUMNS if each.name != "owner"),
        listed.c.owner.label("promised_owner"),
        when((listed.c.stream == "case", cases.c.owner), else_=accounts.c.owner).label("owner"),
        cases.c.reference,
        accounts.c.code.label("account_code"),
    )
    of_whom = listed.outerjoin(cases, cases.c.case_id == listed.c.stream_id).outerjoin(
        accounts, accounts.c.account_id == listed.c.account_id
    )
    told = select(*columns).select_from(of_whom).order_by(listed.c.due_at, listed.c.clock_id)
    return [dict(row) for row in connection.execute(told).mappings()]


def has_verdict(verdict: Verdict, now: datetime) -> ColumnElement[bool]:
    """Narrow to clocks of which the domain says this verdict now."""
    is_overdue = and_(clocks.c.status == "running", clocks.c.due_at < now)
    is_broken = when((_IS_OPEN, is_overdue), else_=clocks.c.was_breached)
    match verdict:
        case "breached":
            return and_(is_broken, clocks.c.waived_by.is_(None))
        case "waived":
            return and_(is_broken, clocks.c.waived_by.is_not(None))
        case _:
            return and_(clocks.c.status == verdict, not_(is_broken))


def _owned_by(owner: str) -> CompoundSelect[UUID]:
    return union_all(*(select(key).where(of == owner) for key, of in _STREAMS_BY_OWNER))


def _narrowed(page: Select[Any], wanted: ClockFilter, now: datetime) -> Select[Any]:
    page = page.where(_IS_OPEN if wanted.verdict is None else has_verdict(wanted.verdict, now))
    if wanted.owner is not None:
        # An array, so that the clocks are read from their index, not all open ones joined with all cases.
        page = page.where(clocks.c.stream_id == any_(func.array(_owned_by(wanted.owner).scalar_subquery())))
    if wanted.due_before is not None:
        page = page.where(clocks.c.due_at < wanted.due_before)
    for name in ("clock", "segment", "account_id"):
        if (value := getattr(wanted, name)) is not None:
            page = page.where(clocks.c[name] == value)
    return page
