"""Snapshots of folded streams: they can be thrown away at any time.

Revision ID: 0006
Revises: 0005
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = """
create table es.snapshots (
    stream_id uuid primary key,
    version integer not null,
    position bigint not null,
    fold_version integer not null,
    kind text not null,
    state bytea not null
);
comment on table es.snapshots is 'One row per long stream: its folded state. Can be thrown away.';
comment on column es.snapshots.fold_version is 'The version of the fold that made it; others do not read it.';
comment on column es.snapshots.state is 'The folded state, JSON in UTF-8. Holds no personal data.';
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(TABLES)


def downgrade() -> None:
    """Drop the table."""
    op.execute("drop table es.snapshots")
