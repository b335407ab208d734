"""How far what agreements oblige us to is done (履约情况), read page by page, and counted by agreement."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
    tuple_,
)

from service.domain.account.vocabulary import ObligationKind
from service.domain.described import Described
from service.domain.event import Instant
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.care.agreements.obligations import obligations, quality_months
from service.projections.clocks.table import clocks

ObligationStanding = Literal["open", "overdue", "fulfilled", "fulfilled_late", "dropped"]
Show = Literal["due", "overdue", "done", "late", "dropped", "all"]
ObligationKey = tuple[datetime, UUID, str]
"""`(due_at, account_id, obligation_id)` of the last row of a page."""
AgreementKey = tuple[str, str]
"""`(account_code, agreement_id)` of the last row of a page."""


class ObligationFilter(Described, extra="forbid"):
    """Which obligations to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only obligations to this account."""
    agreement_id: Code | None = None
    """Only obligations of agreements with this number."""
    kind: ObligationKind | None = None
    """Only obligations of this kind."""
    owner: Code | None = None
    """Only obligations to accounts for which this person (staff id) is accountable now."""
    segment: Segment | None = None
    """Only obligations to accounts of this tier."""
    due_from: Instant | None = None
    """Only obligations due at or after this time."""
    due_before: Instant | None = None
    """Only obligations due before this time."""


def list_obligations(  # noqa: PLR0917  what is asked, from where, how much, and as of when
    connection: Connection,
    clock_names: Collection[str],
    wanted: ObligationFilter,
    show: Show,
    after: ObligationKey | None,
    limit: int,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return up to `limit` obligations, next due first, that follow `after`, each with how it stands."""
    standing = _standings(clock_names, wanted, now).subquery("standing")
    page = select(standing)
    if show != "all":
        page = page.where(standing.c.standing.in_(_SHOWN[show]))
    place = (standing.c.due_at, standing.c.account_id, standing.c.obligation_id)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    page = page.order_by(*place).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]


def count_by_agreement(  # noqa: PLR0917  what is asked, from where, how much, and as of when
    connection: Connection,
    clock_names: Collection[str],
    wanted: ObligationFilter,
    after: AgreementKey | None,
    limit: int,
    now: datetime,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the counts of up to `limit` agreements that follow `after`, and those of all together."""
    standing = _standings(clock_names, wanted, now).subquery("standing")
    counts = _counts(standing.c)
    by = (standing.c.account_code, standing.c.agreement_id, standing.c.account_id)
    page = select(*by, *counts).group_by(*by).order_by(*by[:2]).limit(limit)
    if after is not None:
        page = page.where(tuple_(*by[:2]) > after)
    rows = [dict(row) for row in connection.execute(page).mappings()]
    return rows, dict(connection.execute(select(*counts)).mappings().one())


_SHOWN: dict[Show, tuple[ObligationStanding, ...]] = {
    "due": ("open", "overdue"),
    "overdue": ("overdue",),
    "done": ("fulfilled", "fulfilled_late"),
    "late": ("overdue", "fulfilled_late"),
    "dropped": ("dropped",),
}
_STANDINGS: tuple[ObligationStanding, ...] = ("open", "overdue", "fulfilled", "fulfilled_late", "dropped")


def _counts(of: Any) -> list[Any]:
    """Return the columns that count; what was broken and then dropped counts as broken."""
    found = [
        func.count().filter(of.standing == standing).label(f"{standing}_count") for standing in _STANDINGS
    ]
    return [
        func.count().label("obligation_count"),
        *found,
        func.count().filter(of.was_broken).label("broken_count"),
        cast(func.coalesce(func.sum(of.measured_month_count), 0), Integer).label("measured_month_count"),
        cast(func.coalesce(func.sum(of.missed_month_count), 0), Integer).label("missed_month_count"),
        func.min(of.due_at).filter(of.standing.in_(("open", "overdue"))).label("next_due_at"),
    ]


_OF_MONTHS = and_(
    quality_months.c.account_id == obligations.c.account_id,
    quality_months.c.obligation_id == obligations.c.obligation_id,
)


def _standings(clock_names: Collection[str], wanted: ObligationFilter, now: datetime) -> Select[Any]:
    """Return each obligation with its clock: a verdict that was given stays, whatever was amended since."""
    its_clock = (
        select(clocks.c.clock_id, clocks.c.status, clocks.c.was_breached, clocks.c.due_at)
        .where(
            clocks.c.stream_id == obligations.c.account_id,
            clocks.c.subject == obligations.c.obligation_id,
            clocks.c.clock.in_(sorted(clock_names)),
        )
        .order_by(clocks.c.due_at)
        .limit(1)
        .lateral("its_clock")
    )
    months = (
        select(
            func.count().label("measured_month_count"),
            func.count().filter(quality_months.c.is_met.is_(False)).label("missed_month_count"),
        )
        .where(_OF_MONTHS)
        .lateral("months")
    )
    was_broken = _was_broken(its_clock.c, now)
    columns = [each for each in obligations.c if each.name != "source_position"]
    found = select(
        *columns,
        accounts.c.code.label("account_code"),
        accounts.c.segment,
        accounts.c.owner,
        its_clock.c.clock_id,
        func.coalesce(its_clock.c.due_at, obligations.c.due_at).label("promised_at"),
        was_broken.label("was_broken"),
        _standing(was_broken).label("standing"),
        *months.c,
    ).select_from(
        obligations.join(accounts, accounts.c.account_id == obligations.c.account_id)
        .outerjoin(its_clock, true())
        .outerjoin(months, true())
    )
    return _narrowed(found, wanted)


def _was_broken(its_clock: Any, now: datetime) -> ColumnElement[bool]:
    """Without a clock, where no policy promises it, the due time alone tells."""
    due_at, over_at = (
        obligations.c.due_at,
        func.coalesce(obligations.c.fulfilled_at, obligations.c.dropped_at),
    )
    by_clock = or_(its_clock.was_breached, and_(its_clock.status == "running", its_clock.due_at < now))
    return case((its_clock.clock_id.is_not(None), by_clock), else_=due_at < func.coalesce(over_at, now))


def _standing(was_broken: ColumnElement[bool]) -> ColumnElement[str]:
    return case(
        (obligations.c.dropped_at.is_not(None), "dropped"),
        (and_(obligations.c.fulfilled_at.is_not(None), was_broken), "fulfilled_late"),
        (obligations.c.fulfilled_at.is_not(None), "fulfilled"),
        (was_broken, "overdue"),
        else_="open",
    )


def _narrowed(found: Select[Any], wanted: ObligationFilter) -> Select[Any]:
    equal = {
        obligations.c.account_id: wanted.account_id,
        obligations.c.agreement_id: wanted.agreement_id,
        obligations.c.kind: wanted.kind,
        accounts.c.owner: wanted.owner,
        accounts.c.segment: wanted.segment,
    }
    for column, value in equal.items():
        if value is not None:
            found = found.where(column == value)
    if wanted.due_from is not None:
        found = found.where(obligations.c.due_at >= wanted.due_from)
    if wanted.due_before is not None:
        found = found.where(obligations.c.due_at < wanted.due_before)
    return found
