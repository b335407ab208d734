"""Accounts with a fixed day for visits are watched as those with a settlement day are.

Revision ID: 0009
Revises: 0008
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Name the column for both; the projection, now of another version, is built anew."""
    op.execute("alter table proj.accounts rename column has_settlement_routine to has_dated_routine")
    op.execute(
        "comment on column proj.accounts.has_dated_routine is"
        " '是否有待到期的结算日或回访日 | whether fixed days are still to come'"
    )


def downgrade() -> None:
    """Go back to the name that tells of settlements alone."""
    op.execute("alter table proj.accounts rename column has_dated_routine to has_settlement_routine")
    op.execute(
        "comment on column proj.accounts.has_settlement_routine is"
        " '是否有待到期的结算日 | whether settlements are still to come'"
    )
