"""Other layouts of the record, with the same events in them."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from statistics import median
from uuid import UUID

from psycopg import Connection

from service.eventstore.envelope import StoredEnvelope
from tools.growth.disk import sizes
from tools.growth.loading import LOADED_AT_ONCE, samples, tail
from tools.growth.reading import READS, append, keys, of_layout, pages, read_seconds
from tools.growth.server import SMALL, Figure, Figures, Server, execute, log_written, place_in_log, seconds

ROUNDS = 6
ROWS_PER_ROUND = 3_000

HEAD_ROW = "create table {0}.head (like es.head including all); insert into {0}.head values (0, {1});"
LAYOUTS = {
    "random_ids": """
        create table random_ids.events (like es.events including indexes);
    """,
    "by_stream": """
        create table by_stream.events (like es.events) partition by hash (stream_id);
        do $$ begin for n in 0..15 loop execute format('create table by_stream.events_%s partition of '
            'by_stream.events for values with (modulus 16, remainder %s)', n, n); end loop; end $$;
        alter table by_stream.events add primary key (stream_id, version);
        create index on by_stream.events (position);
        create unique index on by_stream.events (command_id, stream_id) where command_seq = 0;
    """,
    "by_position": """
        create table by_position.events (like es.events, primary key (position))
            partition by range (position);
        do $$ begin for n in 0..10 loop execute format('create table by_position.events_%s partition of '
            'by_position.events for values from (%s) to (%s)', n, n * {1}::bigint / 10 + 1,
            (n + 1) * {1}::bigint / 10 + 1); end loop; end $$;
        create table by_position.events_rest partition of by_position.events default;
        create table by_position.event_keys (stream_id uuid, version int, position bigint, command_id uuid,
            command_seq smallint, primary key (stream_id, version));
        create unique index on by_position.event_keys (command_id) where command_seq = 0;
        create function by_position.keep_keys() returns trigger language plpgsql as $$ begin
            insert into by_position.event_keys
            select stream_id, version, position, command_id, command_seq from added; return null; end $$;
        create trigger keep_keys after insert on by_position.events referencing new table as added
            for each statement execute function by_position.keep_keys();
    """,
}
THROUGH_KEYS = """
select event.* from by_position.event_keys as key
join by_position.events as event on event.position = key.position
"""
READS_THROUGH_KEYS = {
    "stream read": THROUGH_KEYS + "where key.stream_id = %(stream_id)b and key.version <= %(up_to_version)b"
    " order by key.version",
    "command lookup": THROUGH_KEYS + "where key.command_id = any(%(command_ids)b) and key.command_seq = 0",
}
SCATTERED = (
    "position, md5(stream_id::text)::uuid, version, type, data, event_id, md5(command_id::text)::uuid, "
    "command_seq, command_digest, actor, correlation_id, causation_id, recorded_at, bucket"
)


def layouts(server: Server, events: int) -> Figures:
    """Each other layout beside the smaller record, of so many events; only one exists at a time."""
    for number, schema in enumerate(LAYOUTS, start=1):
        with server.connect(SMALL) as connection:
            _build(connection, schema, events)
            yield from sizes(connection, schema, schema, events)
            yield from _append_in_turns(connection, schema, number * 1_000_000_000)
            yield from _read_in_turns(connection, schema, events)
            execute(connection, f"drop schema {schema} cascade")


def _build(connection: Connection, schema: str, events: int) -> None:
    """Copy the record into another layout, in the order of positions."""
    execute(connection, f"create schema {schema}")
    execute(connection, HEAD_ROW.replace("{0}", schema).replace("{1}", str(events)))
    execute(connection, LAYOUTS[schema].replace("{1}", str(events)))
    columns = SCATTERED if schema == "random_ids" else "*"
    for after in range(0, events, LOADED_AT_ONCE):
        last = min(events, after + LOADED_AT_ONCE)
        execute(
            connection,
            f"insert into {schema}.events select {columns} from es.events "  # noqa: S608
            f"where position > {after} and position <= {last} order by position",
        )
    execute(connection, f"vacuum (freeze) {schema}.events")
    execute(connection, "analyze")


def _append_in_turns(connection: Connection, schema: str, start_at: int) -> Figures:
    """The appending statement on `es` and on another layout, in turns, and the log that each writes."""
    like = samples(connection)
    took: dict[str, list[float]] = {"es": [], schema: []}
    log: dict[str, list[float]] = {"es": [], schema: []}
    for turn in range(ROUNDS):
        rows = list(tail(start_at + turn * ROWS_PER_ROUND, ROWS_PER_ROUND, like))
        for place in sorted(took, reverse=turn % 2 == 1):
            spent, written = _append_once(connection, place, rows)
            took[place].append(spent)
            log[place].append(written)
    pairs = zip(took["es"], took[schema], strict=True)
    yield Figure(schema, "append rate", median(one / other for one, other in pairs), "times one table")
    ratio = median(log[schema]) / median(log["es"])
    yield Figure(schema, "log of appends after a checkpoint", ratio, "times one table")


def _append_once(connection: Connection, place: str, rows: Iterable[StoredEnvelope]) -> tuple[float, float]:
    wanted = [_with_random_ids(row) if place == "random_ids" else row for row in rows]
    execute(connection, "checkpoint")
    since = place_in_log(connection)
    spent = seconds(lambda: append(connection, place, wanted))
    return spent, log_written(connection, since)


def _with_random_ids(row: StoredEnvelope) -> StoredEnvelope:
    return replace(row, stream_id=_scattered(row.stream_id), command_id=_scattered(row.command_id))


def _scattered(known: UUID) -> UUID:
    return UUID(bytes=hashlib.md5(known.bytes, usedforsecurity=False).digest())


def _read_in_turns(connection: Connection, schema: str, events: int) -> Figures:
    """The reads on `es` and on another layout; what counts is the second time, from memory."""
    for kind, statement in READS.items():
        wanted = {place: keys(connection, place, events) for place in ("es", schema)}
        took: dict[str, float] = {}
        touched: dict[str, float] = {}
        for place in ("es", schema, "es", schema):
            through_keys = READS_THROUGH_KEYS.get(kind) if place == "by_position" else None
            text = through_keys or of_layout(statement, place)
            took[place] = read_seconds(connection, text, wanted[place])
            touched[place] = pages(connection, text, wanted[place])
        yield Figure(schema, f"{kind}, warm", took[schema] / took["es"], "times one table")
        yield Figure(schema, f"{kind}, pages", touched[schema], "pages of 8 kB")
