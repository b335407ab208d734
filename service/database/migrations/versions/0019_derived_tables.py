"""The tables of the read models are made from their declaration, no longer by revisions.

A program from before must not open the database any more: it would look for revisions that are gone.

Revision ID: 0019
Revises: 0015
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0019"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Change nothing: tables that older programs made are replaced once the new ones are filled."""


def downgrade() -> None:
    """Drop what can be rebuilt from the record."""
    op.execute("drop schema mart cascade")
    op.execute("drop schema proj cascade")
    op.execute("create schema proj")
    op.execute("create schema mart")
