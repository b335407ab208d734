"""Rows of cases say in which other case they are worked on.

Revision ID: 0018
Revises: 0017
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Empty until the projection, now of another version, is built anew.
COLUMNS = """
alter table proj.cases add column merged_into uuid;
alter table proj.cases add column merged_at timestamptz;
comment on column proj.cases.merged_into is
  '已合并到的工单标识 | case in which it is worked on, empty for itself';
comment on column proj.cases.merged_at is
  '合并时间, 取消合并后为空 | merged, empty while it is worked on by itself';
"""


def upgrade() -> None:
    """Add the columns."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """Take the columns away; views that show them go with them."""
    op.execute("alter table proj.cases drop column merged_at cascade, drop column merged_into cascade")
