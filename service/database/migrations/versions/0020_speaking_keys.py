"""A key may speak for members of staff.

Revision ID: 0020
Revises: 0019
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the people; keys that are there speak for nobody."""
    op.execute("alter table access.api_keys add column speaks_for text[] not null default '{}'")
    op.execute(
        "comment on column access.api_keys.speaks_for is"
        " 'Staff ids for whom the key may speak (header Casebook-Staff); * stands for all.'"
    )


def downgrade() -> None:
    """Take the column away."""
    op.execute("alter table access.api_keys drop column speaks_for")
