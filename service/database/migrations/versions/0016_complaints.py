"""Complaints and remedies on the read side.

Revision ID: 0016
Revises: 0015
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COMPLAINTS = """
create table proj.complaints (
    case_id uuid not null,
    is_complaint boolean not null,
    complained_at timestamptz,
    soothed_at timestamptz,
    reconstructed_at timestamptz,
    liable text,
    department text,
    liability_at timestamptz,
    cause_class text,
    root_code text,
    process_step text,
    cause_depth integer,
    cause_at timestamptz,
    cause_count integer not null,
    impact text,
    impact_at timestamptz,
    exception_count integer not null,
    granted_exception_count integer not null,
    confirmed_at timestamptz,
    source_position bigint not null,
    constraint complaints_pkey primary key (case_id)
);
create index complaints_cause on proj.complaints (cause_class, root_code);
create index complaints_process_step on proj.complaints (process_step);
comment on table proj.complaints is
    '投诉, 每个投诉一行, 随进展更新 | complaints, one row per complaint, updated as it goes on';
comment on column proj.complaints.case_id is
    '工单标识 | case id';
comment on column proj.complaints.is_complaint is
    '当前是否按投诉处理 | whether it counts as a complaint now';
comment on column proj.complaints.complained_at is
    '首次成为投诉的时间 | when it first counted as a complaint';
comment on column proj.complaints.soothed_at is
    '首次安抚情绪时间 | when the customer was first soothed';
comment on column proj.complaints.reconstructed_at is
    '首次还原场景时间 | when the course of events was first known';
comment on column proj.complaints.liable is
    '责任方 | who answers for it';
comment on column proj.complaints.department is
    '责任部门 | department of ours that answers for it';
comment on column proj.complaints.liability_at is
    '最近一次界定责任时间 | when liability was last determined';
comment on column proj.complaints.cause_class is
    '原因类别 | class of the cause';
comment on column proj.complaints.root_code is
    '根本原因代码 | code of the root cause';
comment on column proj.complaints.process_step is
    '业务环节 | step of our work at which it came about';
comment on column proj.complaints.cause_depth is
    '追问层数 | number of whys';
comment on column proj.complaints.cause_at is
    '最近一次查明原因时间 | when the cause was last identified';
comment on column proj.complaints.cause_count is
    '查明原因次数 | how often the cause was identified';
comment on column proj.complaints.impact is
    '影响范围 | how far the harm has come';
comment on column proj.complaints.impact_at is
    '最近一次记录影响的时间 | when the impact was last recorded';
comment on column proj.complaints.exception_count is
    '特殊申请数 | exceptions requested';
comment on column proj.complaints.granted_exception_count is
    '获批的特殊申请数 | exceptions granted';
comment on column proj.complaints.confirmed_at is
    '本轮客户确认时间 | when the customer confirmed the resolution of this cycle';
comment on column proj.complaints.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""
REMEDIES = """
create table proj.remedies (
    case_id uuid not null,
    remedy_id uuid not null,
    remedy_type text not null,
    remedy_class text,
    amount_minor bigint not null,
    currency text not null,
    status text not null,
    proposed_by text not null,
    proposed_at timestamptz not null,
    due_at timestamptz,
    needs_approval_by text,
    approved_by text,
    approved_at timestamptz,
    rejected_at timestamptz,
    granted_by text,
    granted_at timestamptz,
    source_position bigint not null,
    constraint remedies_pkey primary key (case_id, remedy_id)
);
comment on table proj.remedies is
    '补救方案, 每个方案一行, 随进展更新 | remedies, one row per remedy, updated as it goes on';
comment on column proj.remedies.case_id is
    '工单标识 | case id';
comment on column proj.remedies.remedy_id is
    '补救方案标识 | remedy id';
comment on column proj.remedies.remedy_type is
    '补救类型 | kind of remedy';
comment on column proj.remedies.remedy_class is
    '补救类别: 补偿或改进 | class: compensating or corrective';
comment on column proj.remedies.amount_minor is
    '金额(最小货币单位) | amount in the smallest unit of the currency';
comment on column proj.remedies.currency is
    '币种 | currency';
comment on column proj.remedies.status is
    '状态: proposed, approved, rejected, granted | status: proposed, approved, rejected, granted';
comment on column proj.remedies.proposed_by is
    '提出人工号 | staff id of who proposed it';
comment on column proj.remedies.proposed_at is
    '提出时间 | when it was proposed';
comment on column proj.remedies.due_at is
    '应兑付时间 | by when the customer is to have it';
comment on column proj.remedies.needs_approval_by is
    '所需审批级别, 空为无须审批 | lowest rung that must agree, or none';
comment on column proj.remedies.approved_by is
    '批准人工号 | staff id of who agreed';
comment on column proj.remedies.approved_at is
    '批准时间 | when it was agreed to';
comment on column proj.remedies.rejected_at is
    '驳回时间 | when it was turned down';
comment on column proj.remedies.granted_by is
    '兑付人工号 | staff id of who handed it over';
comment on column proj.remedies.granted_at is
    '兑付时间 | when the customer got it';
comment on column proj.remedies.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""


def upgrade() -> None:
    """Create the tables; the first run of the projections fills them."""
    op.execute(COMPLAINTS)
    op.execute(REMEDIES)


def downgrade() -> None:
    """Drop what can be rebuilt from the record. The views over it go with it."""
    op.execute("drop table proj.complaints cascade")
    op.execute("drop table proj.remedies cascade")
