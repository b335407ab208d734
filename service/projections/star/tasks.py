"""Facts over the tasks of cases: of departments, commitments, questions, exceptions, escalations."""

from collections.abc import Iterable

from sqlalchemy import Column

from service.projections.cases.table import cases
from service.projections.engine.mart_view import MartView, ViewColumn, carried, instants, key, words
from service.projections.star.keys import seconds_between, version_key, word_key
from service.projections.tasks.table import tasks

_OF_CASE = "proj.tasks left join proj.cases on cases.case_id = tasks.stream_id"
_DEPARTMENT = "tasks.departments[1]"
_POSITION = carried(tasks.c.source_position)
# A promise of a task is found by its subject, of the few clocks of its case.
_LIMITS = """cross join lateral (
  select min(clocks.due_at) filter (where 'collaboration_accepted' = any(promises.met_by))
           as acceptance_due_at,
         min(clocks.due_at) filter (where 'collaboration_answered' = any(promises.met_by))
           as answer_due_at,
         bool_or(clocks.was_breached) filter (where 'collaboration_accepted' = any(promises.met_by))
           as is_acceptance_breached,
         bool_or(clocks.was_breached) filter (where 'collaboration_answered' = any(promises.met_by))
           as is_answer_breached
  from proj.clocks join proj.promises using (policy_id, policy_version, rule)
  where clocks.stream_id = tasks.stream_id and clocks.subject = tasks.task_id::text) as limits"""


def _about(task_key: str, opened: str) -> tuple[ViewColumn, ...]:
    """Return what every fact about a task begins with: itself, its case, its account as it was then."""
    return (
        key(tasks.c.task_id, task_key),
        key(tasks.c.stream_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        version_key("cases.account_id", "tasks.opened_at"),
        *_named(tasks.c.opened_at, opened),
    )


def _named(of: Column[object], name: str) -> Iterable[ViewColumn]:
    """Return an instant with its day, under another name than that of its column."""
    at, day = instants(of)
    yield ViewColumn(f"{name}_at", at.expression, at.type, at.comment)
    yield ViewColumn(f"{name}_date_key", day.expression, day.type, day.comment)


FACT_DEPARTMENT_TASK = MartView(
    name="v1_fact_department_task",
    comment="部门协作事实, 每项协作或上门一行, 随进展更新"
    " | tasks of departments, one row per collaboration or dispatch, updated as it goes on",
    source=f"{_OF_CASE} {_LIMITS}\nwhere tasks.kind in ('collaboration', 'dispatch')",
    columns=(
        *_about("task_key", "requested"),
        carried(tasks.c.kind),
        ViewColumn(
            "department",
            f"coalesce({_DEPARTMENT}, 'unknown')",
            "text",
            "承办部门, 上门为 unknown | department that is asked, unknown of a dispatch",
        ),
        word_key("department_key", _DEPARTMENT, "承办部门 | the department"),
        *words(tasks.c.step, tasks.c.holder),
        word_key("holder_key", "tasks.holder", "承办人 | who holds it"),
        carried(tasks.c.status),
        *_named(tasks.c.taken_at, "accepted"),
        *instants(tasks.c.answered_at),
        *_named(tasks.c.ended_at, "ended"),
        *(carried(tasks.c[name]) for name in ("due_at", "eta_at")),
        *(
            ViewColumn(f"{name}_due_at", f"limits.{name}_due_at", "timestamp with time zone", said)
            for name, said in (
                ("acceptance", "受理时限 | by when it is to be accepted"),
                ("answer", "答复时限 | by when it is to be answered"),
            )
        ),
        *(
            ViewColumn(f"is_{name}_breached", f"limits.is_{name}_breached", "boolean", said)
            for name, said in (
                (
                    "acceptance",
                    "受理是否违约, 无时限为空 | whether accepting it was late, empty without a limit",
                ),
                ("answer", "答复是否违约, 无时限为空 | whether answering it was late, empty without a limit"),
            )
        ),
        seconds_between(
            "accept_seconds",
            "tasks.opened_at",
            "tasks.taken_at",
            "提出至受理(秒) | asked to accepted, seconds",
        ),
        seconds_between(
            "answer_seconds",
            "tasks.opened_at",
            "tasks.answered_at",
            "提出至答复(秒) | asked to answered, seconds",
        ),
        seconds_between(
            "done_seconds", "tasks.opened_at", "tasks.ended_at", "提出至结束(秒) | asked to ended, seconds"
        ),
        ViewColumn(
            "is_done_late",
            "tasks.ended_at > tasks.due_at",
            "boolean",
            "是否晚于约定时间结束, 未约定或未结束为空 | whether it ended late, empty if no time was set",
        ),
        carried(tasks.c.is_solved),
        _POSITION,
    ),
)

FACT_COMMITMENT = MartView(
    name="v1_fact_commitment",
    comment="客户承诺事实, 每项承诺一行, 随进展更新 | commitments, one row each, updated as it goes on",
    source=f"{_OF_CASE}\nwhere tasks.kind = 'commitment'",
    columns=(
        *_about("commitment_key", "made"),
        ViewColumn(
            "status",
            "case tasks.status when 'done' then 'kept' else tasks.status end",
            "text",
            "状态: open, kept, broken | status: open, kept, broken",
        ),
        *instants(tasks.c.first_due_at, tasks.c.due_at, tasks.c.ended_at),
        carried(tasks.c.renegotiation_count),
        *(carried(tasks.c[name]) for name in ("is_interim", "is_over_promise")),
        ViewColumn(
            "is_kept_in_time",
            "case when tasks.status = 'done' then tasks.ended_at <= tasks.due_at"
            " when tasks.status = 'broken' then false end",
            "boolean",
            "是否按时兑现, 未结束为空 | whether it was kept in time, empty while it is open",
        ),
        seconds_between(
            "promised_seconds",
            "tasks.opened_at",
            "tasks.first_due_at",
            "承诺的时长(秒) | from the promise to its first due time, seconds",
        ),
        seconds_between(
            "late_seconds",
            "tasks.due_at",
            "case when tasks.ended_at > tasks.due_at then tasks.ended_at end",
            "逾期时长(秒), 按时为空 | kept so long after it was due, seconds; empty if in time",
        ),
        word_key("owner_key", "cases.owner", "当前负责人 | the owner of the case now"),
        _POSITION,
    ),
)

FACT_QUESTION = MartView(
    name="v1_fact_question",
    comment="待答问题事实, 每个问题一行, 随进展更新 | open questions, one row each, updated as it goes on",
    source=f"{_OF_CASE}\nwhere tasks.kind = 'question'",
    columns=(
        *_about("question_key", "opened"),
        ViewColumn(
            "asked_of",
            f"coalesce({_DEPARTMENT}, 'unknown')",
            "text",
            "由谁答复, 空为工单负责人 | who must answer, unknown stands for the owner of the case",
        ),
        word_key("department_key", _DEPARTMENT, "答复部门 | the department that must answer"),
        carried(tasks.c.status),
        carried(tasks.c.is_awaited),
        *instants(tasks.c.due_at, tasks.c.answered_at, tasks.c.ended_at),
        seconds_between(
            "answer_seconds",
            "tasks.opened_at",
            "tasks.answered_at",
            "提出至答复(秒) | asked to answered, seconds",
        ),
        _POSITION,
    ),
)

FACT_EXCEPTION = MartView(
    name="v1_fact_exception",
    comment="特殊申请事实, 每项申请一行, 随进展更新 | exceptions, one row each, updated as it goes on",
    source=f"{_OF_CASE}\nwhere tasks.kind = 'exception'",
    columns=(
        *_about("exception_key", "requested"),
        ViewColumn(
            "departments",
            "array_to_string(tasks.departments, chr(10))",
            "text",
            "参与部门, 每行一个 | departments that work it out together, one a line",
        ),
        ViewColumn(
            "status",
            "case tasks.status when 'done' then 'granted' when 'declined' then 'refused' else 'open' end",
            "text",
            "状态: open, granted, refused | status: open, granted, refused",
        ),
        *_named(tasks.c.ended_at, "decided"),
        ViewColumn(
            "decided_by",
            "tasks.holder",
            "text",
            "决定人工号, 未决定为空 | staff id of who decided, empty until then",
        ),
        word_key("decided_by_key", "tasks.holder", "决定人 | who decided"),
        carried(tasks.c.level),
        seconds_between(
            "decision_seconds",
            "tasks.opened_at",
            "tasks.ended_at",
            "提出至决定(秒) | asked to decided, seconds",
        ),
        _POSITION,
    ),
)

_CALLS = """(
  select tasks.row_id, tasks.stream_id, 'person' as called_by, tasks.step as kind, tasks.level, tasks.holder,
         tasks.status, tasks.opened_at, tasks.taken_at, tasks.ended_at, tasks.source_position
  from proj.tasks where tasks.kind = 'call'
  union all
  select clock_calls.row_id, clock_calls.stream_id, 'promise', 'hierarchical', clock_calls.level,
         coalesce(taken.holder, clock_calls.holder),
         case when taken.opened_at is not null then 'done'
              when clocks.status in ('running', 'paused') then 'open' else 'ended' end,
         clock_calls.opened_at, taken.opened_at, coalesce(taken.opened_at, clocks.ended_at),
         clock_calls.source_position
  from proj.clock_calls join proj.clocks using (clock_id)
  left join lateral (
    select takings.holder, takings.opened_at from proj.tasks as takings
    where takings.kind = 'taking' and takings.stream_id = clock_calls.stream_id
      and takings.level = clock_calls.level and takings.opened_at >= clock_calls.opened_at
    order by takings.opened_at limit 1) as taken on true
) as tasks
left join proj.cases on cases.case_id = tasks.stream_id
left join proj.accounts on accounts.account_id = coalesce(cases.account_id, tasks.stream_id)"""

FACT_ESCALATION = MartView(
    name="v1_fact_escalation",
    comment="升级事实, 每次呼叫一行: 人工升级与承诺到期的呼叫"
    " | escalations, one row per call: by people, and by promises that ran out",
    source=_CALLS,
    columns=(
        ViewColumn("escalation_key", "tasks.row_id::text", "text", "升级标识 | escalation"),
        key(cases.c.case_id, "case_key"),
        ViewColumn(
            "account_key", "coalesce(accounts.account_id::text, 'unknown')", "text", "客户标识 | account id"
        ),
        version_key("accounts.account_id", "tasks.opened_at"),
        ViewColumn(
            "called_by", "tasks.called_by", "text", "由谁呼叫: person, promise | called by: person, promise"
        ),
        ViewColumn(
            "kind", "tasks.kind", "text", "类型: hierarchical, functional | kind: hierarchical, functional"
        ),
        *(carried(tasks.c[name]) for name in ("level", "holder")),
        word_key("holder_key", "tasks.holder", "被呼叫人 | who is called or took it"),
        ViewColumn("status", "tasks.status", "text", "状态: open, done, ended | status: open, done, ended"),
        *instants(tasks.c.opened_at, tasks.c.taken_at, tasks.c.ended_at),
        seconds_between(
            "take_seconds", "tasks.opened_at", "tasks.taken_at", "呼叫至接手(秒) | called to taken, seconds"
        ),
        _POSITION,
    ),
)

TASK_FACTS = (FACT_DEPARTMENT_TASK, FACT_COMMITMENT, FACT_QUESTION, FACT_EXCEPTION, FACT_ESCALATION)
