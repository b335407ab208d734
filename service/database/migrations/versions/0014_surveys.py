"""The links by which customers find their surveys: only a digest of each is stored.

Revision ID: 0014
Revises: 0013
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = """
create table access.survey_links (
    digest bytea not null,
    case_id uuid not null,
    survey_id uuid not null,
    constraint survey_links_pkey primary key (digest)
);
comment on table access.survey_links is 'One row per link to a survey page.';
comment on column access.survey_links.digest is
    'SHA-256 of the token in the link; the token itself is not stored.';
comment on column access.survey_links.case_id is 'The case on whose record the survey stands.';
comment on column access.survey_links.survey_id is 'The survey.';
"""


def upgrade() -> None:
    """Create the table."""
    op.execute(LINKS)


def downgrade() -> None:
    """Drop it; links that were sent out lead nowhere then."""
    op.execute("drop table access.survey_links")
