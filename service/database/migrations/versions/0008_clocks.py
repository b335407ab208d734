"""Promises of time on the read side, and which accounts have settlements to expect.

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The default serves the rows that are there until the projection, now of another version, is built anew.
ACCOUNTS = """
alter table proj.accounts add column has_settlement_routine boolean not null default false;
alter table proj.accounts alter column has_settlement_routine drop default;
comment on column proj.accounts.has_settlement_routine is
    '是否有待到期的结算日 | whether settlements are still to come';
"""
CLOCKS = """
create table proj.clocks (
    clock_id uuid not null,
    stream_id uuid not null,
    stream text not null,
    account_id uuid not null,
    clock text not null,
    cycle integer not null,
    subject text,
    rule text not null,
    policy_id text not null,
    policy_version integer not null,
    calendar_id text not null,
    calendar_version integer not null,
    agreement_id text,
    response_class text,
    priority text,
    segment text,
    owner text,
    started_at timestamptz not null,
    counts_from_at timestamptz not null,
    target_seconds bigint,
    due_at timestamptz not null,
    status text not null,
    was_breached boolean not null,
    breached_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    counted_seconds bigint,
    late_seconds bigint,
    waived_at timestamptz,
    waived_by text,
    warned_percent integer,
    warning_count integer not null,
    escalated_level text,
    escalation_count integer not null,
    unanswered_escalation_count integer not null,
    next_at timestamptz,
    details jsonb not null,
    version integer not null,
    source_position bigint not null,
    constraint clocks_pkey primary key (clock_id)
);
create index clocks_due on proj.clocks (due_at, clock_id);
create index clocks_next on proj.clocks (next_at, clock_id)
    where next_at is not null;
create index clocks_open_due on proj.clocks (due_at, clock_id)
    where status in ('running', 'paused');
create index clocks_stream on proj.clocks (stream_id);
comment on table proj.clocks is
    '时钟, 每个时效承诺一行, 随进展更新 | clocks, one row per promise of time, updated as it goes on';
comment on column proj.clocks.clock_id is
    '时钟标识 | clock id';
comment on column proj.clocks.stream_id is
    '所属工单或客户 | case or account whose promise it is';
comment on column proj.clocks.stream is
    '所属类型: case, account | kind of stream: case, account';
comment on column proj.clocks.account_id is
    '客户标识 | account id';
comment on column proj.clocks.clock is
    '时钟名称, 即所承诺的事项 | what was promised';
comment on column proj.clocks.cycle is
    '轮次, 每次重开加一 | cycle, one more after each reopening';
comment on column proj.clocks.subject is
    '所针对的承诺、协作或结算 | commitment, collaboration or settlement it is about';
comment on column proj.clocks.rule is
    '规则 | rule of the policy';
comment on column proj.clocks.policy_id is
    '服务政策 | policy that makes the promise';
comment on column proj.clocks.policy_version is
    '服务政策版本 | version of the policy';
comment on column proj.clocks.calendar_id is
    '工作日历 | calendar whose time counts';
comment on column proj.clocks.calendar_version is
    '工作日历版本 | version of the calendar';
comment on column proj.clocks.agreement_id is
    '协议, 空为按政策 | agreement instead of the policy''s rule, empty if none';
comment on column proj.clocks.response_class is
    '承诺时的响应级别 | response class as promised';
comment on column proj.clocks.priority is
    '承诺时的优先级 | priority as promised';
comment on column proj.clocks.segment is
    '承诺时的客户分层 | tier as promised';
comment on column proj.clocks.owner is
    '承诺时的负责人工号 | staff id of the owner as promised';
comment on column proj.clocks.started_at is
    '时钟开始时间 | when the promise was made';
comment on column proj.clocks.counts_from_at is
    '起算时间 | from when time counts';
comment on column proj.clocks.target_seconds is
    '时限(秒), 空为约定时刻 | limit, seconds; empty if an instant';
comment on column proj.clocks.due_at is
    '到期时间 | due';
comment on column proj.clocks.status is
    '状态: running, paused, met, late, cancelled | status: running, paused, met, late, cancelled';
comment on column proj.clocks.was_breached is
    '是否违约, 以业务时间为准 | broken by business time, waived or not';
comment on column proj.clocks.breached_at is
    '已记录的违约时间, 即到期时间 | noted as broken: the due instant then';
comment on column proj.clocks.ended_at is
    '结束时间 | when it was met or became void';
comment on column proj.clocks.end_reason is
    '取消原因 | why it became void';
comment on column proj.clocks.counted_seconds is
    '已计时长(秒) | time that counted until it was met, seconds';
comment on column proj.clocks.late_seconds is
    '逾期时长(秒), 自然时间 | late, seconds by the wall clock';
comment on column proj.clocks.waived_at is
    '最近一次豁免时间 | when it was last waived';
comment on column proj.clocks.waived_by is
    '最近一次豁免人工号 | staff id of who last waived it';
comment on column proj.clocks.warned_percent is
    '已预警的最高比例(%) | highest share warned of, percent';
comment on column proj.clocks.warning_count is
    '预警次数 | warnings';
comment on column proj.clocks.escalated_level is
    '最近一次升级的级别 | rung of the chain called last';
comment on column proj.clocks.escalation_count is
    '升级次数 | rungs called';
comment on column proj.clocks.unanswered_escalation_count is
    '无人值守的升级次数 | rungs called with nobody on duty';
comment on column proj.clocks.next_at is
    '下一个须记录的时刻 | next instant at which something must be noted';
comment on column proj.clocks.details is
    '预警点、暂停等明细 | thresholds, pauses and what was noted of them';
comment on column proj.clocks.version is
    '所属流的事件数 | number of events of its stream';
comment on column proj.clocks.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""


def upgrade() -> None:
    """Create the table and the column; the first run of the projections fills them."""
    op.execute(ACCOUNTS)
    op.execute(CLOCKS)


def downgrade() -> None:
    """Drop what can be rebuilt from the record. The views over it go with it."""
    op.execute("drop table proj.clocks cascade")
    op.execute("alter table proj.accounts drop column has_settlement_routine cascade")
