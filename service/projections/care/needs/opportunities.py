"""Opportunities passed to sales (商机), one row each, updated as sales answers."""

from sqlalchemy import BigInteger, Index, Table, Text, Uuid

from service.domain.account.needs.vocabulary import OpportunityStage
from service.domain.account.record.needs.opportunities import (
    STAGE_OF,
    OpportunityDeclined,
    OpportunityEvent,
    OpportunityLost,
    OpportunityPassed,
    OpportunityTaken,
    OpportunityWon,
)
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key, word_key

opportunities = Table(
    "opportunities",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("opportunity_id", Uuid, "商机标识, 在客户内唯一 | opportunity id, unique within the account"),
    known("department", Text, "接收部门 | department to which it was passed"),
    maybe("product", Text, "产品 | product that could be sold"),
    maybe("need_number", Text, "相关需求编号 | number of the need behind it"),
    known("origin", Text, "来源: case, visit, survey, campaign | found in: case, visit, survey, campaign"),
    known(
        "stage",
        Text,
        "阶段: passed, taken, declined, won, lost | stage: passed, taken, declined, won, lost",
    ),
    maybe("passed_by", Text, "转交人工号 | staff id of who passed it on"),
    maybe("holder", Text, "接手人工号 | staff id of who took it up"),
    known("passed_at", Instant, "转交时间 | when it was passed on"),
    known("stage_at", Instant, "进入当前阶段时间 | since when it is at this stage"),
    maybe("taken_at", Instant, "接手时间 | when sales took it up"),
    maybe("ended_at", Instant, "结束时间 | when it was declined, won or lost"),
    maybe("expected_minor", BigInteger, "预计金额(最小货币单位) | value expected, smallest unit"),
    maybe("value_minor", BigInteger, "成交金额(最小货币单位) | value of the order, smallest unit"),
    known("currency", Text, "币种 | currency"),
    maybe("order_reference", Text, "订单号 | number of the order"),
    source_position(),
    Index("opportunities_passed", "passed_at", "opportunity_id"),
    comment="商机, 每个一行, 随销售答复更新 | opportunities, one row each, updated as sales answers",
)

FACT_OPPORTUNITY = MartView(
    name="v1_fact_opportunity",
    comment="商机事实, 每个一行, 随销售答复更新 | opportunities, one row each, updated as sales answers",
    source="proj.opportunities",
    columns=(
        key(opportunities.c.opportunity_id, "opportunity_key"),
        key(opportunities.c.account_id, "account_key"),
        version_key("opportunities.account_id", "opportunities.passed_at"),
        carried(opportunities.c.department),
        word_key("department_key", "opportunities.department", "接收部门 | the department"),
        *words(opportunities.c.product, opportunities.c.need_number),
        carried(opportunities.c.origin),
        carried(opportunities.c.stage),
        *words(opportunities.c.passed_by, opportunities.c.holder),
        word_key("holder_key", "opportunities.holder", "接手人 | who took it up"),
        *instants(*(opportunities.c[name] for name in ("passed_at", "stage_at", "taken_at", "ended_at"))),
        *(carried(opportunities.c[name]) for name in ("expected_minor", "value_minor", "currency")),
        *words(opportunities.c.order_reference),
        carried(opportunities.c.source_position),
    ),
)


def _passed(sheet: Sheet, entry: Entry, event: OpportunityPassed) -> None:
    told = ("opportunity_id", "department", "product", "need_number", "origin", "passed_by")
    row: Row = {
        **{name: getattr(event, name) for name in (*told, "expected_minor", "currency")},
        "account_id": entry.stream_id,
        "stage": OpportunityStage.PASSED,
        "passed_at": event.occurred_at,
        "stage_at": event.occurred_at,
        **dict.fromkeys(("holder", "taken_at", "ended_at", "value_minor", "order_reference")),
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.opportunity_id), row)


def _went_on(sheet: Sheet, entry: Entry, event: OpportunityEvent) -> None:
    at = (entry.stream_id, event.opportunity_id)
    row: Row | None = sheet.rows.get(at)
    if row is None:
        raise StreamWithoutBeginningError(entry)
    moved = {"stage": STAGE_OF[type(event)], "stage_at": event.occurred_at, "source_position": entry.position}
    sheet.put(at, {**row, **_said(event), **moved})


def _said(event: OpportunityEvent) -> Row:
    if isinstance(event, OpportunityTaken):
        return {"holder": event.taken_by, "taken_at": event.occurred_at}
    sold = ("order_reference", "value_minor", "currency") if isinstance(event, OpportunityWon) else ()
    return {"ended_at": event.occurred_at, **{name: getattr(event, name) for name in sold}}


OPPORTUNITIES = ReadModel(
    table=opportunities,
    loaded_by=opportunities.c.account_id,
    handlers={
        OpportunityPassed: _passed,
        **dict.fromkeys((OpportunityTaken, OpportunityDeclined, OpportunityWon, OpportunityLost), _went_on),
    },
    view=FACT_OPPORTUNITY,
)
