"""Rows of cases say how many rounds of questions it took until the matter was understood.

Revision ID: 0010
Revises: 0009
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = """
alter table proj.cases
    add column clarification_round_count integer not null default 0,
    add column understanding_confirmed_at timestamptz,
    add column understanding_round_count integer;
alter table proj.cases alter column clarification_round_count drop default;
comment on column proj.cases.clarification_round_count is '澄清轮次 | rounds of questions to the customer';
comment on column proj.cases.understanding_confirmed_at is
    '首次与客户确认共识的时间 | when the customer first agreed on what the problem is';
comment on column proj.cases.understanding_round_count is
    '首次确认共识前的澄清轮次 | rounds of questions until then, empty before';
"""


def upgrade() -> None:
    """Add the columns; the projection, of another version by now, is built anew."""
    op.execute(COLUMNS)


def downgrade() -> None:
    """Take the columns away."""
    for name in ("clarification_round_count", "understanding_confirmed_at", "understanding_round_count"):
        op.execute(f"alter table proj.cases drop column {name}")
