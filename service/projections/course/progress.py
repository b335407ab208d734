"""What customers were told of the work on their case, one row each: progress, plans, results."""

from typing import Literal

from sqlalchemy import Index, Integer, Table, Text, Uuid

from service.domain.case.record.replies import PlanProposed, ProgressShared, ResultReported, is_answer
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, carried, instants, key, words
from service.projections.engine.model import ReadModel, Sheet, by_itself
from service.projections.star.keys import version_key, word_key

progress = Table(
    "progress",
    METADATA,
    key_column("event_id", Uuid, "事件标识 | event id"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("kind", Text, "内容: progress, plan, result | what of: progress, plan, result"),
    known("told_at", Instant, "告知时间 | when the customer was told"),
    maybe("channel", Text, "告知渠道 | channel by which the customer was told"),
    maybe("author_kind", Text, "作者类型, 空为人工 | kind of author, empty for a person"),
    maybe("eta_at", Instant, "告知的预计完成时间 | expected completion that was named"),
    known("missing_count", Integer, "缺少的内容项数 | what was missing by the guideline"),
    source_position(),
    Index("progress_case", "case_id"),
    comment="进度同步, 每次告知一行 | what customers were told of the work, one row each time",
)

FACT_PROGRESS = MartView(
    name="v1_fact_progress",
    comment="进度同步事实, 每次告知客户进度、计划或结果一行"
    " | progress, one row each time a customer was told of progress, a plan or the result",
    source="proj.progress left join proj.cases using (case_id)",
    columns=(
        key(progress.c.event_id, "progress_key"),
        key(progress.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "progress.told_at"),
        carried(progress.c.kind),
        *instants(progress.c.told_at),
        *words(progress.c.channel),
        word_key("channel_key", "progress.channel", "渠道 | the channel"),
        carried(progress.c.author_kind),
        *instants(progress.c.eta_at),
        carried(progress.c.missing_count),
        word_key("owner_key", "cases.owner", "当前负责人 | the owner of the case now"),
        carried(progress.c.source_position),
    ),
)
Kind = Literal["progress", "plan", "result"]


def _shared(sheet: Sheet, entry: Entry, event: ProgressShared) -> None:
    missing = len(event.missing or ())
    _put(
        sheet,
        entry,
        "progress",
        channel=event.channel,
        author_kind=event.author_kind,
        eta_at=event.eta_at,
        missing_count=missing,
    )


def _proposed(sheet: Sheet, entry: Entry, event: PlanProposed) -> None:
    """Its stages are free text, hence not read. One that the customer was not told is no news to them."""
    if is_answer(event):
        _put(sheet, entry, "plan", channel=event.channel)


def _reported(sheet: Sheet, entry: Entry, event: ResultReported) -> None:
    _put(sheet, entry, "result", channel=event.channel)


def _put(sheet: Sheet, entry: Entry, kind: Kind, **more: object) -> None:
    row = {
        "event_id": entry.event_id,
        "case_id": entry.stream_id,
        "kind": kind,
        "told_at": entry.event.occurred_at,
        "author_kind": None,
        "eta_at": None,
        "missing_count": 0,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, {**row, **more})


PROGRESS = ReadModel(
    table=progress,
    loaded_by=progress.c.event_id,
    key_of=by_itself,
    handlers={ProgressShared: _shared, PlanProposed: _proposed, ResultReported: _reported},
    view=FACT_PROGRESS,
)
