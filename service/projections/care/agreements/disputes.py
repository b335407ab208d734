"""Disputes with customers (争议), one row each: who holds it, since when, and how it ended."""

from sqlalchemy import Index, Integer, Table, Text, Uuid

from service.domain.account.record.agreements.disputes import (
    DisputeEnded,
    DisputeOpened,
    DisputeSettled,
    MediationHeld,
    MediatorNamed,
    PositionStated,
)
from service.domain.account.vocabulary import DisputeSide
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key

disputes = Table(
    "disputes",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("dispute_id", Uuid, "争议标识 | dispute id"),
    maybe("agreement_id", Text, "合同编号 | contract number"),
    maybe("case_id", Uuid, "工单标识 | case id"),
    known("status", Text, "状态: open, settled, ended | status: open, settled, ended"),
    known("opened_at", Instant, "产生时间 | when it began"),
    known("customer_position_count", Integer, "客户方立场陈述数 | positions of the customer"),
    known("our_position_count", Integer, "我方立场陈述数 | positions of ours"),
    maybe("mediator", Text, "调解人工号 | staff id of the mediator"),
    maybe("mediator_since_at", Instant, "指定调解人的时间 | when the mediator was named"),
    known("mediation_count", Integer, "调解次数 | steps of mediation"),
    maybe("last_step_at", Instant, "最近一次进展的时间 | when something happened last"),
    maybe("ended_at", Instant, "和解或结束时间 | when it was settled or ended"),
    maybe("how", Text, "未和解的结束方式 | how it ended without a settlement"),
    maybe(
        "agreement_version", Integer, "写入的协议版本 | version of the agreement that holds the settlement"
    ),
    source_position(),
    Index("disputes_opened", "opened_at", "account_id", "dispute_id"),
    comment="争议, 每起一行, 随进展更新 | disputes, one row each, updated as they go on",
)

FACT_DISPUTE = MartView(
    name="v1_fact_dispute",
    comment="争议事实, 每起一行, 随进展更新 | disputes, one row each, updated as they go on",
    source="proj.disputes",
    columns=(
        key(disputes.c.dispute_id, "dispute_key"),
        key(disputes.c.account_id, "account_key"),
        version_key("disputes.account_id", "disputes.opened_at"),
        *words(disputes.c.agreement_id),
        key(disputes.c.case_id, "disputed_case_id"),
        carried(disputes.c.status),
        *instants(disputes.c.opened_at, disputes.c.ended_at),
        *(
            carried(disputes.c[f"{name}_count"])
            for name in ("customer_position", "our_position", "mediation")
        ),
        *words(disputes.c.mediator, disputes.c.how),
        carried(disputes.c.agreement_version),
        carried(disputes.c.source_position),
    ),
)


def _opened(sheet: Sheet, entry: Entry, event: DisputeOpened) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "dispute_id": event.dispute_id,
        "agreement_id": event.agreement_id,
        "case_id": event.case_id,
        "status": "open",
        "opened_at": event.occurred_at,
        "customer_position_count": 0,
        "our_position_count": 0,
        "mediator": None,
        "mediator_since_at": None,
        "mediation_count": 0,
        "last_step_at": None,
        "ended_at": None,
        "how": None,
        "agreement_version": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.dispute_id), row)


def _went_on(
    sheet: Sheet,
    entry: Entry,
    event: PositionStated | MediatorNamed | MediationHeld | DisputeSettled | DisputeEnded,
) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.dispute_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    changes = {**_changes(row, event), "last_step_at": event.occurred_at}
    sheet.put((entry.stream_id, event.dispute_id), {**row, **changes, "source_position": entry.position})


def _changes(
    row: Row, event: PositionStated | MediatorNamed | MediationHeld | DisputeSettled | DisputeEnded
) -> Row:
    match event:
        case PositionStated():
            ours = event.side is DisputeSide.OURS
            name = "our_position_count" if ours else "customer_position_count"
            return {name: row[name] + 1}
        case MediatorNamed():
            return {"mediator": event.mediator, "mediator_since_at": event.occurred_at}
        case MediationHeld():
            return {"mediation_count": row["mediation_count"] + 1}
        case DisputeSettled():
            ended = {"status": "settled", "ended_at": event.occurred_at}
            return {**ended, "agreement_version": event.agreement_version}
        case DisputeEnded():
            return {"status": "ended", "ended_at": event.occurred_at, "how": event.how}


DISPUTES = ReadModel(
    table=disputes,
    loaded_by=disputes.c.account_id,
    handlers={
        DisputeOpened: _opened,
        **dict.fromkeys(
            (PositionStated, MediatorNamed, MediationHeld, DisputeSettled, DisputeEnded), _went_on
        ),
    },
    view=FACT_DISPUTE,
)
