"""Accounts as they were at each time: tier, owner, whether under our care. One row a version."""

from datetime import UTC, datetime, time

from sqlalchemy import BigInteger, Table, Text, Uuid

from service.domain.account.record.profile import (
    AccountClosed,
    AccountOpened,
    AccountOwnerAssigned,
    ProfileEvent,
    SegmentAssigned,
)
from service.domain.event import FIRST_DAY
from service.projections.accounts import accounts
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import word_key

SINCE_EVER = datetime.combine(FIRST_DAY, time(), UTC)
FOR_EVER = "2200-01-01 00:00:00+00"
"""The instant after the last one that can be meant: it ends the version that holds now."""

account_history = Table(
    "account_history",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column(
        "valid_from", Instant, "自何时有效, 首版为1970年 | from when on it holds, the first from 1970 on"
    ),
    known("version_key", BigInteger, "客户版本键 | key of the account as it was then"),
    known("segment", Text, "当时的客户分层 | tier at the time"),
    maybe("owner", Text, "当时的客户负责人工号 | staff id of the account's owner at the time"),
    known("status", Text, "当时的状态: open, closed | status at the time: open, closed"),
    known("opened_at", Instant, "建档时间 | when it came under our care"),
    source_position(),
    comment="客户历史, 每个客户的每个版本一行 | accounts as they were, one row per version of an account",
)

_VERSIONS = f"""(
  select account_history.*, row_number() over of_account as version,
         coalesce(lead(account_history.valid_from) over of_account, '{FOR_EVER}') as valid_to,
         lead(account_history.valid_from) over of_account is null as is_current
  from proj.account_history window of_account as (partition by account_id order by valid_from)
) as account_history join proj.accounts using (account_id)"""  # noqa: S608  ours

DIM_ACCOUNT_VERSION = MartView(
    name="v1_dim_account_version",
    comment="客户维度的历史(缓慢变化维), 每个客户的每个版本一行, 含未知成员"
    " | accounts as they were (SCD2), one row per version of an account, and one for the unknown",
    source=_VERSIONS,
    columns=(
        carried(account_history.c.version_key, "account_version_key"),
        key(account_history.c.account_id, "account_key"),
        ViewColumn("version", "account_history.version", "integer", "版本序号 | number of the version"),
        *words(accounts.c.code, account_history.c.segment, account_history.c.owner, accounts.c.industry),
        word_key("owner_key", "account_history.owner", "客户负责人 | the account's owner"),
        carried(account_history.c.status),
        carried(account_history.c.valid_from),
        ViewColumn(
            "valid_to",
            "account_history.valid_to",
            "timestamp with time zone",
            "至何时有效(不含), 现行版为2200年 | until when it holds, exclusive; 2200 for the present one",
        ),
        ViewColumn(
            "is_current", "account_history.is_current", "boolean", "是否现行版 | whether it holds now"
        ),
        carried(account_history.c.source_position),
    ),
    unknown_member=(
        "0",
        f"'{UNKNOWN}'",
        "1",
        *(f"'{UNKNOWN}'",) * 4,
        "0",
        f"'{UNKNOWN}'",
        f"'{SINCE_EVER.isoformat()}'",
        f"'{FOR_EVER}'",
        "true",
        "0",
    ),
)
_WHAT = ("segment", "owner", "status")


def _opened(sheet: Sheet, entry: Entry, event: AccountOpened) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "valid_from": SINCE_EVER,
        "version_key": entry.position,
        "segment": event.segment,
        "owner": None,
        "status": "open",
        "opened_at": event.occurred_at,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, SINCE_EVER), row)


def _changed(sheet: Sheet, entry: Entry, event: ProfileEvent) -> None:
    versions = sheet.group(entry.stream_id)
    if not versions:
        raise StreamWithoutBeginningError(entry)
    before: Row = max(versions, key=lambda row: row["valid_from"])
    after = {**before, **_said(before, event)}
    if all(after[name] == before[name] for name in _WHAT):
        return
    # What is said of the instant in which a version began, or of the time before the opening, belongs to it.
    if event.occurred_at > max(before["valid_from"], before["opened_at"]):
        after |= {"valid_from": event.occurred_at, "version_key": entry.position}
    sheet.put((entry.stream_id, after["valid_from"]), {**after, "source_position": entry.position})


def _said(before: Row, event: ProfileEvent) -> Row:
    """Return what is new; a tier of a time before the opening ends with the one that it was opened with."""
    match event:
        case SegmentAssigned() if event.occurred_at >= before["opened_at"]:
            return {"segment": event.segment}
        case AccountOwnerAssigned():
            return {"owner": event.owner}
        case AccountClosed():
            return {"status": "closed"}
        case _:
            return {}


ACCOUNT_HISTORY = ReadModel(
    table=account_history,
    loaded_by=account_history.c.account_id,
    handlers={
        AccountOpened: _opened,
        **dict.fromkeys((SegmentAssigned, AccountOwnerAssigned, AccountClosed), _changed),
    },
    begins=frozenset({AccountOpened}),
    view=DIM_ACCOUNT_VERSION,
)
