"""The contents of files that stand on cases, known by their hash; the record itself holds only the hash.

Revision ID: 0013
Revises: 0007
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0013"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# The checks make it impossible to store a content under another name than its own. A content can be deleted,
# by the owner of the database only: data of a person who is forgotten must be able to go.
FILES = """
create schema files;
comment on schema files is 'Contents of files, by their hash. The record names them.';
create table files.contents (
    sha256 bytea not null,
    size_bytes bigint not null,
    content bytea not null,
    stored_at timestamptz not null default now(),
    constraint contents_pkey primary key (sha256),
    constraint contents_named_by_hash check (sha256 = pg_catalog.sha256(content)),
    constraint contents_measured check (size_bytes = octet_length(content))
);
alter table files.contents alter column content set storage external;
comment on table files.contents is
    '文件内容, 每个不同的内容一行 | contents of files, one row per distinct content';
comment on column files.contents.sha256 is
    '内容的 SHA-256, 即其名称 | SHA-256 of the content, its name';
comment on column files.contents.size_bytes is
    '长度(字节) | length, bytes';
comment on column files.contents.content is
    '内容, 可能含个人信息 | the content, which may be personal';
comment on column files.contents.stored_at is
    '首次存入时间 | when it was first stored';
create trigger contents_are_never_changed before update or truncate on files.contents
    for each statement execute function es.refuse_change();
create trigger content_rows_are_never_changed before update on files.contents
    for each row execute function es.refuse_change();
alter table files.contents enable always trigger contents_are_never_changed;
alter table files.contents enable always trigger content_rows_are_never_changed;
"""


def upgrade() -> None:
    """Create the schema and its table."""
    op.execute(FILES)


def downgrade() -> None:
    """Drop the files: the record then names contents that are gone."""
    op.execute("drop schema files cascade")
