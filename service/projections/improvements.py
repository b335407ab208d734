"""Improvements agreed in reviews (改进措施), one row each: who answers for it, by when, and did it help."""

from sqlalchemy import Boolean, ColumnElement, Index, Table, Text, Uuid, cast, exists

from service.domain.case.record.reviews import ImprovementAgreed, ImprovementCompleted
from service.domain.text import Code
from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError
from service.projections.star.keys import version_key, word_key

improvements = Table(
    "improvements",
    METADATA,
    key_column("case_id", Uuid, "工单标识 | case in whose review it was agreed"),
    key_column("action_id", Uuid, "改进措施标识 | action id"),
    known("owner", Text, "负责人工号 | staff id of who answers for it"),
    maybe("review_id", Uuid, "复盘标识 | review that it follows from"),
    maybe("process_step", Text, "业务环节 | step of our work that becomes better"),
    known("agreed_at", Instant, "商定时间 | when it was agreed"),
    known("due_at", Instant, "应完成时间 | by when"),
    maybe("completed_at", Instant, "最近一次完成或评估时间 | when it was last completed or judged, or null"),
    maybe("is_effective", Boolean, "是否有效, 未知为空 | whether it helped, null if not known"),
    source_position(),
    Index("improvements_owner", "owner"),
    comment="改进措施, 每项一行, 随进展更新 | improvements, one row per action, updated as it goes on",
)

FACT_IMPROVEMENT = MartView(
    name="v1_fact_improvement",
    comment="改进措施事实, 每项一行, 随进展更新 | improvements, one row per action, updated as it goes on",
    source="proj.improvements left join proj.cases using (case_id)",
    columns=(
        key(improvements.c.action_id, "improvement_key"),
        key(improvements.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "improvements.agreed_at"),
        *words(improvements.c.owner, improvements.c.process_step),
        word_key("owner_key", "improvements.owner", "负责人 | who answers for it"),
        *instants(improvements.c.agreed_at, improvements.c.due_at, improvements.c.completed_at),
        carried(improvements.c.is_effective),
        ViewColumn(
            "is_in_time",
            "improvements.completed_at <= improvements.due_at",
            "boolean",
            "是否按期完成, 未完成为空 | whether it was made in time, empty until it is made",
        ),
        carried(improvements.c.source_position),
    ),
)


def _agreed(sheet: Sheet, entry: Entry, event: ImprovementAgreed) -> None:
    row: Row = {
        "case_id": entry.stream_id,
        "action_id": event.action_id,
        "owner": event.owner,
        "review_id": event.review_id,
        "process_step": event.process_step,
        "agreed_at": event.occurred_at,
        "due_at": event.due_at,
        "completed_at": None,
        "is_effective": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.action_id), row)


def _completed(sheet: Sheet, entry: Entry, event: ImprovementCompleted) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.action_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    completed = {"completed_at": event.occurred_at, "is_effective": event.is_effective}
    sheet.put((entry.stream_id, event.action_id), {**row, **completed, "source_position": entry.position})


IMPROVEMENTS = ReadModel(
    table=improvements,
    loaded_by=improvements.c.case_id,
    handlers={ImprovementAgreed: _agreed, ImprovementCompleted: _completed},
    view=FACT_IMPROVEMENT,
)


def agreed_with(owner: Code) -> ColumnElement[bool]:
    """Narrow clocks to those of improvements for which a person answers."""
    return exists().where(
        improvements.c.case_id == clocks.c.stream_id,
        cast(improvements.c.action_id, Text) == clocks.c.subject,
        improvements.c.owner == owner,
    )
