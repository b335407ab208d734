"""Lists read their pages from an index; rows of cases count the dispatches that have ended.

Revision ID: 0017
Revises: 0016
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEXES = """
create index cases_reference on proj.cases (reference);
create index clocks_clock_due on proj.clocks (clock, due_at, clock_id);
create index clocks_account_due on proj.clocks (account_id, due_at, clock_id);
"""
# The default serves the rows that are there until the projection, now of another version, is built anew.
ENDED_DISPATCHES = """
alter table proj.cases add column ended_dispatch_count integer not null default 0;
alter table proj.cases alter column ended_dispatch_count drop default;
comment on column proj.cases.ended_dispatch_count is '已结束的上门次数 | dispatches that have ended';
"""


def upgrade() -> None:
    """Add the indexes and the column."""
    op.execute(INDEXES)
    op.execute(ENDED_DISPATCHES)


def downgrade() -> None:
    """Take away what was added; views that show the column go with it."""
    for name in ("cases_reference", "clocks_clock_due", "clocks_account_due"):
        op.execute(f"drop index proj.{name}")
    op.execute("alter table proj.cases drop column ended_dispatch_count cascade")
