"""The keys by which other systems are known: only a digest of each is stored.

Revision ID: 0002
Revises: 0001
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = """
create schema access;

create table access.api_keys (
    key_id text primary key,
    name text not null unique,
    role text not null,
    digest bytea not null,
    created_at timestamptz not null,
    revoked_at timestamptz
);
comment on table access.api_keys is 'One row per API key: who it stands for and what it may do.';
comment on column access.api_keys.key_id is 'The public part of the key.';
comment on column access.api_keys.name is 'Who holds it; the actor of its events.';
comment on column access.api_keys.digest is 'SHA-256 of the secret part; the secret itself is shown once.';
"""


def upgrade() -> None:
    """Create the table of keys."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop the keys."""
    op.execute("drop schema access cascade")
