"""The table of tasks. No column holds personal data: what is to be done stands on the record of the case."""

from sqlalchemy import ARRAY, Boolean, Index, Integer, Table, Text, Uuid, text

from service.projections.engine.columns import METADATA, Instant, key, known, maybe, source_position

tasks = Table(
    "tasks",
    METADATA,
    key("row_id", Uuid, "行标识 | row id"),
    known("stream_id", Uuid, "工单或客户标识 | case or account"),
    known(
        "kind",
        Text,
        "任务类型: collaboration 等 | kind of task, such as collaboration",
    ),
    known("task_id", Uuid, "任务标识 | id of the task in its theme; of a call the id of its event"),
    maybe("departments", ARRAY(Text), "承办部门 | departments that it is asked of"),
    maybe("step", Text, "环节 | step of the department, or kind of work"),
    maybe("level", Text, "所需级别 | rung that must decide or is called"),
    maybe("holder", Text, "承办人工号, 空为无人 | staff id of who holds it, empty for nobody"),
    known(
        "status",
        Text,
        "状态: open, taken, done 等 | status: open, taken, done and others",
    ),
    known("is_open", Boolean, "是否待办 | whether it is still to be done"),
    known("opened_at", Instant, "提出时间 | when it was asked for"),
    maybe("taken_at", Instant, "接手时间 | when somebody took it"),
    maybe("due_at", Instant, "约定时间 | by when, where that was said"),
    maybe("eta_at", Instant, "预计完成时间 | when whoever does it expects to have it done"),
    maybe("ended_at", Instant, "结束时间 | when it was done, declined or given up"),
    maybe("is_awaited", Boolean, "客户是否在等答复 | whether the customer waits for the answer"),
    maybe("first_due_at", Instant, "最初约定时间 | by when, as it was said first"),
    maybe("renegotiation_count", Integer, "重新约定次数 | times that another time was agreed"),
    maybe("is_interim", Boolean, "是否阶段性承诺 | whether less than the solution was promised"),
    maybe("is_over_promise", Boolean, "是否过度承诺 | whether the promise allows less time than is usual"),
    maybe("is_solved", Boolean, "上门是否解决 | whether the dispatch settled the matter"),
    source_position(),
    maybe("answered_at", Instant, "首次答复时间 | when it was first answered"),
    maybe(
        "of_department",
        Boolean,
        "经办人是否均在该部门名录中, 空为不适用 | whether all who did it are listed under the department",
    ),
    maybe(
        "customer_words",
        Text,
        "转述客户要求: word_for_word, retold, none | the demand passed on: word_for_word, retold, none",
    ),
    maybe("ended_by", Text, "结束无人接手的呼叫的操作人 | who ended a call that nobody had taken"),
    Index("tasks_stream", "stream_id"),
    Index("tasks_opened", "opened_at", "row_id"),
    Index("tasks_open_kind", "kind", "opened_at", "row_id", postgresql_where=text("is_open")),
    comment="待办任务, 每项一行, 随进展更新 | tasks of cases, one row per task, updated as it goes on",
)

clock_calls = Table(
    "clock_calls",
    METADATA,
    key("row_id", Uuid, "事件标识 | id of the event"),
    known("stream_id", Uuid, "工单或客户标识 | case or account"),
    known("clock_id", Uuid, "时钟标识 | clock that calls"),
    known("level", Text, "升级级别 | rung that is called"),
    maybe("holder", Text, "被呼叫人工号, 空为无人值班 | staff id of who is called, or empty"),
    known("opened_at", Instant, "呼叫时间 | when the call was due"),
    source_position(),
    Index("clock_calls_opened", "opened_at", "row_id"),
    Index("clock_calls_stream", "stream_id"),
    comment="时钟的升级呼叫, 每次一行 | calls of clocks, one row per call",
)
