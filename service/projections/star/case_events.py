"""Events of cases, one row each: by them process mining and audit go. A view over the record itself.

To keep a row of each event would double what is written, and its business time would have every payload
decoded. The view holds the envelope and that time alone: no payload, hence nothing personal.
"""

from service.domain.case.record.intake import CaseReceived
from service.eventstore.statements import OCCURRED_AT
from service.projections.engine.mart_view import FIRST_YEAR, LAST_YEAR, ZONE, MartView, ViewColumn
from service.projections.star.keys import word_key

# Read as far as all other rows are true. No table that a rebuild swaps stands in it: to swap one locks the
# views over it and what they read, and the record must never be locked. `+ 0` keeps the bound, which nearly
# all events meet, out of the index: a table that was never analysed was looked through once a case for it.
_SOURCE = f"""es.events
join es.events as first on first.stream_id = events.stream_id and first.version = 1
  and first.type = '{CaseReceived.STORED_NAME}'
cross join lateral (select {OCCURRED_AT} as occurred_at) as happened
where events.position + 0 <= (select min(checkpoints.position) from proj.checkpoints)"""  # noqa: S608  ours


def _day(name: str, instant: str, zh: str, en: str) -> ViewColumn:
    known = f"{instant} between '{FIRST_YEAR}-01-01 {ZONE}' and '{LAST_YEAR + 1}-01-01 {ZONE}'"
    day = f"to_char({instant} at time zone '{ZONE}', 'YYYYMMDD')::int"
    said = f"{zh}的日期键({ZONE} 时区, 未知为0) | day in {ZONE} as yyyymmdd, 0 if unknown: {en}"
    return ViewColumn(name, f"case when {known} then {day} else 0 end", "integer", said)


FACT_CASE_EVENT = MartView(
    name="v1_fact_case_event",
    comment="工单事件事实, 每个事件一行, 不含内容 | events of cases, one row each, without their content",
    source=_SOURCE,
    columns=(
        ViewColumn("event_key", "events.event_id::text", "text", "事件标识 | event id"),
        ViewColumn("case_key", "events.stream_id::text", "text", "工单标识 | case id"),
        ViewColumn("event_type", "events.type", "text", "事件类型 | kind of event"),
        ViewColumn("version", "events.version", "integer", "工单内的序号 | place in the case"),
        ViewColumn(
            "occurred_at", "happened.occurred_at", "timestamp with time zone", "发生时间 | when it happened"
        ),
        _day("occurred_date_key", "happened.occurred_at", "发生时间", "when it happened"),
        ViewColumn(
            "recorded_at", "events.recorded_at", "timestamp with time zone", "记录时间 | when it was recorded"
        ),
        _day("recorded_date_key", "events.recorded_at", "记录时间", "when it was recorded"),
        ViewColumn(
            "told_late_seconds",
            "floor(extract(epoch from events.recorded_at - happened.occurred_at))",
            "bigint",
            "发生至记录(秒) | recorded so long after it happened, seconds",
        ),
        ViewColumn(
            "actor", "events.actor", "text", "操作者: 密钥或人员 | who sent it: a key, or a person with it"
        ),
        word_key("actor_key", "events.actor", "操作者 | who sent it"),
        ViewColumn(
            "command_key", "events.command_id::text", "text", "命令标识 | command that it follows from"
        ),
        ViewColumn(
            "causation_key",
            "coalesce(events.causation_id::text, 'unknown')",
            "text",
            "起因标识 | what caused the command",
        ),
        ViewColumn("correlation_key", "events.correlation_id::text", "text", "关联标识 | what it belongs to"),
        ViewColumn("source_position", "events.position", "bigint", "事件位置 | position of the event"),
    ),
)
