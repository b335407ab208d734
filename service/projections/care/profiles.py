"""Profiles of accounts (客户档案), one row each: who keeps them, the stage, what asked for a review."""

from typing import Any

from sqlalchemy import Table, Text, Uuid

from service.domain.account.event import AccountFact
from service.domain.account.profile.gaps import ASKING_EVENTS, asking_event
from service.domain.account.record.journey import JourneyStageReached
from service.domain.account.record.profile import AccountClosed, AccountOpened
from service.domain.account.record.stewards import StewardAssigned
from service.projections.engine.columns import METADATA, Instant, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

profiles = Table(
    "profiles",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    maybe("steward", Text, "档案专员工号 | staff id of who keeps the data of the account"),
    maybe("account_class", Text, "主管所定客户类别 | class into which a supervisor sorted the account"),
    maybe("stage", Text, "合作阶段 | stage of the journey"),
    maybe("stage_at", Instant, "进入该阶段的时间 | since when it is in this stage"),
    maybe("agreement_changed_at", Instant, "协议最近签订、修订或终止时间 | when an agreement last changed"),
    maybe("need_changed_at", Instant, "最近提出新需求的时间 | when new needs were last told on a visit"),
    maybe("stage_changed_at", Instant, "最近更换阶段的时间 | when the stage last changed"),
    maybe("closed_at", Instant, "销户时间, 未销户为空 | when the account was closed, or empty"),
    source_position(),
    comment="客户档案, 每个客户一行 | profiles of accounts, one row per account",
)

_BLANK: Row = {column.name: None for column in profiles.c}


def _opened(sheet: Sheet, entry: Entry, _: AccountOpened) -> None:
    row = {**_BLANK, "account_id": entry.stream_id, "source_position": entry.position}
    sheet.put(entry.stream_id, row)


def _went_on(sheet: Sheet, entry: Entry, event: AccountFact) -> None:
    row: Row | None = sheet.rows.get(entry.stream_id)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    asked = asking_event(event)
    told = {} if asked is None else {f"{asked[0]}_at": asked[1]}
    sheet.put(entry.stream_id, {**row, **told, **_said(event), "source_position": entry.position})


def _said(event: Any) -> Row:
    match event:
        case StewardAssigned():
            return {"steward": event.steward, "account_class": event.account_class}
        case JourneyStageReached():
            return {"stage": event.stage, "stage_at": event.occurred_at}
        case AccountClosed():
            return {"closed_at": event.occurred_at}
        case _:
            return {}


PROFILES = ReadModel(
    table=profiles,
    loaded_by=profiles.c.account_id,
    handlers={
        AccountOpened: _opened,
        **dict.fromkeys((StewardAssigned, AccountClosed, *ASKING_EVENTS), _went_on),
    },
    begins=frozenset({AccountOpened}),
)
