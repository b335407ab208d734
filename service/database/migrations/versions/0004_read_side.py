"""The tables of the read side, as `service.projections.tables` declares them; a test compares the two.

Revision ID: 0004
Revises: 0003
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ACCOUNTS = """
create table proj.accounts (
    account_id uuid not null,
    code text not null,
    segment text not null,
    owner text,
    industry text,
    opened_at timestamptz not null,
    source_position bigint not null,
    constraint accounts_pkey primary key (account_id)
);
create index accounts_code on proj.accounts (code);
comment on table proj.accounts is
    '客户, 每个客户一行 | accounts, one row per account';
comment on column proj.accounts.account_id is
    '客户标识 | account id';
comment on column proj.accounts.code is
    '客户编号 | customer number';
comment on column proj.accounts.segment is
    '当前客户分层 | tier of the account now';
comment on column proj.accounts.owner is
    '客户负责人工号 | staff id of the account''s owner';
comment on column proj.accounts.industry is
    '行业 | line of business';
comment on column proj.accounts.opened_at is
    '建档时间 | when it came under our care';
comment on column proj.accounts.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""
CASES = """
create table proj.cases (
    case_id uuid not null,
    reference text,
    account_id uuid not null,
    account_code text,
    segment text not null,
    channel text not null,
    kind text not null,
    phase text not null,
    response_class text,
    priority text,
    category text,
    owner text,
    team text,
    status text not null,
    waiting_on text,
    received_at timestamptz not null,
    acknowledged_at timestamptz,
    first_response_at timestamptz,
    first_resolved_at timestamptz,
    final_resolved_at timestamptz,
    closed_at timestamptz,
    ended_at timestamptz,
    acknowledge_seconds bigint,
    first_response_seconds bigint,
    first_resolution_seconds bigint,
    final_resolution_seconds bigint,
    close_seconds bigint,
    reopen_count integer not null,
    handover_count integer not null,
    escalation_count integer not null,
    revisit_count integer not null,
    reply_count integer not null,
    waiting_customer_count integer not null,
    waiting_supplier_count integer not null,
    waiting_other_count integer not null,
    waiting_customer_seconds bigint not null,
    waiting_supplier_seconds bigint not null,
    waiting_other_seconds bigint not null,
    waiting_started_at timestamptz,
    source text,
    source_promise_kept boolean,
    source_promise_due_at timestamptz,
    version integer not null,
    source_position bigint not null,
    updated_at timestamptz not null,
    constraint cases_pkey primary key (case_id)
);
create index cases_account_received on proj.cases (account_id, received_at, case_id);
create index cases_owner_received on proj.cases (owner, received_at, case_id);
create index cases_received on proj.cases (received_at, case_id);
create index cases_status_received on proj.cases (status, received_at, case_id);
comment on table proj.cases is
    '工单, 每个工单一行, 随进展更新 | cases, one row per case, updated as it goes on';
comment on column proj.cases.case_id is
    '工单标识 | case id';
comment on column proj.cases.reference is
    '工单编号 | number by which people know the case';
comment on column proj.cases.account_id is
    '客户标识 | account id';
comment on column proj.cases.account_code is
    '客户编号 | customer number';
comment on column proj.cases.segment is
    '受理时的客户分层 | tier of the account at receipt';
comment on column proj.cases.channel is
    '受理渠道 | channel by which it reached us';
comment on column proj.cases.kind is
    '诉求类型 | what the customer came with';
comment on column proj.cases.phase is
    '销售阶段 | phase of the sale';
comment on column proj.cases.response_class is
    '响应级别 | response class';
comment on column proj.cases.priority is
    '优先级 | priority';
comment on column proj.cases.category is
    '问题分类 | subject area';
comment on column proj.cases.owner is
    '当前负责人工号 | staff id of the owner now';
comment on column proj.cases.team is
    '当前负责团队 | team now';
comment on column proj.cases.status is
    '状态: open, resolved, closed | status: open, resolved, closed';
comment on column proj.cases.waiting_on is
    '正在等待谁, 空为未等待 | whom it waits for, empty while it does not wait';
comment on column proj.cases.received_at is
    '受理时间 | received';
comment on column proj.cases.acknowledged_at is
    '首次确认时间 | first acknowledged to the customer';
comment on column proj.cases.first_response_at is
    '首次有效回复时间 | first public, human, substantive reply';
comment on column proj.cases.first_resolved_at is
    '首次解决时间 | first resolved';
comment on column proj.cases.final_resolved_at is
    '最近一次解决时间 | last resolved';
comment on column proj.cases.closed_at is
    '最近一次关闭时间 | last closed';
comment on column proj.cases.ended_at is
    '未完结为空; 本轮解决或关闭时间 | resolved or closed in this cycle, empty while open';
comment on column proj.cases.acknowledge_seconds is
    '首次确认耗时(秒) | acknowledgement, seconds';
comment on column proj.cases.first_response_seconds is
    '客户首次响应耗时(秒) | first response, seconds';
comment on column proj.cases.first_resolution_seconds is
    '首次解决耗时(秒) | first resolution, seconds';
comment on column proj.cases.final_resolution_seconds is
    '最终解决耗时(秒) | last resolution, seconds';
comment on column proj.cases.close_seconds is
    '关闭耗时(秒) | last closing, seconds';
comment on column proj.cases.reopen_count is
    '重开次数 | reopenings';
comment on column proj.cases.handover_count is
    '转交次数 | hand-overs';
comment on column proj.cases.escalation_count is
    '升级次数 | escalations';
comment on column proj.cases.revisit_count is
    '回访次数(含未接通) | revisits, attempts included';
comment on column proj.cases.reply_count is
    '回复次数(含内部) | replies, internal ones included';
comment on column proj.cases.waiting_customer_count is
    '已结束的等待客户次数 | ended waits for the customer';
comment on column proj.cases.waiting_supplier_count is
    '已结束的等待供应商次数 | ended waits for a supplier';
comment on column proj.cases.waiting_other_count is
    '已结束的其他等待次数 | other ended waits';
comment on column proj.cases.waiting_customer_seconds is
    '已结束的等待客户时长(秒) | ended waits for the customer, seconds';
comment on column proj.cases.waiting_supplier_seconds is
    '已结束的等待供应商时长(秒) | ended waits for a supplier, seconds';
comment on column proj.cases.waiting_other_seconds is
    '已结束的其他等待时长(秒) | other ended waits, seconds';
comment on column proj.cases.waiting_started_at is
    '当前等待开始时间 | when the present wait started';
comment on column proj.cases.source is
    '来源系统 | system it came from';
comment on column proj.cases.source_promise_kept is
    '来源系统的时限判定 | the source''s own verdict on its time limit';
comment on column proj.cases.source_promise_due_at is
    '来源系统的时限 | time limit set by the source';
comment on column proj.cases.version is
    '工单事件数 | number of events of the case';
comment on column proj.cases.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
comment on column proj.cases.updated_at is
    '最近一条事件的记录时间 | when its newest event was recorded';
"""
RATINGS = """
create table proj.ratings (
    event_id uuid not null,
    case_id uuid not null,
    cycle integer not null,
    scale text not null,
    score smallint not null,
    rated_at timestamptz not null,
    is_latest_of_cycle boolean not null,
    source_position bigint not null,
    constraint ratings_pkey primary key (event_id)
);
create index ratings_case on proj.ratings (case_id);
comment on table proj.ratings is
    '满意度评价, 每条评价事件一行 | satisfaction ratings, one row per rating event';
comment on column proj.ratings.event_id is
    '评价事件标识 | event id of the rating';
comment on column proj.ratings.case_id is
    '工单标识 | case id';
comment on column proj.ratings.cycle is
    '所评价的解决轮次 | resolution cycle it speaks of';
comment on column proj.ratings.scale is
    '量表: csat, nps, ces | scale: csat, nps, ces';
comment on column proj.ratings.score is
    '评分 | score';
comment on column proj.ratings.rated_at is
    '评价时间 | when the customer rated';
comment on column proj.ratings.is_latest_of_cycle is
    '是否该轮次的最新评价 | whether it is the newest of its case, cycle and scale';
comment on column proj.ratings.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""
CHECKPOINTS = """
create table proj.checkpoints (
    projection text not null,
    version integer not null,
    position bigint not null,
    updated_at timestamptz not null,
    constraint checkpoints_pkey primary key (projection)
);
comment on table proj.checkpoints is
    '投影进度, 每个投影一行 | progress of the projections, one row per projection';
comment on column proj.checkpoints.projection is
    '投影名称 | projection';
comment on column proj.checkpoints.version is
    '投影版本 | version of the projection''s code and tables';
comment on column proj.checkpoints.position is
    '已处理到的事件位置 | position of the newest event folded';
comment on column proj.checkpoints.updated_at is
    '更新时间 | when it moved last';
"""
DATES = """
create table proj.dates (
    date_key integer not null,
    calendar_date date,
    year smallint not null,
    quarter smallint not null,
    month smallint not null,
    iso_year smallint not null,
    iso_week smallint not null,
    weekday smallint not null,
    constraint dates_pkey primary key (date_key)
);
comment on table proj.dates is
    '日期, 每天一行, 未知一行 | days, one row per day of 2000 to 2050, one for the unknown';
comment on column proj.dates.date_key is
    '日期键 yyyymmdd | day as yyyymmdd';
comment on column proj.dates.calendar_date is
    '日期, 未知为空 | the day, empty for the unknown';
comment on column proj.dates.year is
    '年 | year';
comment on column proj.dates.quarter is
    '季度 | quarter, 1 to 4';
comment on column proj.dates.month is
    '月 | month, 1 to 12';
comment on column proj.dates.iso_year is
    'ISO 年 | ISO year of the week';
comment on column proj.dates.iso_week is
    'ISO 周 | ISO week';
comment on column proj.dates.weekday is
    '星期, 1 为周一 | weekday, 1 is Monday';
"""

DAYS = """
insert into proj.dates
select to_char(day, 'YYYYMMDD')::int, day, extract(year from day), extract(quarter from day),
       extract(month from day), extract(isoyear from day), extract(week from day), extract(isodow from day)
from (select date '2000-01-01' + n as day
      from generate_series(0, date '2050-12-31' - date '2000-01-01') as n) d;
insert into proj.dates values (0, null, 0, 0, 0, 0, 0, 0);
analyze proj.dates;
"""


def upgrade() -> None:
    """Create the tables; the first run of the projections fills them, but for the days."""
    for statements in (ACCOUNTS, CASES, RATINGS, CHECKPOINTS, DATES, DAYS):
        op.execute(statements)


def downgrade() -> None:
    """Drop the tables: they can be rebuilt from the record. The views over them go with them."""
    for table in ("accounts", "cases", "ratings", "checkpoints", "dates"):
        op.execute(f"drop table proj.{table} cascade")
