"""Remedies, one row each: proposed, agreed to or turned down, granted."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Table, Text, Uuid

from service.domain.case.record.remedies import RemedyApproved, RemedyGranted, RemedyProposed, RemedyRejected
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

remedies = Table(
    "remedies",
    METADATA,
    key_column("case_id", Uuid, "工单标识 | case id"),
    key_column("remedy_id", Uuid, "补救方案标识 | remedy id"),
    known("remedy_type", Text, "补救类型 | kind of remedy"),
    maybe("remedy_class", Text, "补救类别: 补偿或改进 | class: compensating or corrective"),
    known("amount_minor", BigInteger, "金额(最小货币单位) | amount in the smallest unit of the currency"),
    known("currency", Text, "币种 | currency"),
    known(
        "status",
        Text,
        "状态: proposed, approved, rejected, granted | status: proposed, approved, rejected, granted",
    ),
    known("proposed_by", Text, "提出人工号 | staff id of who proposed it"),
    known("proposed_at", Instant, "提出时间 | when it was proposed"),
    maybe("due_at", Instant, "应兑付时间 | by when the customer is to have it"),
    maybe("needs_approval_by", Text, "所需审批级别, 空为无须审批 | lowest rung that must agree, or none"),
    maybe("approved_by", Text, "批准人工号 | staff id of who agreed"),
    maybe("approved_at", Instant, "批准时间 | when it was agreed to"),
    maybe("rejected_at", Instant, "驳回时间 | when it was turned down"),
    maybe("granted_by", Text, "兑付人工号 | staff id of who handed it over"),
    maybe("granted_at", Instant, "兑付时间 | when the customer got it"),
    source_position(),
    comment="补救方案, 每个方案一行, 随进展更新 | remedies, one row per remedy, updated as it goes on",
)

V1_REMEDIES = MartView(
    name="v1_remedies",
    comment="补救方案, 每个方案一行, 随进展更新 | remedies, one row per remedy, updated as it goes on",
    source="proj.remedies join proj.cases using (case_id)",
    columns=(
        key(remedies.c.remedy_id, "remedy_key"),
        key(remedies.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        carried(remedies.c.remedy_type),
        *words(remedies.c.remedy_class),
        *(carried(remedies.c[name]) for name in ("amount_minor", "currency", "status", "proposed_by")),
        *instants(remedies.c.proposed_at),
        *(carried(remedies.c[name]) for name in ("due_at", "needs_approval_by", "approved_by")),
        *(carried(remedies.c[name]) for name in ("approved_at", "rejected_at", "granted_by")),
        *instants(remedies.c.granted_at),
        carried(remedies.c.source_position),
    ),
)

_NO_REMEDY: Row = dict.fromkeys(each.name for each in remedies.c)


def _proposed(sheet: Sheet, entry: Entry, event: RemedyProposed) -> None:
    named = {each.name: getattr(event, each.name) for each in remedies.c if hasattr(event, each.name)}
    proposed: Row = {"case_id": entry.stream_id, "status": "proposed", "proposed_at": event.occurred_at}
    _put(sheet, entry, event, {**_NO_REMEDY, **named, **proposed})


def _approved(sheet: Sheet, entry: Entry, event: RemedyApproved) -> None:
    row = _row(sheet, entry, event)
    status = "granted" if row["status"] == "granted" else "approved"
    approved = {"approved_by": event.approved_by, "approved_at": event.occurred_at, "status": status}
    _put(sheet, entry, event, {**row, **approved})


def _rejected(sheet: Sheet, entry: Entry, event: RemedyRejected) -> None:
    row = _row(sheet, entry, event)
    _put(sheet, entry, event, {**row, "status": "rejected", "rejected_at": event.occurred_at})


def _granted(sheet: Sheet, entry: Entry, event: RemedyGranted) -> None:
    row = _row(sheet, entry, event)
    earliest: datetime = min(row["granted_at"] or event.occurred_at, event.occurred_at)
    granted = {"status": "granted", "granted_by": event.granted_by, "granted_at": earliest}
    _put(sheet, entry, event, {**row, **granted})


def _row(sheet: Sheet, entry: Entry, event: Any) -> Row:
    row: Row | None = sheet.rows.get((entry.stream_id, event.remedy_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    return row


def _put(sheet: Sheet, entry: Entry, event: Any, row: Row) -> None:
    sheet.put((entry.stream_id, event.remedy_id), {**row, "source_position": entry.position})


REMEDIES = ReadModel(
    table=remedies,
    loaded_by=remedies.c.case_id,
    handlers={
        RemedyProposed: _proposed,
        RemedyApproved: _approved,
        RemedyRejected: _rejected,
        RemedyGranted: _granted,
    },
    view=V1_REMEDIES,
)
