"""Handovers of accounts (客户交接), one row each: from whom to whom, confirmed when, what is missing."""

from sqlalchemy import ARRAY, Index, Table, Text, Uuid

from service.domain.account.record.agreements.handovers import (
    AccountHandedOver,
    HandoverAccepted,
    HandoverSupplemented,
)
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

account_handovers = Table(
    "account_handovers",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("handover_id", Uuid, "交接标识 | handover id"),
    known("from_staff", Text, "移交人工号 | staff id of who hands it over"),
    known("to_staff", Text, "接收人工号 | staff id of who takes it"),
    maybe("from_department", Text, "移交部门 | department that hands it over"),
    known("handed_at", Instant, "移交时间 | when it was handed over"),
    maybe("accepted_at", Instant, "确认时间 | when the taker confirmed it"),
    known("lacking", ARRAY(Text), "尚缺的内容 | topics of which something is missing"),
    source_position(),
    Index("account_handovers_handed", "handed_at", "account_id", "handover_id"),
    comment="客户交接, 每次一行 | handovers of accounts, one row each",
)


def _handed(sheet: Sheet, entry: Entry, event: AccountHandedOver) -> None:
    row: Row = {
        "account_id": entry.stream_id,
        "handover_id": event.handover_id,
        "from_staff": event.from_staff,
        "to_staff": event.to_staff,
        "from_department": event.from_department,
        "handed_at": event.occurred_at,
        "accepted_at": None,
        "lacking": sorted(event.missing),
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.handover_id), row)


def _went_on(sheet: Sheet, entry: Entry, event: HandoverAccepted | HandoverSupplemented) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.handover_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    if isinstance(event, HandoverAccepted):
        lacking = sorted({*row["lacking"], *event.asked_about})
        changes: Row = {"accepted_at": event.occurred_at, "lacking": lacking}
    else:
        changes = {"lacking": sorted(set(row["lacking"]) - set(event.topics))}
    sheet.put((entry.stream_id, event.handover_id), {**row, **changes, "source_position": entry.position})


ACCOUNT_HANDOVERS = ReadModel(
    table=account_handovers,
    loaded_by=account_handovers.c.account_id,
    handlers={AccountHandedOver: _handed, HandoverAccepted: _went_on, HandoverSupplemented: _went_on},
)
