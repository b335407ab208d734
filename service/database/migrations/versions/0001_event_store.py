"""The record: one table of events and one row that hands out their positions.

Revision ID: 0001
Revises:
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = """
create schema es;

create table es.head (
    id smallint primary key check (id = 0),
    position bigint not null
) with (fillfactor = 10);
comment on table es.head is 'One row: the position of the newest event. Its row lock orders commits.';
insert into es.head (id, position) values (0, 0);

create table es.events (
    position bigint primary key,
    stream_id uuid not null,
    version integer not null,
    type text not null,
    data bytea not null,
    event_id uuid not null,
    command_id uuid not null,
    command_seq smallint not null,
    command_digest bytea,
    actor text not null,
    correlation_id uuid not null,
    causation_id uuid,
    recorded_at timestamptz not null,
    bucket smallint not null,
    constraint events_stream_id_version_key unique (stream_id, version)
);
create unique index events_command_id_key on es.events (command_id) where command_seq = 0;
comment on table es.events is 'The record: one row per event, written once, never changed.';
comment on column es.events.position is 'Place in the global order, in commit order, without gaps.';
comment on column es.events.stream_id is 'The case or account.';
comment on column es.events.version is 'Place inside the stream: 1, 2, 3 ...';
comment on column es.events.type is 'Stored name and version of the event.';
comment on column es.events.data is 'The payload, JSON in UTF-8.';
comment on column es.events.command_id is 'The command that caused it: sent twice, written once.';
comment on column es.events.command_seq is 'Place among the events of one command, from 0.';
comment on column es.events.command_digest is 'Digest of what was sent, to tell a repeat from a mistake.';
comment on column es.events.actor is 'Who sent the command, from the credential.';
comment on column es.events.recorded_at is 'When we wrote it down.';
comment on column es.events.bucket is 'Shard of the stream, 0 to 63, for projection workers.';
"""


def upgrade() -> None:
    """Create the record."""
    op.execute(TABLES)


def downgrade() -> None:
    """Refuse: the record is never dropped by a migration."""
    raise NotImplementedError("the record is never dropped")
