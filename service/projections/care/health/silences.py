"""Silences of accounts (沉默客户), one row each, updated when a sign of life ends it; and their list."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Index, Integer, Table, Text, Uuid, select, tuple_

from service.domain.account.record.health.silences import SilenceBegan, SilenceEnded
from service.domain.described import Described
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.accounts import accounts
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key

silences = Table(
    "silences",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("since_at", Instant, "最后一次动静的时间, 没有则为建档时间 | last sign of life, else opening"),
    maybe("last_sign", Text, "最后一次动静, 空为从未有过 | last sign of life, empty if there never was one"),
    known("after_days", Integer, "多少天无动静即为沉默 | days without one after which it is silent"),
    known("silent_at", Instant, "按规则成为沉默的时间 | when it was silent by the rule"),
    maybe("life_at", Instant, "恢复动静的时间, 空为仍沉默 | sign of life that ended it, empty while silent"),
    maybe("life_sign", Text, "恢复的动静 | what that sign was"),
    source_position(),
    Index("silences_since", "since_at", "account_id"),
    comment="客户沉默, 每次一行 | silences of accounts, one row each",
)

FACT_SILENCE = MartView(
    name="v1_fact_silence",
    comment="客户沉默事实, 每次一行, 恢复时更新 | silences of accounts, one row each, updated when they end",
    source="proj.silences",
    columns=(
        key(silences.c.account_id, "account_key"),
        version_key("silences.account_id", "silences.silent_at"),
        *instants(silences.c.since_at),
        *words(silences.c.last_sign),
        carried(silences.c.after_days),
        *instants(silences.c.silent_at, silences.c.life_at),
        *words(silences.c.life_sign),
        carried(silences.c.source_position),
    ),
)


def _began(sheet: Sheet, entry: Entry, event: SilenceBegan) -> None:
    row = {
        "account_id": entry.stream_id,
        "since_at": event.since_at,
        "last_sign": event.last_sign,
        "after_days": event.after_days,
        "silent_at": event.occurred_at,
        "life_at": None,
        "life_sign": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.since_at), row)


def _ended(sheet: Sheet, entry: Entry, event: SilenceEnded) -> None:
    at = (entry.stream_id, event.since_at)
    row = sheet.rows.get(at)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    life = {"life_at": event.life_at, "life_sign": event.sign}
    sheet.put(at, {**row, **life, "source_position": entry.position})


SILENCES = ReadModel(
    table=silences,
    loaded_by=silences.c.account_id,
    handlers={SilenceBegan: _began, SilenceEnded: _ended},
    view=FACT_SILENCE,
)
SilencePlace = tuple[datetime, UUID]
"""`(since_at, account_id)` of the last row of a page; the next page follows it."""


class SilenceFilter(Described, extra="forbid"):
    """Which silences to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only silences of this account."""
    owner: Code | None = None
    """Only silences of accounts of this owner (staff id)."""
    segment: Segment | None = None
    """Only silences of accounts of this tier."""
    show: Literal["silent", "ended", "all"] = "silent"
    """`silent`: the account still is. `ended`: it gave a sign of life."""


def list_silences(
    connection: Connection, wanted: SilenceFilter, after: SilencePlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` silences, the longest first, that follow `after`."""
    place = (silences.c.since_at, silences.c.account_id)
    page = select(
        silences, accounts.c.code.label("account_code"), accounts.c.owner, accounts.c.segment
    ).join_from(silences, accounts, accounts.c.account_id == silences.c.account_id)
    if wanted.show != "all":
        is_silent = silences.c.life_at.is_(None)
        page = page.where(is_silent if wanted.show == "silent" else ~is_silent)
    for column, value in (
        (silences.c.account_id, wanted.account_id),
        (accounts.c.owner, wanted.owner),
        (accounts.c.segment, wanted.segment),
    ):
        if value is not None:
            page = page.where(column == value)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]


def open_silences(connection: Connection) -> list[tuple[UUID, datetime, datetime]]:
    """Return the silences that last: account, since when, and when it was silent by the rule."""
    query = select(silences.c.account_id, silences.c.since_at, silences.c.silent_at)
    found = connection.execute(query.where(silences.c.life_at.is_(None)))
    return [(account_id, since, silent_at) for account_id, since, silent_at in found]


def silences_known(connection: Connection) -> set[tuple[UUID, datetime]]:
    """Return the silences that were ever raised, by account and since when."""
    found = connection.execute(select(silences.c.account_id, silences.c.since_at))
    return {(account_id, since) for account_id, since in found}
