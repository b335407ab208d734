"""Needs of accounts (需求), one row for each need and account that asks for it, updated as it goes on."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ARRAY, Date, Index, Integer, Table, Text, Uuid

from service.domain.account.needs.vocabulary import NeedStage
from service.domain.account.record.needs.needs import (
    STAGE_OF,
    AskerTold,
    NeedAssessed,
    NeedDeclined,
    NeedDelivered,
    NeedEvent,
    NeedPlanned,
    NeedRaised,
    NeedWithdrawn,
)
from service.domain.event import Event
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key, word_key

need_askers = Table(
    "need_askers",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("need_number", Text, "需求编号 | number of the need"),
    known("topic", Text, "需求内容 | what is asked for"),
    maybe("product", Text, "涉及产品 | product that it concerns"),
    known("departments", ARRAY(Text), "同步部门, 首个负责 | departments told of it, the first decides"),
    known("origin", Text, "来源: case, visit, survey, campaign | found in: case, visit, survey, campaign"),
    known(
        "stage",
        Text,
        "阶段: raised, assessed, planned, delivered, declined, withdrawn"
        " | stage: raised, assessed, planned, delivered, declined, withdrawn",
    ),
    maybe("responsible", Text, "部门经办人工号 | staff id of who sees to it in the department"),
    known("raised_at", Instant, "首次提出时间 | when the account first asked for it"),
    known("stage_at", Instant, "进入当前阶段时间 | since when it is at this stage"),
    maybe("due_on", Date, "计划落地日期 | day for which it is planned"),
    maybe("release", Text, "落地版本 | version or document in which it can be seen"),
    maybe("delivered_at", Instant, "落地时间 | when it was delivered"),
    maybe("told_at", Instant, "最近反馈时间 | when somebody who asked was last told"),
    known("askers", ARRAY(Text), "提出联系人标识 | ids of the contacts who asked"),
    known("untold", ARRAY(Text), "未获知现状的联系人标识 | ids of those who do not know how it stands"),
    known("asker_count", Integer, "提出人数 | contacts who asked"),
    known(
        "untold_count",
        Integer,
        "有进展而未反馈的人数 | contacts to whom there is something to tell and who were not told",
    ),
    source_position(),
    Index("need_askers_number", "need_number"),
    comment="客户需求, 每个客户的每项需求一行 | needs, one row for each need and account that asks for it",
)

FACT_NEED_ASKER = MartView(
    name="v1_fact_need_asker",
    comment="客户需求事实, 每个客户的每项需求一行, 随进展更新"
    " | needs, one row for each need and account that asks for it, updated as it goes on",
    source="proj.need_askers",
    columns=(
        carried(need_askers.c.need_number),
        key(need_askers.c.account_id, "account_key"),
        version_key("need_askers.account_id", "need_askers.raised_at"),
        carried(need_askers.c.topic),
        *words(need_askers.c.product),
        ViewColumn(
            "department",
            "need_askers.departments[1]",
            "text",
            "负责部门 | department that decides",
        ),
        word_key("department_key", "need_askers.departments[1]", "负责部门 | the department that decides"),
        carried(need_askers.c.origin),
        carried(need_askers.c.stage),
        *instants(*(need_askers.c[name] for name in ("raised_at", "stage_at", "delivered_at", "told_at"))),
        carried(need_askers.c.due_on),
        *(carried(need_askers.c[name]) for name in ("asker_count", "untold_count", "source_position")),
    ),
)
_QUIET = {NeedStage.RAISED, NeedStage.WITHDRAWN}
"""Stages at which there is nothing to tell."""


def _raised(row: Row | None, event: NeedRaised) -> Row:
    asker = str(event.contact_id)
    if row is not None and row["stage"] != NeedStage.WITHDRAWN:
        more = {name: sorted({*row[name], asker}) for name in ("askers", "untold")}
        return {**row, **more}
    told = ("topic", "product", "departments", "origin", "stage", "due_on")
    return {
        **{name: getattr(event, name) for name in told},
        "departments": list(event.departments),
        "raised_at": event.occurred_at,
        "stage_at": event.occurred_at,
        **dict.fromkeys(("responsible", "release", "delivered_at", "told_at")),
        "askers": [asker],
        "untold": [asker],
    }


def _told(row: Row, event: AskerTold) -> Row:
    rest = [asker for asker in row["untold"] if asker != str(event.contact_id)]
    return {**row, "untold": rest, "told_at": event.occurred_at}


def _assessed(_: Row, event: NeedAssessed) -> Row:
    return {"responsible": event.responsible}


def _planned(_: Row, event: NeedPlanned) -> Row:
    return {"due_on": event.due_on}


def _delivered(_: Row, event: NeedDelivered) -> Row:
    return {"release": event.release, "delivered_at": event.occurred_at}


def _ended(_: Row, __: NeedDeclined | NeedWithdrawn) -> Row:
    return {}


_MOVES: dict[type[Event], Callable[[Row, Any], Row]] = {
    NeedAssessed: _assessed,
    NeedPlanned: _planned,
    NeedDelivered: _delivered,
    NeedDeclined: _ended,
    NeedWithdrawn: _ended,
}


def _moved(row: Row, event: NeedEvent) -> Row:
    more = _MOVES[type(event)](row, event)
    return {
        **row,
        **more,
        "stage": STAGE_OF[type(event)],
        "stage_at": event.occurred_at,
        "untold": row["askers"],
    }


def _fold(sheet: Sheet, entry: Entry, event: NeedEvent) -> None:
    at = (entry.stream_id, event.need_number)
    row: Row | None = sheet.rows.get(at)
    if isinstance(event, NeedRaised):
        after = _raised(row, event)
    elif row is None:
        raise StreamWithoutBeginningError(entry)
    else:
        after = _told(row, event) if isinstance(event, AskerTold) else _moved(row, event)
    counts = {
        "asker_count": len(after["askers"]),
        "untold_count": 0 if after["stage"] in _QUIET else len(after["untold"]),
    }
    of = {"account_id": entry.stream_id, "need_number": event.need_number}
    sheet.put(at, {**after, **counts, **of, "source_position": entry.position})


NEED_ASKERS = ReadModel(
    table=need_askers,
    loaded_by=need_askers.c.account_id,
    handlers=dict.fromkeys((NeedRaised, AskerTold, *_MOVES), _fold),
    view=FACT_NEED_ASKER,
)
