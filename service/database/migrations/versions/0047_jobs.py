"""Jobs: reads that are answered later, and what came out.

Revision ID: 0047
Revises: 0035
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0047"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Where BI reads, locks are closed to everybody but the owner: these functions act as the owner.
JOBS = """
create schema jobs;
create table jobs.jobs (
    job_id uuid primary key,
    key_id text not null,
    actor text not null,
    kind text not null,
    asked jsonb not null,
    request jsonb not null,
    position bigint not null,
    command_id uuid unique,
    digest bytea not null,
    state text not null check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    attempts integer not null default 0,
    done bigint,
    total bigint,
    created_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    expires_at timestamptz,
    failure text,
    status integer,
    headers jsonb,
    size_bytes bigint,
    sha256 bytea
);
create index jobs_of_key_idx on jobs.jobs (key_id, created_at, job_id);
create index jobs_created_idx on jobs.jobs (created_at, job_id);
create index jobs_to_do_idx on jobs.jobs (created_at, job_id) where state in ('waiting', 'running');
create table jobs.pieces (
    job_id uuid not null references jobs.jobs on delete cascade,
    number integer not null,
    content bytea not null,
    primary key (job_id, number)
);
create function jobs.take(job uuid) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select pg_try_advisory_lock(hashtextextended(job::text, 47))
$$;
create function jobs.let_go(job uuid) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select pg_advisory_unlock(hashtextextended(job::text, 47))
$$;
create function jobs.lock_key(key_id text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select pg_advisory_xact_lock(hashtextextended(key_id, 47))
$$;
comment on table jobs.jobs is '每个作业一行 | one row per job: a read that is answered later';
comment on column jobs.jobs.job_id is '作业编号 | id of the job';
comment on column jobs.jobs.key_id is '提交作业的密钥 | the key that asked for it';
comment on column jobs.jobs.actor is '提交人 | who asked for it';
comment on column jobs.jobs.kind is '作业种类 | kind of the job';
comment on column jobs.jobs.asked is '请求内容 | what was asked, as it was sent';
comment on column jobs.jobs.request is '对应的读取请求 | the read that it stands for, and for whom';
comment on column jobs.jobs.position is '记录位置 | position of the record that it is about';
comment on column jobs.jobs.command_id is '幂等键 | what the Idempotency-Key stands for';
comment on column jobs.jobs.digest is '请求摘要 | what tells a repeat from another job under the same key';
comment on column jobs.jobs.state is '状态 | state';
comment on column jobs.jobs.attempts is '已开始次数 | how often it was begun';
comment on column jobs.jobs.done is '已完成部分 | how many parts are done';
comment on column jobs.jobs.total is '全部部分 | how many parts there are';
comment on column jobs.jobs.created_at is '提交时间 | when it was asked for';
comment on column jobs.jobs.started_at is '最近开始时间 | when it was begun last';
comment on column jobs.jobs.ended_at is '结束时间 | when it ended';
comment on column jobs.jobs.expires_at is '删除时间 | when it goes';
comment on column jobs.jobs.failure is '失败原因 | the problem with which it failed';
comment on column jobs.jobs.status is '结果的状态码 | HTTP status of the result';
comment on column jobs.jobs.headers is '结果的响应头 | headers of the result';
comment on column jobs.jobs.size_bytes is '结果字节数 | bytes of the result';
comment on column jobs.jobs.sha256 is '结果的 SHA-256 | SHA-256 of the result';
comment on table jobs.pieces is '结果分段,每段一行 | one row per piece of a result';
comment on column jobs.pieces.job_id is '作业编号 | id of the job';
comment on column jobs.pieces.number is '段号,从 0 开始 | number of the piece, from 0';
comment on column jobs.pieces.content is '内容 | bytes of the piece';
"""


def upgrade() -> None:
    """Create the schema and its tables."""
    op.execute(JOBS)


def downgrade() -> None:
    """Drop the jobs and their results: the record says nothing of them."""
    op.execute("drop schema jobs cascade")
