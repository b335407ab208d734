"""The SQL of the record, and how its rows become envelopes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from service.eventstore import arrays
from service.eventstore.append import Before
from service.eventstore.envelope import StoredEnvelope

# One autocommit statement: the row lock on the head is held until commit, so positions are taken in commit
# order without gaps; a failed insert takes its positions back with it.
APPEND = """
with head as (
    update es.head set position = position + %(count)b where id = 0 returning position - %(count)b as taken
), written as (
insert into es.events (
    position, stream_id, version, type, data, event_id, command_id, command_seq, command_digest,
    actor, correlation_id, causation_id, recorded_at, bucket
)
select head.taken + n, stream_id, version, type, data, event_id, command_id, command_seq, command_digest,
       actor, correlation_id, causation_id, recorded_at, bucket
from head,
     unnest(
         %(stream_id)b::uuid[], %(version)b::int[], %(type)b::text[], %(data)b::bytea[],
         %(event_id)b::uuid[], %(command_id)b::uuid[], %(command_seq)b::int[], %(command_digest)b::bytea[],
         %(actor)b::text[], %(correlation_id)b::uuid[], %(causation_id)b::uuid[],
         %(recorded_at)b::timestamptz[], %(bucket)b::int[]
     ) with ordinality as row (
         stream_id, version, type, data, event_id, command_id, command_seq, command_digest,
         actor, correlation_id, causation_id, recorded_at, bucket, n
     )
)
select taken from head
"""

# The same, for streams that go on: nothing is written where the event before one of the appends is missing.
# A value in place of a join, so that the plan is one look into the index for each, however the table grows.
APPEND_ON = APPEND.replace(
    "with head as (",
    """with missing as (
    select from unnest(
        %(stream_id_before)b::uuid[], %(version_before)b::int[], %(event_id_before)b::uuid[]
    ) as before (stream_id, version, event_id)
    where not coalesce((
        select before.event_id is null or before.event_id = event.event_id from es.events as event
        where event.stream_id = before.stream_id and event.version = before.version limit 1
    ), false)
), head as (""",
).replace("where id = 0", "where id = 0 and not exists (select from missing)")

COLUMNS = """
    position, stream_id, version, type, data, event_id, command_id, command_seq, command_digest,
    actor, correlation_id, causation_id, recorded_at
"""

OCCURRED_AT = "(convert_from(events.data, 'UTF8')::json ->> 'occurred_at')::timestamptz"
"""When an event of `es.events` happened, in SQL: the one thing in a payload that views may show."""

BY_STREAMS = f"select {COLUMNS} from es.events where stream_id = any(%(stream_ids)b) order by position"  # noqa: S608
BY_STREAM = f"""select {COLUMNS} from es.events
where stream_id = %(stream_id)b and version <= %(up_to_version)b
order by version limit %(limit)b::bigint"""  # noqa: S608
BY_STREAM_AND_TYPES = f"""select {COLUMNS} from es.events
where stream_id = %(stream_id)b and type = any(%(types)b::text[]) order by version"""  # noqa: S608
AFTER_POSITION = f"""select {COLUMNS} from es.events
where position > %(position)b order by position limit %(limit)b"""  # noqa: S608
# For the library's recorder, whose versions may begin at 0.
SLICE = f"""select {COLUMNS} from es.events
where stream_id = %(stream_id)b and version > %(after)b::bigint and version <= %(up_to)b::bigint
order by version limit %(limit)b::bigint"""  # noqa: S608
SLICE_NEWEST_FIRST = SLICE.replace("order by version", "order by version desc")
BETWEEN_POSITIONS = f"""select {COLUMNS} from es.events
where position between %(first)b::bigint and %(last)b::bigint
  and (cardinality(%(types)b::text[]) = 0 or type = any(%(types)b::text[]))
order by position limit %(limit)b::bigint"""  # noqa: S608
# A join, because `exists` may become a subplan that reads the whole table.
BY_COMMANDS = f"""select {", ".join("event." + name.strip() for name in COLUMNS.split(","))}
from es.events as first
join es.events as event on event.stream_id = first.stream_id and event.command_id = first.command_id
  and event.version between first.version and first.version + 32767
where first.command_id = any(%(command_ids)b) and first.command_seq = 0
order by event.position"""  # noqa: S608
COMMANDS_ON_RECORD = """
select command_id from es.events
where command_id = any(%(command_ids)b) and command_seq = 0
"""
TAKEN_VERSIONS = """
select event.stream_id, event.version, event.event_id, event.position from es.events as event
join unnest(%(stream_id)b::uuid[], %(version)b::int[]) as wanted (stream_id, version)
  on event.stream_id = wanted.stream_id and event.version = wanted.version
"""
# Only what the record bears out: from any other a stream would go on with a gap.
SNAPSHOTS = """
select stream_id, version, position, event_id, kind, state
from es.snapshots join es.events using (stream_id, version, position)
where stream_id = any(%(stream_ids)b) and fold_version = %(fold_version)b
"""
SINCE_VERSIONS = f"""select {", ".join("event." + name.strip() for name in COLUMNS.split(","))}
from unnest(%(stream_ids)b::uuid[], %(versions)b::int[]) as wanted (stream_id, version)
join es.events as event on event.stream_id = wanted.stream_id and event.version > wanted.version
order by event.position"""  # noqa: S608
KEEP_SNAPSHOT = """
insert into es.snapshots (stream_id, version, position, fold_version, kind, state)
values (%(stream_id)b, %(version)b, %(position)b, %(fold_version)b, %(kind)b, %(state)b)
on conflict (stream_id) do update
set version = excluded.version, position = excluded.position, fold_version = excluded.fold_version,
    kind = excluded.kind, state = excluded.state
where snapshots.fold_version <> excluded.fold_version or snapshots.version <= excluded.version
"""
FIRSTS = f"""select {COLUMNS} from es.events
where stream_id = any(%(stream_ids)b) and version = 1 order by position"""  # noqa: S608
NEWEST_VERSIONS = """
select stream_id, max(version) from es.events where stream_id = any(%(stream_ids)b) group by stream_id
"""
GROWN = """
select stream_id, max(version) from es.events
where position > %(after)b::bigint and position <= %(up_to)b::bigint and type = any(%(types)b::text[])
group by stream_id
"""
NOT_SAID = """
select (place - 1)::int from unnest(%(words)b::bytea[]) with ordinality as said (words, place)
where not exists (
    select from es.events where stream_id = %(stream_id)b and position(said.words in data) > 0
) order by place
"""
SAID_TOGETHER = """
select exists (
    select from es.events where stream_id = %(stream_id)b
        and (select bool_and(position(words in data) > 0) from unnest(%(words)b::bytea[]) as said (words))
)
"""
AT_POSITION = "select event_id from es.events where position = %(position)b::bigint"
HEAD = "select position from es.head where id = 0"

BUCKETS = 64


def append_parameters(rows: Sequence[StoredEnvelope]) -> dict[str, Any]:
    """Return the arrays of APPEND, one element a row."""
    streams = [row.stream_id for row in rows]
    return {
        "count": len(rows),
        "stream_id": arrays.uuids(streams),
        "version": arrays.integers([row.version for row in rows]),
        "type": arrays.texts([row.stored_name for row in rows]),
        "data": arrays.byteas([row.payload for row in rows]),
        "event_id": arrays.uuids([row.event_id for row in rows]),
        "command_id": arrays.uuids([row.command_id for row in rows]),
        "command_seq": arrays.integers([row.command_seq for row in rows]),
        "command_digest": arrays.byteas([row.command_digest for row in rows]),
        "actor": arrays.texts([row.actor for row in rows]),
        "correlation_id": arrays.uuids([row.correlation_id for row in rows]),
        "causation_id": arrays.uuids_or_missing([row.causation_id for row in rows]),
        "recorded_at": arrays.instants([row.recorded_at for row in rows]),
        "bucket": arrays.integers([stream_id.int % BUCKETS for stream_id in streams]),
    }


def parameters_before(events: Sequence[Before]) -> dict[str, Any]:
    """Return the further arrays of APPEND_ON: the events that must be there already."""
    return {
        "stream_id_before": arrays.uuids([each.stream_id for each in events]),
        "version_before": arrays.integers([each.version for each in events]),
        "event_id_before": arrays.uuids_or_missing([each.event_id for each in events]),
    }


def envelope(  # noqa: PLR0917  the columns of COLUMNS, in order
    position: int,
    stream_id: UUID,
    version: int,
    type_: str,
    data: bytes,
    event_id: UUID,
    command_id: UUID,
    command_seq: int,
    command_digest: bytes | None,
    actor: str,
    correlation_id: UUID,
    causation_id: UUID | None,
    recorded_at: datetime,
) -> StoredEnvelope:
    """Return the envelope of a row selected by COLUMNS."""
    return StoredEnvelope(
        stream_id=stream_id,
        version=version,
        stored_name=type_,
        payload=data,
        position=position,
        event_id=event_id,
        recorded_at=recorded_at,
        actor=actor,
        command_id=command_id,
        command_seq=command_seq,
        command_digest=command_digest,
        correlation_id=correlation_id,
        causation_id=causation_id,
    )
