"""Rows of cases say how the work stands: stages, marks, first contact, risk; and which cases are linked.

Revision ID: 0012
Revises: 0011
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The defaults serve the rows that are there until the projection, of another version by now, is built anew.
COLUMNS = """
alter table proj.cases
    add column public_reply_count integer not null default 0,
    add column resolved_at_first_contact boolean,
    add column cause_known_at timestamptz,
    add column fed_back_at timestamptz,
    add column escalation_risk text,
    add column stage text not null default 'reception',
    add column stage_began_at timestamptz,
    add column reception_seconds bigint,
    add column diagnosis_seconds bigint,
    add column planning_seconds bigint,
    add column execution_seconds bigint,
    add column feedback_seconds bigint;
alter table proj.cases
    alter column public_reply_count drop default,
    alter column stage drop default;
comment on column proj.cases.public_reply_count is
    '公开的人工有效回复次数 | public, human, substantive replies';
comment on column proj.cases.resolved_at_first_contact is
    '是否首次接触即解决, 未解决为空 | resolved at the first contact, empty until resolved';
comment on column proj.cases.cause_known_at is
    '首次归因时间 | when its cause was first known';
comment on column proj.cases.fed_back_at is
    '本轮结果反馈时间 | when the customer was told the result of this cycle';
comment on column proj.cases.escalation_risk is
    '矛盾升级风险: high, medium, low, 空为无 | risk of escalation, or none';
comment on column proj.cases.stage is
    '本轮所处阶段 | stage of its cycle: reception to feedback';
comment on column proj.cases.stage_began_at is
    '当前阶段开始时间, 结束为空 | when it began, empty once ended';
comment on column proj.cases.reception_seconds is
    '需求接收已结束的时长(秒) | ended reception, seconds';
comment on column proj.cases.diagnosis_seconds is
    '问题诊断已结束的时长(秒) | ended diagnosis, seconds';
comment on column proj.cases.planning_seconds is
    '方案制定已结束的时长(秒) | ended planning, seconds';
comment on column proj.cases.execution_seconds is
    '执行跟踪已结束的时长(秒) | ended execution, seconds';
comment on column proj.cases.feedback_seconds is
    '结果反馈已结束的时长(秒) | ended feedback, seconds';
"""
LINKS = """
create table proj.case_links (
    link_id uuid not null,
    case_id uuid not null,
    other_case_id uuid not null,
    relation text not null,
    linked_at timestamptz not null,
    unlinked_at timestamptz,
    source_position bigint not null,
    constraint case_links_pkey primary key (link_id)
);
create index case_links_case on proj.case_links (case_id);
create index case_links_other_case on proj.case_links (other_case_id);
comment on table proj.case_links is
    '工单关联, 每对工单的每种关系一行 | links of cases, one row per pair and relation';
comment on column proj.case_links.link_id is '关联标识 | link id';
comment on column proj.case_links.case_id is
    '工单标识 | case on whose record it stands';
comment on column proj.case_links.other_case_id is
    '另一工单标识 | the other case';
comment on column proj.case_links.relation is
    '另一工单对本工单的关系 | what the other case is to it, such as parent or child';
comment on column proj.case_links.linked_at is
    '最近一次关联时间 | when it was last linked';
comment on column proj.case_links.unlinked_at is
    '解除时间, 空为有效 | when it was taken back, empty while it stands';
comment on column proj.case_links.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""
ADDED = (
    "public_reply_count",
    "resolved_at_first_contact",
    "cause_known_at",
    "fed_back_at",
    "escalation_risk",
    "stage",
    "stage_began_at",
    "reception_seconds",
    "diagnosis_seconds",
    "planning_seconds",
    "execution_seconds",
    "feedback_seconds",
)


def upgrade() -> None:
    """Add the columns and the table."""
    op.execute(COLUMNS)
    op.execute(LINKS)


def downgrade() -> None:
    """Take them away."""
    op.execute("drop table proj.case_links")
    for name in ADDED:
        op.execute(f"alter table proj.cases drop column {name}")
