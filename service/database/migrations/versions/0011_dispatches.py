"""Rows of cases count engineers who were sent, and say who waits for one.

Revision ID: 0011
Revises: 0010
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = """
alter table proj.cases
    add column dispatch_count integer not null default 0,
    add column unsolved_dispatch_count integer not null default 0,
    add column needs_engineer_follow_up boolean not null default false;
alter table proj.cases
    alter column dispatch_count drop default,
    alter column unsolved_dispatch_count drop default,
    alter column needs_engineer_follow_up drop default;
comment on column proj.cases.dispatch_count is '安排上门次数 | dispatches of an engineer';
comment on column proj.cases.unsolved_dispatch_count is
    '上门未解决次数 | dispatches that did not settle the matter';
comment on column proj.cases.needs_engineer_follow_up is
    '是否待工程师跟进 | whether an engineer must still follow up a dispatch';
"""


def upgrade() -> None:
    """Add the columns; the projection, of another version by now, is built anew."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """Take the columns away."""
    for name in ("dispatch_count", "unsolved_dispatch_count", "needs_engineer_follow_up"):
        op.execute(f"alter table proj.cases drop column {name}")
