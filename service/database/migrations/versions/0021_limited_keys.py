"""A key expires, and may have a rate of its own.

Revision ID: 0021
Revises: 0020
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns; keys that are there do not expire and have the rate of their role."""
    op.execute("alter table access.api_keys add column expires_at timestamptz")
    op.execute("alter table access.api_keys add column requests_per_second integer")
    op.execute(
        "comment on column access.api_keys.expires_at is 'The key is refused from then on; null: never.'"
    )
    op.execute(
        "comment on column access.api_keys.requests_per_second is"
        " 'Requests a second that the key may send; null: as many as its role.'"
    )


def downgrade() -> None:
    """Take the columns away."""
    op.execute("alter table access.api_keys drop column requests_per_second")
    op.execute("alter table access.api_keys drop column expires_at")
