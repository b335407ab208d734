"""The reference of the appender: one row an insert and a commit, same columns, same indexes, many clients."""

import asyncio
import re
import time
from urllib.parse import unquote, urlsplit

import psycopg

from service.benchmark.laboratory import Laboratory, ProgramFailedError, run_to_end
from service.eventstore.envelope import StoredEnvelope

TABLE = """
create schema if not exists bench;
create table if not exists bench.plain (like es.events including all);
create sequence if not exists bench.positions owned by bench.plain.position;
alter table bench.plain alter position set default nextval('bench.positions');
"""
INSERT = """insert into bench.plain (stream_id, version, type, data, event_id, command_id, command_seq,
actor, correlation_id, recorded_at, bucket)
values (gen_random_uuid(), 1, {type}, {data}, gen_random_uuid(), gen_random_uuid(), 0,
{actor}, gen_random_uuid(), now(), 7)"""
GROWING = "uuidv7()"
FIRST_WITH_UUIDV7 = 18
SHORTEST_PGBENCH_SECONDS = 1
RATE = re.compile(rb"^tps = ([0-9.]+)", re.MULTILINE)


def make_table(url: str, like: StoredEnvelope) -> str:
    """Make the table and return the statement that inserts a row such as `like`, without parameters."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)
        insert = INSERT.format(
            type=f"'{like.stored_name}'", data=f"'\\x{like.payload.hex()}'::bytea", actor=f"'{like.actor}'"
        )
        is_new = connection.info.server_version >= FIRST_WITH_UUIDV7 * 10_000
    return insert.replace("gen_random_uuid()", GROWING) if is_new else insert


async def inserts_a_second(lab: Laboratory, insert: str, clients: int, seconds: float) -> float:
    """Return what `clients` reach together: with pgbench, or where it is missing with psycopg."""
    if lab.pgbench is None:
        return await _by_psycopg(lab.url, insert, clients, seconds)
    whole_seconds = max(SHORTEST_PGBENCH_SECONDS, round(seconds))
    parts = urlsplit(lab.url)
    address = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port),
        "PGUSER": parts.username or "",
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
    }
    options = f"--no-vacuum --protocol=prepared --client={clients} --jobs=2 --time={whole_seconds}".split()
    printed = await run_to_end(
        str(lab.pgbench),
        *options,
        "--file=-",
        environment={**lab.environment, **address},
        said=insert.replace("\n", " ").encode() + b";\n",
    )
    found = RATE.search(printed)
    if not found:
        raise ProgramFailedError(f"pgbench printed no rate: {printed.decode()}")
    return float(found[1])


async def _by_psycopg(url: str, insert: str, clients: int, seconds: float) -> float:
    counts = await asyncio.gather(*(_insert_until(url, insert, seconds) for _ in range(clients)))
    return sum(counts) / seconds


async def _insert_until(url: str, insert: str, seconds: float) -> int:
    count = 0
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, prepare_threshold=0) as connection:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            await connection.execute(insert.encode())
            count += 1
    return count
