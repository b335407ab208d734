"""Many events made from the demonstration's: its cases again and again, side by side, under new ids."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from psycopg import ClientCursor, Connection

from service import main as casebook
from service.demonstration.history import history
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.log import EventLog
from service.eventstore.uuid7 import RANDOM_BYTES, uuid7
from service.eventstore.writing.appender import Appender
from service.importers.rule_files.default_rules import publish_default_rules, shipped_rulebook
from tools.growth.server import BIG, EMPTY, Server, execute, seconds

SEED = 7
SAMPLE_CASES = 600
SAMPLE_CHUNK = 500
BEGINS_AT = datetime(2025, 1, 1, tzinfo=UTC)
BEGINS_MILLISECONDS = int(BEGINS_AT.timestamp() * 1000)
MILLISECONDS_PER_EVENT = 100
OPEN_FOR_EVENTS = 100_000  # a case lives while about so many events of all cases are written
LOADED_AT_ONCE = 500_000
TAIL_CASES_OPEN = 1000
TAIL_LIFE = 9
SAMPLES = 997

PLAN = """
create schema grow;
create table grow.life (life int, version int, command_seq int, type text, data bytea, actor text);
create function grow.id(ms bigint, seed text) returns uuid language sql immutable return overlay(
    overlay(md5(seed) placing lpad(to_hex(ms), 12, '0') || '7' from 1 for 13) placing '8' from 17
)::uuid;
"""
LIVES = """
select dense_rank() over (order by stream_id) - 1, version, command_seq, type, data, actor from es.events
where stream_id in (select stream_id from es.events where version = 1 and type like 'CaseReceived.%')
"""
# Cases begin one after the other and then advance side by side, command by command, each at its own pace.
INTERLEAVE = """
create unlogged table grow.plan as
select row_number() over (order by at, version) as position, at::bigint, begun::bigint, stream, life, version
from (
    select stream * %(mean)s as begun, stream, life, version,
        stream * %(mean)s + %(open)s * (version - command_seq - 1 + abs(pace::float8) / 2147483648) / %(mean)s
        as at
    from generate_series(0, %(streams)s) as stream join grow.life on life = stream %% %(lives)s,
        hashtext(stream || '/' || (version - command_seq)) as pace
) as step;
analyze grow.plan;
analyze grow.life;
"""
LOAD = """
set max_parallel_workers_per_gather = 0;
set enable_mergejoin = off;
insert into es.events (position, stream_id, version, type, data, event_id, command_id, command_seq,
    command_digest, actor, correlation_id, causation_id, recorded_at, bucket)
select position, grow.id(%(begin)s + begun * %(step)s, 's' || stream), version, type, data,
    grow.id(%(begin)s + position * %(step)s, 'e' || position),
    grow.id(%(begin)s + at * %(step)s, 'c' || stream || '/' || (version - command_seq)), command_seq,
    sha256(data), actor,
    grow.id(%(begin)s + at * %(step)s, 'c' || stream || '/' || (version - command_seq)), null,
    to_timestamp((%(begin)s + position * %(step)s) / 1000.0), stream %% 64
from grow.plan join grow.life using (life, version)
where position > %(after)s and position <= %(last)s
"""


def prepare(server: Server, events: int) -> None:
    """Plan which event of which case comes at which position."""
    asyncio.run(_tell_sample(server.postgres.url(EMPTY)))
    with server.connect(EMPTY) as sample:
        lives = execute(sample, LIVES).fetchall()
    with server.connect(BIG) as connection, ClientCursor(connection) as cursor:
        cursor.execute(PLAN)
        cursor.executemany("insert into grow.life values (%s, %s, %s, %s, %s, %s)", lives)
        count = 1 + max(life for life, *_ in lives)
        mean = len(lives) / count
        values = {"mean": mean, "open": OPEN_FOR_EVENTS, "lives": count, "streams": int(events / mean)}
        cursor.execute(INTERLEAVE, values)


async def _tell_sample(url: str) -> None:
    log, appender = EventLog(url), Appender(url)
    async with log.reading(), appender.running():
        application = Application(log, appender, now=casebook.now, new_id=casebook.new_id)
        await publish_default_rules(application)
        requests = history(SEED, BEGINS_AT, shipped_rulebook(), cases_count=SAMPLE_CASES)
        for begin in range(0, len(requests), SAMPLE_CHUNK):
            await application.execute_many(requests[begin : begin + SAMPLE_CHUNK])


def load(connection: Connection, after: int, last: int) -> float:
    """Load the planned events of these positions and return the seconds it took."""

    def run() -> None:
        cursor = ClientCursor(connection)
        for first in range(after, last, LOADED_AT_ONCE):
            upto = min(last, first + LOADED_AT_ONCE)
            values = {
                "begin": BEGINS_MILLISECONDS,
                "step": MILLISECONDS_PER_EVENT,
                "after": first,
                "last": upto,
            }
            cursor.execute(LOAD, values)
        cursor.execute("update es.head set position = %s", [last])

    return seconds(run)


def samples(connection: Connection) -> list[tuple[str, bytes, str]]:
    """Return type, payload and actor of some events, to append more of their like."""
    return execute(connection, "select type, data, actor from es.events limit %s", [SAMPLES]).fetchall()


def tail(start_at: int, how_many: int, like: Sequence[tuple[str, bytes, str]]) -> Iterator[StoredEnvelope]:
    """Return new cases of nine events, a thousand of them open at a time; `start_at` makes their ids."""
    random = Random(start_at)  # noqa: S311  ids of a measurement

    def new_id(number: int) -> UUID:
        milliseconds = BEGINS_MILLISECONDS + (start_at + number) * MILLISECONDS_PER_EVENT
        return uuid7(milliseconds, random.getrandbits(8 * RANDOM_BYTES))

    streams: dict[int, UUID] = {}
    for number in range(how_many):
        turn, place = divmod(number, TAIL_CASES_OPEN)
        if turn % TAIL_LIFE == 0:
            streams[place] = new_id(number)
        kind, data, actor = like[number % len(like)]
        command_id = new_id(number)
        yield StoredEnvelope(
            stream_id=streams[place],
            version=turn % TAIL_LIFE + 1,
            stored_name=kind,
            payload=data,
            position=0,
            event_id=new_id(number),
            recorded_at=BEGINS_AT,
            actor=actor,
            command_id=command_id,
            command_seq=0,
            command_digest=bytes(32),
            correlation_id=command_id,
            causation_id=None,
        )
