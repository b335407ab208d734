"""Dimensions of words: people, departments, subject areas, channels. Each has a member for the unknown."""

from service.domain.vocabulary import Channel
from service.language import text
from service.projections.engine.mart_view import UNKNOWN, MartView, ViewColumn
from service.projections.star.keys import word_key

# The guideline that is in force counts, not one that will be.
_IN_FORCE = """select distinct on (name) * from proj.directory
    where kind = '{}' and effective_at <= now() order by name, effective_at desc, version desc"""

_PEOPLE = f"""(
  select named.name, listed.team, listed.level, listed.department, listed.capacity,
         listed.name is not null as is_listed, coalesce(listed.source_position, 0) as source_position
  from (
    select owner as name from proj.cases union select unnest(former_owners) from proj.cases
    union select owner from proj.account_history union select holder from proj.tasks
    union select holder from proj.clock_calls union select from_owner from proj.handovers
    union select to_owner from proj.handovers union select owner from proj.improvements
    union select holder from proj.opportunities
    union select owner from proj.clocks union select name from proj.directory where kind = 'person'
    union select head from proj.directory
  ) as named
  left join ({_IN_FORCE.format("person")}) as listed using (name)
  where named.name is not null
) as people"""  # noqa: S608  ours

_NOT_KNOWN = f"'{UNKNOWN}'"


def _word(name: str, expression: str, comment: str) -> ViewColumn:
    return ViewColumn(name, f"coalesce({expression}, {_NOT_KNOWN})", "text", comment)


def _position(expression: str) -> ViewColumn:
    comment = "指引的事件位置, 未列入为0 | position of the guideline that names it, 0 if none does"
    return ViewColumn("source_position", expression, "bigint", comment)


DIM_AGENT = MartView(
    name="v1_dim_agent",
    comment="人员维度, 记录中出现的每个工号一行, 含未知成员"
    " | people, one row per staff id that occurs, and one for the unknown",
    source=_PEOPLE,
    columns=(
        word_key("agent_key", "people.name", "工号 | the staff id"),
        ViewColumn("staff_id", "people.name", "text", "工号 | staff id"),
        _word("team", "people.team", "所属团队 | team"),
        _word("level", "people.level", "级别 | escalation level"),
        _word("department", "people.department", "所属部门 | department, the first named"),
        word_key("department_key", "people.department", "所属部门 | the department"),
        ViewColumn("capacity", "people.capacity", "integer", "在办上限, 未列入为空 | most open cases"),
        ViewColumn(
            "is_listed", "people.is_listed", "boolean", "是否列入人员指引 | whether the guideline names it"
        ),
        _position("people.source_position"),
    ),
    unknown_member=("0", *(_NOT_KNOWN,) * 4, "0", "null", "false", "0"),
)

_DEPARTMENTS = f"""(
  select named.name, listed.title_zh, listed.title_en, listed.head,
         listed.name is not null as is_listed, coalesce(listed.source_position, 0) as source_position
  from (
    select name from proj.directory where kind = 'department'
    union select department from proj.directory
    union select unnest(departments) from proj.tasks union select department from proj.complaints
    union select departments[1] from proj.need_askers union select department from proj.opportunities
  ) as named
  left join ({_IN_FORCE.format("department")}) as listed using (name)
  where named.name is not null
) as departments"""  # noqa: S608  ours

DIM_DEPARTMENT = MartView(
    name="v1_dim_department",
    comment="部门维度, 指引或记录中的每个部门一行, 含未知成员"
    " | departments, one row per department that is named or asked, and one for the unknown",
    source=_DEPARTMENTS,
    columns=(
        word_key("department_key", "departments.name", "部门 | the department"),
        ViewColumn("department", "departments.name", "text", "部门 | department"),
        ViewColumn(
            "title_zh",
            "coalesce(departments.title_zh, departments.name)",
            "text",
            "中文名称 | name in Chinese",
        ),
        ViewColumn(
            "title_en",
            "coalesce(departments.title_en, departments.name)",
            "text",
            "英文名称 | name in English",
        ),
        _word("head", "departments.head", "负责人工号 | staff id of its head"),
        word_key("head_key", "departments.head", "负责人 | its head"),
        ViewColumn(
            "is_listed",
            "departments.is_listed",
            "boolean",
            "是否列入部门指引 | whether the guideline names it",
        ),
        _position("departments.source_position"),
    ),
    unknown_member=("0", _NOT_KNOWN, "'未知'", "'unknown'", _NOT_KNOWN, "0", "false", "0"),
)

DIM_CATEGORY = MartView(
    name="v1_dim_category",
    comment="问题分类维度, 出现过的每个分类一行, 两级, 含未知成员"
    " | subject areas, one row per area that occurs, in two levels, and one for the unknown",
    source="(select distinct category from proj.cases where category is not null) as areas",
    columns=(
        word_key("category_key", "areas.category", "问题分类 | the subject area"),
        ViewColumn("category", "areas.category", "text", "问题分类 | subject area"),
        ViewColumn("area", "split_part(areas.category, '/', 1)", "text", "一级分类 | first level"),
        ViewColumn(
            "subarea",
            "coalesce(nullif(substr(areas.category, strpos(areas.category || '/', '/') + 1), ''),"
            f" {_NOT_KNOWN})",
            "text",
            "二级分类, 无为 unknown | second level, unknown if there is none",
        ),
        ViewColumn("source_position", "0", "bigint", "恒为 0 | always 0"),
    ),
    unknown_member=("0", *(_NOT_KNOWN,) * 3, "0"),
)


def _channels() -> str:
    rows = ", ".join(
        f"('{each}', '{text(f'word.channel.{each}', 'zh')}', '{text(f'word.channel.{each}', 'en')}')"
        for each in Channel
    )
    return f"(values {rows}) as channels (channel, title_zh, title_en)"


DIM_CHANNEL = MartView(
    name="v1_dim_channel",
    comment="渠道维度, 每个渠道一行, 含未知成员 | channels, one row each, and one for the unknown",
    source=_channels(),
    columns=(
        word_key("channel_key", "channels.channel", "渠道 | the channel"),
        ViewColumn("channel", "channels.channel", "text", "渠道 | channel"),
        ViewColumn("title_zh", "channels.title_zh", "text", "中文名称 | name in Chinese"),
        ViewColumn("title_en", "channels.title_en", "text", "英文名称 | name in English"),
        ViewColumn("source_position", "0", "bigint", "恒为 0 | always 0"),
    ),
    unknown_member=("0", _NOT_KNOWN, "'未知'", "'unknown'", "0"),
)
DIMENSIONS = (DIM_AGENT, DIM_DEPARTMENT, DIM_CATEGORY, DIM_CHANNEL)
