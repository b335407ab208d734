"""The schemas of the read models and the mart; what stands in them is made from its declaration.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Create the schemas."""
    op.execute("create schema if not exists proj")
    op.execute("create schema if not exists mart")


def downgrade() -> None:
    """Drop what can be rebuilt from the record."""
    op.execute("drop schema mart cascade")
    op.execute("drop schema proj cascade")
