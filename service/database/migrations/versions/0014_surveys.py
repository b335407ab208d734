"""Surveys on the read side, and the links by which customers find theirs: only a digest of each is stored.

Revision ID: 0014
Revises: 0013
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SURVEYS = """
create table proj.surveys (
    case_id uuid not null,
    survey_id uuid not null,
    account_id uuid not null,
    contact_id uuid,
    cycle integer not null,
    channel text not null,
    mode text not null,
    programme_version integer,
    sent_at timestamptz not null,
    expires_at timestamptz,
    answered_at timestamptz,
    answer_count integer not null,
    answered_mode text,
    csat smallint,
    nps smallint,
    ces smallint,
    is_late boolean,
    declined_at timestamptz,
    source_position bigint not null,
    constraint surveys_pkey primary key (case_id, survey_id)
);
create index surveys_contact on proj.surveys (contact_id, sent_at);
comment on table proj.surveys is
    '满意度调查, 每次邀请一行 | surveys, one row per invitation';
comment on column proj.surveys.case_id is
    '工单标识 | case id';
comment on column proj.surveys.survey_id is
    '调查标识 | survey id';
comment on column proj.surveys.account_id is
    '客户标识 | account id';
comment on column proj.surveys.contact_id is
    '被邀请的联系人标识 | contact who was asked';
comment on column proj.surveys.cycle is
    '所评价的解决轮次 | resolution cycle it asks about';
comment on column proj.surveys.channel is
    '邀请渠道 | channel by which the customer was asked';
comment on column proj.surveys.mode is
    '邀请方式: questionnaire, phone | asked by: questionnaire, phone';
comment on column proj.surveys.programme_version is
    '调查方案版本 | version of the survey programme';
comment on column proj.surveys.sent_at is
    '邀请时间 | when the customer was asked';
comment on column proj.surveys.expires_at is
    '链接到期时间 | until when its link can be used';
comment on column proj.surveys.answered_at is
    '最近一次答复时间 | when it was last answered';
comment on column proj.surveys.answer_count is
    '答复次数(含更改) | answers, changed ones included';
comment on column proj.surveys.answered_mode is
    '答复方式: questionnaire, phone | answered by: questionnaire, phone';
comment on column proj.surveys.csat is
    '满意度1至5分, 最近一次答复 | satisfaction 1 to 5, last answer';
comment on column proj.surveys.nps is
    '推荐意愿0至10分, 最近一次答复 | likelihood to recommend 0 to 10, last answer';
comment on column proj.surveys.ces is
    '省力程度1至7分, 最近一次答复 | ease 1 to 7, last answer';
comment on column proj.surveys.is_late is
    '最近一次答复是否逾期 | whether the last answer came late';
comment on column proj.surveys.declined_at is
    '谢绝时间 | when the customer declined';
comment on column proj.surveys.source_position is
    '最近一条相关事件的位置 | position of the newest event in it';
"""
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
    """Create both; the projection, now of another version, is built anew."""
    op.execute(SURVEYS)
    op.execute(LINKS)


def downgrade() -> None:
    """Drop both; links that were sent out lead nowhere then."""
    op.execute("drop table access.survey_links")
    op.execute("drop table proj.surveys")
