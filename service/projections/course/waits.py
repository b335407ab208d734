"""Waits for somebody else to act, one row each."""

from sqlalchemy import Index, Table, Text, Uuid

from service.domain.case.record.closure import CaseClosed, CaseResolved
from service.domain.case.record.waiting import WaitingEnded, WaitingStarted
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key
from service.projections.engine.model import ReadModel, Row, Sheet
from service.projections.star.keys import seconds_between, version_key, word_key

waits = Table(
    "waits",
    METADATA,
    key_column("event_id", Uuid, "等待开始事件标识 | event id of its beginning"),
    known("case_id", Uuid, "工单标识 | case id"),
    known(
        "waiting_on", Text, "等待对象: customer, supplier 等 | who must act first: customer, supplier, other"
    ),
    known("started_at", Instant, "等待开始时间 | when it began"),
    maybe("ended_at", Instant, "等待结束时间, 等待中为空 | when it ended, empty while it lasts"),
    source_position(),
    Index("waits_case", "case_id"),
    comment="等待, 每次等待一行 | waits of cases, one row per wait",
)

FACT_WAIT = MartView(
    name="v1_fact_wait",
    comment="等待事实, 每次等待一行 | waits, one row per wait for somebody else to act",
    source="proj.waits left join proj.cases using (case_id)",
    columns=(
        key(waits.c.event_id, "wait_key"),
        key(waits.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "waits.started_at"),
        carried(waits.c.waiting_on),
        *instants(waits.c.started_at, waits.c.ended_at),
        seconds_between(
            "waited_seconds",
            "waits.started_at",
            "waits.ended_at",
            "等待时长(秒), 等待中为空 | waited, seconds, empty while it lasts",
        ),
        word_key("owner_key", "cases.owner", "当前负责人 | the owner of the case now"),
        carried(waits.c.source_position),
    ),
)


def _started(sheet: Sheet, entry: Entry, event: WaitingStarted) -> None:
    """Begin a wait. One that is told late may begin while another lasts, which it ends."""
    _end(sheet, entry)
    row: Row = {
        "event_id": entry.event_id,
        "case_id": entry.stream_id,
        "waiting_on": event.waiting_on,
        "started_at": event.occurred_at,
        "ended_at": None,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


def _ended(sheet: Sheet, entry: Entry, _: WaitingEnded | CaseResolved | CaseClosed) -> None:
    """End the wait, which the end of the case does too: one told late has no end of its own."""
    _end(sheet, entry)


def _end(sheet: Sheet, entry: Entry) -> None:
    for row in sheet.group(entry.stream_id):
        if row["ended_at"] is None:
            ended = {"ended_at": entry.event.occurred_at, "source_position": entry.position}
            sheet.put(row["event_id"], {**row, **ended})


WAITS = ReadModel(
    table=waits,
    loaded_by=waits.c.case_id,
    handlers={
        WaitingStarted: _started,
        WaitingEnded: _ended,
        CaseResolved: _ended,
        CaseClosed: _ended,
    },
    view=FACT_WAIT,
)
