"""What agreements oblige us to (合同义务), one row each: by when, fulfilled when, measured how often."""

from sqlalchemy import Boolean, Double, Index, Integer, Table, Text, Uuid

from service.domain.account.record.agreements.obligations import (
    ObligationAgreed,
    ObligationDropped,
    ObligationFulfilled,
    ObligationMoved,
    QualityMeasured,
)
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key

obligations = Table(
    "obligations",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column(
        "obligation_id", Text, "条款编号, 在客户内唯一 | number of the clause, unique within the account"
    ),
    known("agreement_id", Text, "合同编号 | contract number"),
    known("kind", Text, "类型: content, milestone, quality | kind: content, milestone, quality"),
    known("agreed_at", Instant, "约定时间 | when it was agreed"),
    known("first_due_at", Instant, "最初约定的期限 | due as agreed at first"),
    known("due_at", Instant, "现行期限 | due as agreed now"),
    known("moved_count", Integer, "修订期限的次数 | times that an amendment moved it"),
    maybe("fulfilled_at", Instant, "履行时间 | when it was fulfilled"),
    maybe("dropped_at", Instant, "取消时间 | when it was taken out of the agreement"),
    maybe("measure", Text, "质量指标 | measure of its standard"),
    source_position(),
    Index("obligations_due", "due_at", "account_id", "obligation_id"),
    comment="合同义务, 每项一行, 随进展更新 | obligations of agreements, one row each, updated as they go on",
)

FACT_OBLIGATION = MartView(
    name="v1_fact_obligation",
    comment="合同义务事实, 每项一行, 随进展更新"
    " | obligations of agreements, one row each, updated as they go on",
    source="proj.obligations",
    columns=(
        carried(obligations.c.obligation_id),
        key(obligations.c.account_id, "account_key"),
        version_key("obligations.account_id", "obligations.agreed_at"),
        carried(obligations.c.agreement_id),
        carried(obligations.c.kind),
        *instants(
            *(
                obligations.c[name]
                for name in ("agreed_at", "first_due_at", "due_at", "fulfilled_at", "dropped_at")
            )
        ),
        ViewColumn(
            "is_in_time",
            "obligations.fulfilled_at <= obligations.due_at",
            "boolean",
            "是否按期履行, 未履行为空 | whether it was fulfilled by its present due time, empty until it is",
        ),
        *words(obligations.c.measure),
        carried(obligations.c.moved_count),
        carried(obligations.c.source_position),
    ),
)


def _agreed(sheet: Sheet, entry: Entry, event: ObligationAgreed) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "obligation_id": event.obligation_id,
        "agreement_id": event.agreement_id,
        "kind": event.kind,
        "agreed_at": event.occurred_at,
        "first_due_at": event.due_at,
        "due_at": event.due_at,
        "moved_count": 0,
        "fulfilled_at": None,
        "dropped_at": None,
        "measure": event.standard.measure if event.standard else None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.obligation_id), row)


def _went_on(
    sheet: Sheet,
    entry: Entry,
    event: ObligationMoved | ObligationDropped | ObligationFulfilled,
) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.obligation_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    match event:
        case ObligationMoved():
            changes: Row = {"due_at": event.due_at, "moved_count": row["moved_count"] + 1}
        case ObligationDropped():
            changes = {"dropped_at": event.occurred_at}
        case ObligationFulfilled():
            changes = {"fulfilled_at": event.occurred_at}
    sheet.put((entry.stream_id, event.obligation_id), {**row, **changes, "source_position": entry.position})


OBLIGATIONS = ReadModel(
    table=obligations,
    loaded_by=obligations.c.account_id,
    handlers={
        ObligationAgreed: _agreed,
        ObligationMoved: _went_on,
        ObligationDropped: _went_on,
        ObligationFulfilled: _went_on,
    },
    view=FACT_OBLIGATION,
)

quality_months = Table(
    "quality_months",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("obligation_id", Text, "条款编号 | number of the clause"),
    key_column("month", Text, "测量月份 | month that was measured"),
    known("value", Double, "实测值 | measured value"),
    known("is_met", Boolean, "是否达标 | whether it meets the standard"),
    known("measured_at", Instant, "最近一次登记时间 | when it was last told"),
    known("measured_count", Integer, "登记次数 | times that it was told"),
    source_position(),
    comment="质量标准的逐月测量 | quality standards as measured, one row a month",
)


def _measured(sheet: Sheet, entry: Entry, event: QualityMeasured) -> None:
    """The value that was told last holds."""
    key_of_row = (entry.stream_id, event.obligation_id, event.month)
    before: Row | None = sheet.rows.get(key_of_row)
    row: Row = {
        "account_id": entry.stream_id,
        "obligation_id": event.obligation_id,
        "month": event.month,
        "value": event.value,
        "is_met": event.is_met,
        "measured_at": event.occurred_at,
        "measured_count": 1 + (before["measured_count"] if before else 0),
        "source_position": entry.position,
    }
    sheet.put(key_of_row, row)


QUALITY_MONTHS = ReadModel(
    table=quality_months,
    loaded_by=quality_months.c.account_id,
    handlers={QualityMeasured: _measured},
)
