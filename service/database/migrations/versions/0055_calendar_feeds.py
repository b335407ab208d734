"""The addresses at which people have their agenda as a calendar: only a digest of each is stored.

Revision ID: 0055
Revises: 0054
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FEEDS = """
create table access.calendar_feeds (
    staff_id text not null,
    digest bytea not null,
    constraint calendar_feeds_pkey primary key (staff_id),
    constraint calendar_feeds_digest_key unique (digest)
);
comment on table access.calendar_feeds is 'One row per member of staff with a calendar feed.';
comment on column access.calendar_feeds.staff_id is 'Staff id of whose visits and reminders it shows.';
comment on column access.calendar_feeds.digest is
    'SHA-256 of the token in the address; the token itself is not stored.';
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(FEEDS)


def downgrade() -> None:
    """Drop it; addresses that people subscribed to lead nowhere then."""
    op.execute("drop table access.calendar_feeds")
