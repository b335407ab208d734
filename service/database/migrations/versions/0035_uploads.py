"""Who has sent a content in: what was refused can be taken back, and nothing else can.

Revision ID: 0035
Revises: 0021
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0035"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# A content may come in several times at once; it goes only with the last upload that has it, and never while
# an event names it. One lock a content orders those who store it and those who take it back. The functions
# act as the owner: the application itself may delete nothing.
UPLOADS = """
create table files.uploads (
    upload_id uuid primary key,
    sha256 bytea not null,
    case_id uuid,
    begun_at timestamptz not null default now()
);
create index uploads_sha256_idx on files.uploads (sha256);
comment on table files.uploads is
    '每次上传一行 | one row per upload of a content';
comment on column files.uploads.upload_id is '上传编号 | id of the upload';
comment on column files.uploads.sha256 is '内容的 SHA-256 | SHA-256 of the content';
comment on column files.uploads.case_id is
    '工单编号;早期上传为空 | the case; null for what was stored before uploads were kept';
comment on column files.uploads.begun_at is '开始时间 | when it began';
insert into files.uploads (upload_id, sha256, begun_at)
    select gen_random_uuid(), sha256, stored_at from files.contents;

create function files.lock_content(hash bytea) returns void
language sql set search_path = pg_catalog, pg_temp as $$
    select pg_advisory_xact_lock(('x' || encode(substr(hash, 1, 8), 'hex'))::bit(64)::bigint)
$$;

create function files.begin_upload(upload uuid, of_case uuid, hash bytea) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    perform files.lock_content(hash);
    insert into files.uploads (upload_id, sha256, case_id) values (upload, hash, of_case);
end
$$;

create function files.withdraw_upload(upload uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    hash bytea; of_case uuid;
begin
    select sha256, case_id into hash, of_case from files.uploads where upload_id = upload;
    if not found or of_case is null then
        return false;
    end if;
    perform files.lock_content(hash);
    if exists (
        select from es.events where stream_id = of_case and type = 'AttachmentAdded.v1'
        and position(convert_to(encode(hash, 'hex'), 'UTF8') in data) > 0
    ) then
        return false;
    end if;
    delete from files.uploads where upload_id = upload;
    if exists (select from files.uploads where sha256 = hash) then
        return false;
    end if;
    delete from files.contents where sha256 = hash;
    return found;
end
$$;
"""


def upgrade() -> None:
    """Create the table, and the two ways to it."""
    op.execute(UPLOADS)


def downgrade() -> None:
    """Drop them: contents of refused uploads then stay."""
    op.execute("drop function files.withdraw_upload(uuid), files.begin_upload(uuid, uuid, bytea)")
    op.execute("drop function files.lock_content(bytea)")
    op.execute("drop table files.uploads")
