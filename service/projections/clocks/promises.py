"""Promises of some kinds on cases, page by page: what is still to be done, and what was not done in time."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.cases.table import cases
from service.projections.clocks.fold import OPEN
from service.projections.clocks.table import clocks

Show = Literal["due", "missed", "done", "all"]
PromiseKey = tuple[datetime, UUID]
"""`(due_at, clock_id)` of the last row of a page; the next page follows it."""

DONE = ("met", "late")
# Written out, so that the server sees that the index of open clocks holds them all.
_IS_OPEN = clocks.c.status.in_(bindparam("open", OPEN, expanding=True, literal_execute=True))
_OF_CLOCK = (
    clocks.c.clock_id,
    clocks.c.account_id,
    clocks.c.clock,
    clocks.c.rule,
    clocks.c.cycle,
    clocks.c.subject,
    clocks.c.due_at,
    clocks.c.status,
    clocks.c.was_breached,
    clocks.c.ended_at,
)
_FROM = clocks.join(cases, cases.c.case_id == clocks.c.stream_id).join(
    accounts, accounts.c.account_id == clocks.c.account_id
)


class PromiseFilter(Described, extra="forbid"):
    """Which promises to list. Omitted fields do not filter."""

    case_id: UUID | None = None
    """Only rows of this case."""
    account_id: UUID | None = None
    """Only rows of this account."""
    due_before: Instant | None = None
    """Only promises due before this time."""
    show: Show = "due"
    """`due`: still to be done, overdue or not. `missed`: not done in time, including done late and
    cancelled since. `done`: done, in time or late. `all`: everything."""


def list_promises(  # noqa: PLR0917  what is asked, from where, how much, and as of when
    connection: Connection,
    kinds: Collection[str],
    wanted: PromiseFilter,
    also: Collection[ColumnElement[bool]],
    after: PromiseKey | None,
    limit: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return up to `limit` rows of clocks of these names, next due first, that follow `after`.

    `case_id`, `reference` and `owner` are those of the case, `account_code` and `segment` those of the
    account now.
    """
    # Each kind for itself: of one kind the index holds the clocks in the order of the page.
    named = (
        func.unnest(literal(sorted(kinds), ARRAY(Text))).table_valued("kind", name="named").render_derived()
    )
    columns = (
        *_OF_CLOCK,
        cases.c.case_id,
        cases.c.reference,
        cases.c.owner,
        accounts.c.code.label("account_code"),
        accounts.c.segment,
    )
    of_kind = _narrowed(
        select(*columns).select_from(_FROM).where(clocks.c.clock == named.c.kind, *also), wanted, now
    )
    if after is not None:
        of_kind = of_kind.where(tuple_(clocks.c.due_at, clocks.c.clock_id) > after)
    of_kind = of_kind.order_by(clocks.c.due_at, clocks.c.clock_id).limit(limit)
    found = of_kind.lateral("of_kind")
    page = select(found).select_from(named.join(found, true()))
    page = page.order_by(found.c.due_at, found.c.clock_id).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]


def of_case_owner(owner: Code) -> ColumnElement[bool]:
    """Narrow to cases for which a person is accountable now."""
    return cases.c.owner == owner


def _narrowed(page: Select[Any], wanted: PromiseFilter, now: datetime) -> Select[Any]:
    match wanted.show:
        case "due":
            page = page.where(_IS_OPEN)
        case "missed":
            # The watch notes a breach soon after the due instant; until then the instant itself tells.
            is_overdue = and_(clocks.c.status == "running", clocks.c.due_at < now)
            page = page.where(or_(clocks.c.was_breached, is_overdue))
        case "done":
            page = page.where(clocks.c.status.in_(DONE))
        case "all":
            pass
    if wanted.case_id is not None:
        page = page.where(clocks.c.stream_id == wanted.case_id)
    if wanted.account_id is not None:
        page = page.where(clocks.c.account_id == wanted.account_id)
    if wanted.due_before is not None:
        page = page.where(clocks.c.due_at < wanted.due_before)
    return page
