"""The key of a customer's own system is bound to the customer's account.

Revision ID: 0015
Revises: 0014
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the account, and see to it that a customer's key always has one."""
    op.execute("alter table access.api_keys add column account_id uuid")
    op.execute(
        "comment on column access.api_keys.account_id is"
        " 'The one account that a key of the role customer_system speaks for; other keys have none.'"
    )
    op.execute(
        "alter table access.api_keys add constraint customers_keys_have_an_account"
        " check (role <> 'customer_system' or account_id is not null)"
    )


def downgrade() -> None:
    """Take the keys of customers' systems away, and the column."""
    op.execute("delete from access.api_keys where role = 'customer_system'")
    op.execute("alter table access.api_keys drop column account_id")
