"""Revisits held (回访), one row each: by them the table of revisits finds its events on the record."""

from sqlalchemy import ARRAY, Boolean, Index, Table, Text, Uuid

from service.domain.case.record.revisits import CaseRevisited
from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet

revisits = Table(
    "revisits",
    METADATA,
    key("event_id", Uuid, "回访事件标识 | event id of the revisit"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("revisited_at", Instant, "回访时间 | when the customer was called or visited"),
    known("reached", Boolean, "是否接通 | whether the customer was reached"),
    known("departments", ARRAY(Text), "转达的部门 | departments whose heads were given the feedback"),
    maybe("template", Text, "回访模板 | revisit template of the guideline, empty if none"),
    source_position(),
    Index("revisits_position", "source_position"),
    Index("revisits_case", "case_id"),
    comment="回访, 每次回访或尝试一行 | revisits, one row per revisit or attempt",
)


def _revisited(sheet: Sheet, entry: Entry, event: CaseRevisited) -> None:
    row: Row = {
        "event_id": entry.event_id,
        "case_id": entry.stream_id,
        "revisited_at": event.occurred_at,
        "reached": event.reached,
        "departments": [one.department for one in event.routed_to or ()],
        "template": event.template,
        "source_position": entry.position,
    }
    sheet.put(entry.event_id, row)


def _none(_: Entry) -> None:
    """Return that no row is needed: each event makes one of its own."""


REVISITS = ReadModel(
    table=revisits,
    loaded_by=revisits.c.event_id,
    key_of=_none,
    stream_column="case_id",
    handlers={CaseRevisited: _revisited},
)
