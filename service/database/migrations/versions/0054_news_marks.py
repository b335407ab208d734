"""Up to where members of staff have seen the news of the accounts that they follow.

Revision ID: 0054
Revises: 0047
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0054"
down_revision: str | None = "0047"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MARKS = """
create table access.news_marks (
    follower text not null,
    seen_position bigint not null,
    constraint news_marks_pkey primary key (follower)
);
comment on table access.news_marks is 'One row per member of staff who has looked at news.';
comment on column access.news_marks.follower is 'Staff id, or the key that speaks for nobody.';
comment on column access.news_marks.seen_position is 'Position up to which the news was seen.';
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(MARKS)


def downgrade() -> None:
    """Drop it; all news is new again then."""
    op.execute("drop table access.news_marks")
