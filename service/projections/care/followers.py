"""Who follows which account (客户关注), one row each, with since when what happens there is news."""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Connection, Index, Table, Text, Uuid, select, tuple_

from service.domain.account.record.followers import AccountFollowed, AccountUnfollowed
from service.domain.described import Described
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

FollowPlace = tuple[str, str]
"""`(account_code, follower)` of the last row of a page; the next page follows it."""

followers = Table(
    "followers",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("follower", Text, "关注人工号 | staff id of who follows it"),
    known("themes", ARRAY(Text), "关注的主题, 空为全部 | what they want to hear of, empty for all"),
    known("followed_at", Instant, "开始关注的时间 | since when it is followed"),
    known("since_position", BigInteger, "此位置之后为新动态 | what comes after this position is news"),
    maybe("unfollowed_at", Instant, "取消关注的时间 | when it was followed no more"),
    source_position(),
    Index("followers_of", "follower", "account_id"),
    comment="客户关注, 每人每客户一行 | who follows which account, one row for each",
)


def _followed(sheet: Sheet, entry: Entry, event: AccountFollowed) -> None:
    """Who follows on, perhaps in something else, has missed nothing in between."""
    place = (entry.stream_id, event.follower)
    before: Row | None = sheet.rows.get(place)
    goes_on = before is not None and before["unfollowed_at"] is None
    row: Row = {
        "account_id": entry.stream_id,
        "follower": event.follower,
        "themes": list(event.themes),
        "followed_at": before["followed_at"] if before and goes_on else event.occurred_at,
        "since_position": before["since_position"] if before and goes_on else entry.position,
        "unfollowed_at": None,
        "source_position": entry.position,
    }
    sheet.put(place, row)


def _unfollowed(sheet: Sheet, entry: Entry, event: AccountUnfollowed) -> None:
    place = (entry.stream_id, event.follower)
    row: Row | None = sheet.rows.get(place)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    ended = {"unfollowed_at": event.occurred_at, "source_position": entry.position}
    sheet.put(place, {**row, **ended})


FOLLOWERS = ReadModel(
    table=followers,
    loaded_by=followers.c.account_id,
    handlers={AccountFollowed: _followed, AccountUnfollowed: _unfollowed},
)


class FollowFilter(Described, extra="forbid"):
    """Which followers to list. Omitted fields do not filter."""

    follower: Code | None = None
    """Only what this person (staff id) follows."""
    account_id: UUID | None = None
    """Only who follows this account."""


def list_follows(
    connection: Connection, wanted: FollowFilter, after: FollowPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` rows of who follows which account now, in order of the customer number."""
    place = (accounts.c.code, followers.c.follower)
    page = select(
        followers.c.account_id,
        accounts.c.code.label("account_code"),
        *(followers.c[name] for name in ("follower", "themes", "followed_at", "since_position")),
    ).join(accounts, accounts.c.account_id == followers.c.account_id)
    page = page.where(followers.c.unfollowed_at.is_(None))
    if wanted.follower is not None:
        page = page.where(followers.c.follower == wanted.follower)
    if wanted.account_id is not None:
        page = page.where(followers.c.account_id == wanted.account_id)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]
