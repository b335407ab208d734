"""Revisits held (回访), one row each: by them the table of revisits finds its events on the record."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Index, Table, Text, Uuid

from service.domain.case.record.revisits import CaseRevisited
from service.projections.cases.table import cases
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key
from service.projections.engine.model import ReadModel, Row, Sheet, by_itself
from service.projections.star.keys import version_key, word_key

revisits = Table(
    "revisits",
    METADATA,
    key_column("event_id", Uuid, "回访事件标识 | event id of the revisit"),
    known("case_id", Uuid, "工单标识 | case id"),
    known("revisited_at", Instant, "回访时间 | when the customer was called or visited"),
    known("reached", Boolean, "是否接通 | whether the customer was reached"),
    known("departments", ARRAY(Text), "转达的部门 | departments whose heads were given the feedback"),
    maybe("template", Text, "回访模板 | revisit template of the guideline, empty if none"),
    source_position(),
    known("channel", Text, "回访渠道 | channel of the revisit"),
    maybe("revisit_id", Uuid, "回访计划标识, 空为非计划 | planned revisit, empty if it was not planned"),
    maybe("call_seconds", BigInteger, "通话时长(秒) | how long it took, seconds"),
    maybe("is_too_long", Boolean, "是否超过规定时长 | whether it took longer than the guideline allows"),
    Index("revisits_position", "source_position"),
    Index("revisits_case", "case_id"),
    comment="回访, 每次回访或尝试一行 | revisits, one row per revisit or attempt",
)

FACT_REVISIT = MartView(
    name="v1_fact_revisit",
    comment="回访事实, 每次回访或尝试一行; 应回访见 v1_fact_contact_due"
    " | revisits, one row per revisit or attempt; what was due stands in v1_fact_contact_due",
    source="proj.revisits left join proj.cases using (case_id)",
    columns=(
        key(revisits.c.event_id, "revisit_event_key"),
        key(revisits.c.revisit_id, "revisit_key"),
        key(revisits.c.case_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "revisits.revisited_at"),
        *instants(revisits.c.revisited_at),
        carried(revisits.c.channel),
        word_key("channel_key", "revisits.channel", "渠道 | the channel"),
        carried(revisits.c.reached),
        ViewColumn(
            "is_planned", "revisits.revisit_id is not null", "boolean", "是否计划内 | whether it was planned"
        ),
        *(carried(revisits.c[name]) for name in ("template", "call_seconds", "is_too_long")),
        ViewColumn(
            "department_count",
            "cardinality(revisits.departments)",
            "integer",
            "转达的部门数 | departments that were given the feedback",
        ),
        carried(revisits.c.source_position),
    ),
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
        "channel": event.channel,
        "revisit_id": event.revisit_id,
        "call_seconds": event.duration_seconds,
        "is_too_long": event.is_too_long,
    }
    sheet.put(entry.event_id, row)


REVISITS = ReadModel(
    table=revisits,
    loaded_by=revisits.c.event_id,
    key_of=by_itself,
    handlers={CaseRevisited: _revisited},
    view=FACT_REVISIT,
)
