"""The view of promises of time."""

from service.projections.clocks.table import clocks
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, instants, key, words

_CASE = f"case clocks.stream when 'case' then clocks.stream_id::text else '{UNKNOWN}' end"
_VERDICT = "case when clocks.was_breached then 'breached' else clocks.status end"
_OVER = "case when clocks.was_breached then floor(extract(epoch from clocks.ended_at - clocks.due_at)) end"

# The task that a promise is about; one row at most, for a task has one kind.
_WITH_TASK = """proj.clocks left join proj.tasks as asked
  on asked.stream_id = clocks.stream_id and asked.task_id::text = clocks.subject
  and asked.kind = 'collaboration'"""
_PROMISED = "floor(extract(epoch from clocks.first_due_at - clocks.counts_from_at))"
_TAKEN = "floor(extract(epoch from clocks.ended_at - clocks.counts_from_at))"

CLOCKS = MartView(
    name="v1_clocks",
    comment="时效承诺, 每个时钟一行, 随进展更新 | promises of time, one row per clock, updated as it goes on",
    source=_WITH_TASK,
    columns=(
        key(clocks.c.clock_id, "clock_key"),
        ViewColumn(
            "case_key",
            _CASE,
            "text",
            "工单标识, 不属于任何工单的客户档案承诺为 unknown | case, unknown if of an account alone",
        ),
        key(clocks.c.account_id, "account_key"),
        *(carried(clocks.c[name]) for name in ("stream", "clock", "cycle", "subject", "rule")),
        *(carried(clocks.c[f"policy_{name}"]) for name in ("id", "version")),
        *(carried(clocks.c[f"calendar_{name}"]) for name in ("id", "version")),
        carried(clocks.c.agreement_id),
        *words(clocks.c.response_class, clocks.c.priority, clocks.c.segment, clocks.c.owner),
        *instants(clocks.c.started_at, clocks.c.counts_from_at, clocks.c.due_at),
        carried(clocks.c.target_seconds),
        ViewColumn(
            "verdict",
            _VERDICT,
            "text",
            "判定: running, paused, met, breached, cancelled, voided; 豁免另列"
            " | verdict: running, paused, met, breached, cancelled, voided; a waiver stands beside it",
        ),
        carried(clocks.c.was_breached),
        ViewColumn(
            "is_waived",
            "clocks.waived_at is not null",
            "boolean",
            "是否有人豁免 | whether somebody answers for it",
        ),
        *instants(clocks.c.breached_at, clocks.c.ended_at),
        carried(clocks.c.end_reason),
        carried(clocks.c.counted_seconds),
        ViewColumn(
            "breach_seconds",
            _OVER,
            "bigint",
            "违约时长(秒), 到期至结束的自然时间, 未结束为空"
            " | broken for, seconds by the wall clock from due to its end, empty until then",
        ),
        carried(clocks.c.waived_at),
        carried(clocks.c.waived_by),
        *(carried(clocks.c[name]) for name in ("warned_percent", "warning_count", "escalated_level")),
        *(carried(clocks.c[f"{name}_count"]) for name in ("escalation", "unanswered_escalation")),
        *(carried(clocks.c[name]) for name in ("next_at", "version", "source_position")),
        carried(clocks.c.uncalled_escalation_count),
        carried(clocks.c.told_late_seconds),
        carried(clocks.c.voided_by),
        carried(clocks.c.put_off_late_seconds),
        carried(clocks.c.renegotiation_count),
        ViewColumn(
            "department",
            f"coalesce(array_to_string(asked.departments, ', '), '{UNKNOWN}')",
            "text",
            "所请求协作的部门 | department of the collaboration that it is about",
        ),
        ViewColumn(
            "step",
            f"coalesce(asked.step, '{UNKNOWN}')",
            "text",
            "所请求协作的环节 | step of the collaboration that it is about",
        ),
        carried(clocks.c.first_due_at),
        ViewColumn(
            "promised_seconds",
            _PROMISED,
            "bigint",
            "最初承诺的时长(秒), 自然时间 | time promised at first, seconds by the wall clock",
        ),
        ViewColumn(
            "taken_seconds",
            f"case when clocks.status in ('met', 'late') then {_TAKEN} end",
            "bigint",
            "实际用时(秒), 自然时间, 未兑现为空"
            " | time it took, seconds by the wall clock, empty unless it was done",
        ),
    ),
)
