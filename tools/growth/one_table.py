"""What the record costs as it stands: one table with three indexes."""

import asyncio
import shutil
from collections.abc import Sequence
from statistics import median

from psycopg import Connection

from service.eventstore.envelope import StoredEnvelope
from service.eventstore.writing.appender import Appender
from tools.growth.disk import sizes
from tools.growth.loading import load, prepare, samples, tail
from tools.growth.reading import READS, append, keys, pages, read_seconds
from tools.growth.server import (
    BIG,
    EMPTY,
    SMALL,
    Figure,
    Figures,
    Server,
    execute,
    log_written,
    place_in_log,
    seconds,
    value,
)

SMALLER = 10  # the smaller record has a tenth of the events
CLIENTS = 256
ROUNDS = 6
APPENDS_PER_ROUND = 4_096
TAIL = 100_000
LAYOUT = "one table"


def one_table(server: Server, events: int) -> Figures:
    """Load a tenth, copy that record, load the rest, and compare the two."""
    prepare(server, events)
    with server.connect() as connection:
        first = load(connection, 0, events // SMALLER)
    server.copy(BIG, SMALL)
    with server.connect() as connection:
        rest = load(connection, events // SMALLER, events)
        yield Figure(
            LAYOUT, "loading an event, later", rest / first / (SMALLER - 1), "times in the first tenth"
        )
        execute(connection, "drop table grow.plan")
        yield from sizes(connection, "es", LAYOUT, events)
    yield from _first_vacuum(server, first, first + rest)
    yield from _appends(server, events)
    yield from _next_vacuum(server, events)
    yield from _reads(server, events)
    yield from _backups(server, events)


def _vacuum(connection: Connection, how: str = "vacuum (freeze)") -> tuple[float, float]:
    """Return the seconds and the bytes of log of one VACUUM of the record."""
    since = place_in_log(connection)
    took = seconds(lambda: execute(connection, f"{how} es.events"))
    return took, log_written(connection, since)


def _first_vacuum(server: Server, small_load: float, big_load: float) -> Figures:
    with server.connect(SMALL) as connection:
        plain, plain_log = _vacuum(connection, "vacuum")
        later, later_log = _vacuum(connection)
        execute(connection, "analyze es.events")
    yield Figure(LAYOUT, "VACUUM at a tenth", plain / small_load, "of the loading time")
    yield Figure(LAYOUT, "VACUUM FREEZE after it", later / plain, "times that VACUUM")
    yield Figure(LAYOUT, "VACUUM FREEZE after it, log", later_log / plain_log, "times that VACUUM")
    with server.connect() as connection:
        took, _ = _vacuum(connection)
        execute(connection, "analyze es.events")
    yield Figure(LAYOUT, "VACUUM FREEZE at once, of all", took / big_load, "of the loading time")


def _next_vacuum(server: Server, events: int) -> Figures:
    """VACUUM after the same number of new events, in the smaller and in the big record."""
    took = {}
    for database in (SMALL, BIG):
        with server.connect(database) as connection:
            append(connection, "es", list(tail(events * 5, TAIL, samples(connection))))
            execute(connection, "checkpoint")
            took[database], _ = _vacuum(connection)
            idle, _ = _vacuum(connection)
    yield Figure(LAYOUT, "VACUUM of the next events", took[BIG] / took[SMALL], "times that at a tenth")
    yield Figure(LAYOUT, "VACUUM with nothing new", idle / took[BIG], "times that of the next events")


async def _append_all(url: str, rows: Sequence[StoredEnvelope]) -> float:
    """Append each event as a command of its own, many at a time; return events a second."""
    appender = Appender(url)
    async with appender.running():
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for begin in range(0, len(rows), CLIENTS):
            await asyncio.gather(*(appender.append([row]) for row in rows[begin : begin + CLIENTS]))
        return len(rows) / (loop.time() - begun)


def _appends(server: Server, events: int) -> Figures:
    """The product's Appender on an empty record, on the smaller one and on the big one, in turns."""
    with server.connect() as connection:
        like = samples(connection)
    rates: dict[str, list[float]] = {EMPTY: [], SMALL: [], BIG: []}
    for turn in range(ROUNDS):
        rows = list(tail(events * 2 + turn * APPENDS_PER_ROUND, APPENDS_PER_ROUND, like))
        for database in sorted(rates, reverse=turn % 2 == 1):
            rates[database].append(asyncio.run(_append_all(server.postgres.url(database), rows)))
    for database, name in ((SMALL, "a tenth"), (BIG, "all")):
        pairs = zip(rates[database], rates[EMPTY], strict=True)
        ratio = median(loaded / empty for loaded, empty in pairs)
        yield Figure(LAYOUT, f"append rate with {name} loaded", ratio, "times the empty record")


def _reads(server: Server, events: int) -> Figures:
    """Each read on the smaller and on the big record; on the big one also from disk."""
    wanted = {}
    for database, held in ((SMALL, events // SMALLER), (BIG, events)):
        with server.connect(database) as connection:
            wanted[database] = keys(connection, "es", held)
    for kind, statement in READS.items():
        server.restart_cold()
        warm: dict[str, float] = {}
        touched: dict[str, float] = {}
        with server.connect() as connection:
            cold = read_seconds(connection, statement, wanted[BIG])
        for database in (SMALL, BIG, SMALL, BIG):
            with server.connect(database) as connection:
                warm[database] = read_seconds(connection, statement, wanted[database])
                touched[database] = pages(connection, statement, wanted[database])
        yield Figure(LAYOUT, f"{kind}, pages with a tenth loaded", touched[SMALL], "pages of 8 kB")
        yield Figure(LAYOUT, f"{kind}, pages with all loaded", touched[BIG], "pages of 8 kB")
        yield Figure(LAYOUT, f"{kind}, warm", warm[BIG] / warm[SMALL], "times that at a tenth")
        yield Figure(LAYOUT, f"{kind}, cold", cold / warm[BIG], "times warm")


def _backups(server: Server, events: int) -> Figures:
    """A full copy, a dump of the table, and an incremental copy after 1 % more events."""
    url, full, more = server.postgres.url(), server.folder / "full", server.folder / "incremental"
    copying = ("-d", url, "-c", "fast", "-X", "none", "-D")
    with server.connect() as connection:
        size = float(value(connection, "select sum(pg_database_size(oid)) from pg_database"))
        like = samples(connection)
    wholly = server.program("pg_basebackup", *copying, str(full))
    dump = server.program("pg_dump", url, "-t", "es.events", "-Fc", "-Z0")
    asyncio.run(_append_all(url, list(tail(events * 3, events // 100, like))))
    manifest = f"--incremental={full / 'backup_manifest'}"
    again = server.program("pg_basebackup", *copying, str(more), manifest)
    held = sum(path.stat().st_size for path in more.rglob("*") if path.is_file())
    yield Figure(LAYOUT, "dump of the table", dump / wholly, "times a full copy")
    yield Figure(LAYOUT, "incremental copy after 1 % more", again / wholly, "times a full copy")
    yield Figure(LAYOUT, "incremental copy after 1 % more, size", held / size, "of a full copy")
    for folder in (full, more):
        shutil.rmtree(folder)
