"""Facts and dimension of promises of time, for the star: which contacts were due, and of which promise."""

from service.projections.cases.table import cases
from service.projections.clocks.table import clocks
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn, carried, instants, key, words
from service.projections.rules.promises import promises
from service.projections.star.keys import seconds_between, version_key, word_key

_NAME = "{table}.policy_id || ':' || {table}.rule"
_VERDICT = "case when clocks.was_breached then 'breached' else clocks.status end"
_CONTACTS = "'revisited', 'visit_held', 'interview_held', 'first_contact_made', 'news_sent', 'survey_held'"

DIM_CLOCK = MartView(
    name="v1_dim_clock",
    comment="服务承诺维度, 每条规则一行(最新版本), 含未知成员"
    " | promises of time, one row per rule in its newest version, and one for the unknown",
    source="""(
  select distinct on (policy_id, rule) * from proj.promises order by policy_id, rule, policy_version desc
) as promises""",
    columns=(
        word_key("promise_key", _NAME.format(table="promises"), "服务承诺 | the promise"),
        *(carried(promises.c[name]) for name in ("policy_id", "rule", "clock", "stream")),
        *(carried(promises.c[name]) for name in ("title_zh", "title_en")),
        *(carried(promises.c[f"target_{name}"]) for name in ("seconds", "working_days", "months")),
        *(carried(promises.c[name]) for name in ("counts", "policy_version")),
        ViewColumn(
            "met_by",
            "array_to_string(promises.met_by, ', ')",
            "text",
            "兑现事项 | milestones that keep it",
        ),
        carried(promises.c.source_position),
    ),
    unknown_member=("0", *(f"'{UNKNOWN}'",) * 3, f"'{UNKNOWN}'", "'未知'", "'unknown'")
    + ("null",) * 3
    + (f"'{UNKNOWN}'", "0", "''", "0"),
)

_DEPARTMENT = "task.departments[1]"
_OF_TASK = """left join proj.cases on cases.case_id = clocks.stream_id
left join proj.tasks as task on task.kind = 'collaboration' and task.stream_id = clocks.stream_id
  and task.task_id::text = clocks.subject"""
_ABOUT = (
    key(clocks.c.clock_id, "clock_key"),
    word_key("promise_key", _NAME.format(table="clocks"), "服务承诺 | the promise"),
    key(cases.c.case_id, "case_key"),
    key(clocks.c.account_id, "account_key"),
    version_key("clocks.account_id", "clocks.started_at"),
)
_VERDICT_COLUMN = ViewColumn(
    "verdict",
    _VERDICT,
    "text",
    "判定: running, paused, met, breached, cancelled, voided"
    " | verdict: running, paused, met, breached, cancelled, voided",
)

FACT_SLA_CLOCK = MartView(
    name="v1_fact_sla_clock",
    comment="时效承诺事实, 每个时钟一行, 含部门、环节与各维度键"
    " | promises of time, one row per clock, with department, step and the keys of all dimensions",
    source=f"proj.clocks {_OF_TASK}",
    columns=(
        *_ABOUT,
        *(carried(clocks.c[name]) for name in ("stream", "clock", "rule", "cycle", "policy_version")),
        ViewColumn(
            "department",
            f"coalesce({_DEPARTMENT}, '{UNKNOWN}')",
            "text",
            "承办部门, 非部门协作为 unknown | department, unknown where no collaboration is promised",
        ),
        word_key("department_key", _DEPARTMENT, "承办部门 | the department"),
        ViewColumn("step", f"coalesce(task.step, '{UNKNOWN}')", "text", "环节 | step of the department"),
        *words(clocks.c.response_class, clocks.c.priority, clocks.c.segment, clocks.c.owner),
        word_key("owner_key", "clocks.owner", "承诺时的负责人 | the owner as promised"),
        word_key("channel_key", "cases.channel", "受理渠道 | the channel of the case"),
        word_key("category_key", "cases.category", "问题分类 | the subject area of the case now"),
        *instants(clocks.c.started_at, clocks.c.due_at, clocks.c.ended_at),
        carried(clocks.c.target_seconds),
        _VERDICT_COLUMN,
        carried(clocks.c.was_breached),
        ViewColumn(
            "is_waived",
            "clocks.waived_at is not null",
            "boolean",
            "是否豁免 | whether somebody answers for it",
        ),
        carried(clocks.c.counted_seconds),
        seconds_between(
            "elapsed_wall_seconds",
            "clocks.counts_from_at",
            "clocks.ended_at",
            "起算至结束的自然时间(秒), 未结束为空 | by the wall clock, seconds, empty until it ends",
        ),
        *(carried(clocks.c[name]) for name in ("warning_count", "escalation_count", "source_position")),
    ),
)

FACT_CONTACT_DUE = MartView(
    name="v1_fact_contact_due",
    comment="应联系客户事实, 每次应回访、走访、首次沟通、资讯、问卷一行"
    " | contacts that were due, one row per revisit, visit, first contact, news or survey that was promised",
    source=f"""proj.clocks left join proj.cases on cases.case_id = clocks.stream_id
join proj.promises using (policy_id, policy_version, rule)
where promises.met_by && array[{_CONTACTS}]""",
    columns=(
        *_ABOUT,
        carried(clocks.c.clock),
        carried(clocks.c.stream),
        *words(clocks.c.segment, clocks.c.owner),
        word_key("owner_key", "clocks.owner", "承诺时的负责人 | the owner as promised"),
        *instants(clocks.c.started_at, clocks.c.due_at, clocks.c.ended_at),
        _VERDICT_COLUMN,
        ViewColumn(
            "is_done",
            "clocks.status in ('met', 'late')",
            "boolean",
            "是否已联系 | whether the contact took place, in time or late",
        ),
        carried(clocks.c.source_position),
    ),
)
PROMISE_VIEWS = (DIM_CLOCK, FACT_SLA_CLOCK, FACT_CONTACT_DUE)
