"""Accounts, one row each: the list of accounts, and the dimension of the mart."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Connection, Index, Table, Text, Uuid, select

from service.domain.account.events import ACCOUNT_EVENTS, AccountEvent
from service.domain.account.record.agreements.agreements import AgreementEnded, AgreementSigned
from service.domain.account.record.key_dates import KeyDateSet
from service.domain.account.record.memos import MemoNoted
from service.domain.account.record.profile import (
    AccountClosed,
    AccountOpened,
    AccountOwnerAssigned,
    SegmentAssigned,
)
from service.domain.account.record.routines import RoutineSet
from service.domain.clocks.events import CLOCK_EVENTS
from service.domain.described import Described
from service.domain.event import Event
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

accounts = Table(
    "accounts",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    known("code", Text, "客户编号 | customer number"),
    known("segment", Text, "当前客户分层 | tier of the account now"),
    maybe("owner", Text, "客户负责人工号 | staff id of the account's owner"),
    maybe("industry", Text, "行业 | line of business"),
    known("opened_at", Instant, "建档时间 | when it came under our care"),
    source_position(),
    known(
        "has_days_to_come",
        Boolean,
        "是否按日期自动产生承诺或提醒(结算日、回访日、订货日、服务月、备忘、纪念日、续约)"
        " | whether days bring promises or reminders by themselves: settlements, fixed visits, orders, months"
        " of care, memos, dates, renewals",
    ),
    maybe("agreements", ARRAY(Text), "已签且未终止的协议编号 | agreements signed and not ended"),
    Index("accounts_code", "code"),
    comment="客户, 每个客户一行 | accounts, one row per account",
)

DIM_ACCOUNT = MartView(
    name="v1_dim_account",
    comment="客户维度, 每个客户一行, 含未知成员 | accounts, one row per account, and one for the unknown",
    source="proj.accounts",
    columns=(
        key(accounts.c.account_id, "account_key"),
        *words(accounts.c.code, accounts.c.segment, accounts.c.owner, accounts.c.industry),
        *instants(accounts.c.opened_at),
        carried(accounts.c.source_position),
        ViewColumn(
            "agreement_count",
            "coalesce(cardinality(accounts.agreements), 0)",
            "integer",
            "已签且未终止的协议数 | agreements signed and not ended",
        ),
    ),
    unknown_member=(*(f"'{UNKNOWN}'",) * 5, "null", "0", "0", "0"),
)


Changes = dict[str, Any]
_Change = Callable[[Row, Any], Changes]


def _opened(_: Row, event: AccountOpened) -> Changes:
    return {
        "code": event.code,
        "segment": event.segment,
        "owner": None,
        "industry": event.industry,
        "opened_at": event.occurred_at,
        "has_days_to_come": False,
        "agreements": None,
    }


def _segment_assigned(row: Row, event: SegmentAssigned) -> Changes:
    """A tier of a time before the account was opened ends with the one that it was opened with."""
    return {"segment": event.segment} if event.occurred_at >= row["opened_at"] else {}


def _owner_assigned(_: Row, event: AccountOwnerAssigned) -> Changes:
    return {"owner": event.owner, "has_days_to_come": True}


def _closed(_: Row, __: AccountClosed) -> Changes:
    return {"has_days_to_come": False}


def _day_known(_: Row, __: RoutineSet | MemoNoted | KeyDateSet) -> Changes:
    """Days bring reminders of it, whoever answers for the account."""
    return {"has_days_to_come": True}


def _agreement(row: Row, event: AgreementSigned | AgreementEnded) -> Changes:
    others = {*(row["agreements"] or ())} - {event.agreement_id}
    own = {event.agreement_id} if isinstance(event, AgreementSigned) else set()
    # Who signs one that ends is reminded of its renewal.
    days = {"has_days_to_come": True} if isinstance(event, AgreementSigned) and event.ends_at else {}
    return {"agreements": sorted(others | own) or None, **days}


CHANGES: dict[type[Event], _Change] = {
    AccountOpened: _opened,
    SegmentAssigned: _segment_assigned,
    AccountOwnerAssigned: _owner_assigned,
    AccountClosed: _closed,
    RoutineSet: _day_known,
    MemoNoted: _day_known,
    KeyDateSet: _day_known,
    AgreementSigned: _agreement,
    AgreementEnded: _agreement,
}
"""The columns that change by an event."""


def _change(sheet: Sheet, entry: Entry, event: AccountEvent) -> None:
    row: Row = sheet.rows.get(entry.stream_id, {})
    if not row and not isinstance(event, AccountOpened):
        raise StreamWithoutBeginningError(entry)
    changes = CHANGES[entry.kind](row, event)
    position = {"account_id": entry.stream_id, "source_position": entry.position}
    sheet.put(entry.stream_id, {**row, **changes, **position})


def _follow(sheet: Sheet, entry: Entry, _: None) -> None:
    row = sheet.rows.get(entry.stream_id)
    if row is not None:
        sheet.put(entry.stream_id, {**row, "source_position": entry.position})
    elif entry.kind not in CLOCK_EVENTS:  # those may be of a case
        raise StreamWithoutBeginningError(entry)


ACCOUNTS = ReadModel(
    table=accounts,
    loaded_by=accounts.c.account_id,
    handlers=dict.fromkeys(CHANGES, _change),
    follows=dict.fromkeys(
        [kind for kind in (*ACCOUNT_EVENTS, *CLOCK_EVENTS) if kind not in CHANGES], _follow
    ),
    begins=frozenset({AccountOpened}),
    view=DIM_ACCOUNT,
)


class AccountSummary(Described, from_attributes=True):
    """An account in a list. Contains no personal data, hence no name."""

    account_id: UUID
    code: str
    """Customer number in other systems."""
    segment: Segment
    """Tier of the account."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    industry: str | None
    """Line of business of the customer; null if not known."""
    opened_at: datetime
    """Time at which the account was opened (UTC)."""


class AccountFilter(Described, extra="forbid"):
    """Which accounts to list. Omitted fields do not filter."""

    owner: Code | None = None
    """Only accounts for which this person (staff id) answers."""
    has_owner: bool | None = None
    """Only accounts for which somebody answers; false for only those for which nobody does."""
    segment: Segment | None = None
    """Only accounts of this tier."""


EVERY = AccountFilter()


def list_accounts(
    connection: Connection, after: str | None, limit: int, wanted: AccountFilter = EVERY
) -> list[AccountSummary]:
    """Return up to `limit` accounts in order of code that follow the code `after`."""
    page = select(*(accounts.c[name] for name in AccountSummary.model_fields))
    if wanted.owner is not None:
        page = page.where(accounts.c.owner == wanted.owner)
    if wanted.has_owner is not None:
        page = page.where(accounts.c.owner.is_not(None) == wanted.has_owner)
    if wanted.segment is not None:
        page = page.where(accounts.c.segment == wanted.segment)
    if after is not None:
        page = page.where(accounts.c.code > after)
    page = page.order_by(accounts.c.code).limit(limit)
    return [AccountSummary.model_validate(row) for row in connection.execute(page)]
