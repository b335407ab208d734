"""Followers are told beside the writing, seldom, and no lost connection stops it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

from psycopg import AsyncConnection
from structlog.testing import capture_logs

from service.eventstore.following.announcer import CHANNEL, Announcer
from service.eventstore.following.listener import Listener
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import administration, row

NEVER_SECONDS = 3600.0
NOBODY = "postgresql://nobody@127.0.0.1:1/nothing"
END = "end"


@asynccontextmanager
async def hearing(url: str) -> AsyncIterator[Callable[[], AsyncIterator[str]]]:
    """Yield a function that gives all payloads announced from now until it is called."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"listen {CHANNEL}")

        async def heard() -> AsyncIterator[str]:
            await connection.execute("select pg_notify(%s, %s)", (CHANNEL, END))
            async for notification in connection.notifies():
                if notification.payload == END:
                    return
                yield notification.payload

        yield heard


def end_connection_of(url: str, application_name: str) -> None:
    with administration(url) as ask:
        query = (
            "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where application_name = "
        )
        assert ask(f"{query}'{application_name}' and datname = current_database()") == 1


async def fails(announcer: Announcer, times: int) -> None:
    while announcer.failures < times:  # noqa: ASYNC110 - the product has no reason to offer an event for it
        await asyncio.sleep(0)


async def test_an_append_is_announced_with_its_position(database_url: str) -> None:
    announcer = Announcer(database_url)
    async with hearing(database_url) as heard:
        async with (
            announcer.running(),
            Appender(database_url, on_append=announcer.announce).running() as appender,
        ):
            await appender.append([row(uuid4())])
            await appender.append([row(uuid4())])
        payloads = [payload async for payload in heard()]
    assert payloads[-1] == "2"


async def test_the_statement_that_appends_announces_nothing_itself(database_url: str) -> None:
    async with hearing(database_url) as heard:
        async with Appender(database_url).running() as appender:
            await appender.append([row(uuid4())])
        assert [payload async for payload in heard()] == []


async def test_many_announcements_become_one(database_url: str) -> None:
    async with hearing(database_url) as heard:
        async with Announcer(database_url).running() as announcer:
            for position in range(1, 1001):
                announcer.announce(position)
        assert [payload async for payload in heard()] == ["1000"]


async def test_what_comes_during_the_pause_is_announced_on_leaving(database_url: str) -> None:
    async with hearing(database_url) as heard:
        async with Announcer(database_url).running() as announcer:
            announcer.announce(1)
            await asyncio.sleep(0)
            announcer.announce(3)
            announcer.announce(2)
        assert [payload async for payload in heard()][-1] == "3"


async def test_a_lost_connection_costs_one_announcement_that_the_next_makes_good(database_url: str) -> None:
    async with hearing(database_url) as heard:
        async with Announcer(database_url, seconds_between_announcements=0).running() as announcer:
            announcer.announce(1)
            await told(database_url)
            end_connection_of(database_url, "casebook announcer")
            with capture_logs() as logs:
                announcer.announce(2)
                await fails(announcer, 1)
                announcer.announce(3)
        payloads = [payload async for payload in heard()]
    assert payloads == ["1", "3"]
    assert [entry["event"] for entry in logs] == ["announcement_failed"]


async def told(url: str) -> None:
    """Return when the announcer has announced and waits for more."""
    query = """select count(*) from pg_stat_activity where application_name = 'casebook announcer'
    and datname = current_database() and state = 'idle' and query like '%pg_notify%'"""
    with administration(url) as ask:
        while not ask(query):  # noqa: ASYNC110 - the server is asked, there is no event
            await asyncio.sleep(0)


async def test_a_process_that_is_busy_starting_loses_no_announcement(database_url: str) -> None:
    """Its loop stands still for longer than connecting may take; so both have connected before."""
    with capture_logs() as logs:
        async with (
            Listener(database_url, lambda: None, seconds_between_polls=NEVER_SECONDS).running(),
            Announcer(database_url).running() as announcer,
        ):
            assert connections(database_url) == 2
            announcer.announce(1)
            await told(database_url)
    assert logs == []


def connections(url: str) -> int:
    """Return how many connections to the database are established by the announcer and the listener."""
    query = """select count(*) from pg_stat_activity where datname = current_database()
    and application_name in ('casebook announcer', 'casebook listener')"""
    with administration(url) as ask:
        return ask(query)


async def test_an_outage_is_logged_once_and_counted_each_time() -> None:
    with capture_logs() as logs:
        async with Announcer(NOBODY, seconds_between_announcements=0).running() as announcer:
            for times in (1, 2, 3):
                announcer.announce(times)
                await fails(announcer, times)
    assert announcer.failures == 4, "the last try is made on leaving"
    assert [entry["log_level"] for entry in logs] == ["warning"]


async def test_a_listener_hears_an_announcement(database_url: str) -> None:
    rung = asyncio.Event()
    async with (
        Listener(database_url, rung.set, seconds_between_polls=NEVER_SECONDS).running(),
        Announcer(database_url).running() as announcer,
    ):
        await rung.wait()  # it listens
        rung.clear()
        announcer.announce(1)
        await rung.wait()


async def test_a_listener_rings_without_an_announcement(database_url: str) -> None:
    rung = asyncio.Event()
    async with Listener(database_url, rung.set, seconds_between_polls=0.01).running():
        for _ in range(3):
            rung.clear()
            await rung.wait()


async def test_a_listener_rings_while_the_database_is_away_and_logs_it_once() -> None:
    rung = asyncio.Event()
    with capture_logs() as logs:
        async with Listener(NOBODY, rung.set, seconds_between_polls=0.01).running():
            for _ in range(3):
                rung.clear()
                await rung.wait()
    assert [entry["event"] for entry in logs] == ["listening_failed"]


async def test_a_listener_connects_again(database_url: str) -> None:
    rung = asyncio.Event()
    async with (
        Listener(database_url, rung.set, seconds_between_polls=0.01).running(),
        Announcer(database_url).running() as announcer,
    ):
        await rung.wait()
        with capture_logs():
            end_connection_of(database_url, "casebook listener")
            with administration(database_url) as ask:
                query = """select count(*) from pg_stat_activity
                where application_name = 'casebook listener' and datname = current_database()"""
                while not ask(query):
                    rung.clear()
                    await rung.wait()
        announcer.announce(1)
        rung.clear()
        await rung.wait()
