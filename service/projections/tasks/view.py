"""The view of tasks: what was asked of departments, approvers and people, and how long it took."""

from service.projections.cases.table import cases
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, instants, key, words
from service.projections.tasks.table import tasks

_DONE = "floor(extract(epoch from tasks.ended_at - tasks.opened_at))"
_FIRST = "floor(extract(epoch from least(tasks.answered_at, tasks.ended_at) - tasks.opened_at))"

V1_TASKS = MartView(
    name="v1_tasks",
    comment="待办任务, 每项一行, 随进展更新 | tasks of cases, one row per task, updated as it goes on",
    source="proj.tasks join proj.cases on cases.case_id = tasks.stream_id",
    columns=(
        key(tasks.c.row_id, "task_key"),
        key(tasks.c.stream_id, "case_key"),
        key(cases.c.account_id, "account_key"),
        carried(tasks.c.kind, "task_kind"),
        ViewColumn(
            "department",
            f"coalesce(array_to_string(tasks.departments, ', '), '{UNKNOWN}')",
            "text",
            "承办部门 | department that it is asked of",
        ),
        *words(tasks.c.step, tasks.c.level, tasks.c.holder),
        *(carried(each) for each in (tasks.c.status, tasks.c.is_open)),
        *instants(tasks.c.opened_at),
        *(carried(tasks.c[f"{name}_at"]) for name in ("taken", "answered", "due", "eta", "ended")),
        ViewColumn(
            "answer_seconds",
            f"case when tasks.status <> 'declined' or tasks.answered_at is not null then {_FIRST} end",
            "bigint",
            "提出至首次答复或完成的时长(秒) | from the asking to the first answer or the end, seconds",
        ),
        ViewColumn(
            "done_seconds",
            _DONE,
            "bigint",
            "提出至结束的时长(秒), 未结束为空 | from the asking to the end, seconds, empty until then",
        ),
        carried(tasks.c.source_position),
        *(carried(tasks.c[name]) for name in ("of_department", "customer_words", "ended_by")),
    ),
)
