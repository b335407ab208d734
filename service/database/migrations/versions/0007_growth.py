"""The events table on its way to a hundred million rows (docs/decisions/0011).

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SETTINGS = """
alter table es.events set (
    autovacuum_vacuum_insert_threshold = 50000, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_analyze_threshold = 50000, autovacuum_analyze_scale_factor = 0.01,
    autovacuum_freeze_min_age = 0
);
alter index es.events_pkey set (fillfactor = 100);
alter table es.events alter column data set statistics 0;
"""


def upgrade() -> None:
    """Vacuum new rows in small portions, freeze them at once, and keep no samples of payloads."""
    op.execute(SETTINGS)


def downgrade() -> None:
    """Go back to the server's own settings."""
    op.execute("alter table es.events alter column data set statistics -1")
    op.execute("alter index es.events_pkey reset (fillfactor)")
    for kind in ("vacuum_insert", "vacuum", "analyze"):
        for setting in ("threshold", "scale_factor"):
            op.execute(f"alter table es.events reset (autovacuum_{kind}_{setting})")
    op.execute("alter table es.events reset (autovacuum_freeze_min_age)")
