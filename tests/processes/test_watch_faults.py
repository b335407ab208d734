"""One stream that fails holds up no other, a lost database is tried again, any other error stops it."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from service.database.app_role import as_application
from service.database.engine import libpq_url
from service.eventstore.folding import Decision
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.memory.streams import Known
from service.eventstore.request import Request
from service.eventstore.writing.appender import Appender
from service.processes.watch import Watch
from tests.cluster import server_url
from tests.eventstore.record import append, row
from tests.processes.premises import Premises


async def plant_unreadable_event(premises: Premises, stream_id: UUID) -> None:
    """Add an event that this version of the program does not know to a stream whose rows are up to date."""
    version = (await premises.application.load(stream_id)).version
    async with Appender(libpq_url(as_application(premises.url))).running() as appender:
        appender.submit(planted := append(row(stream_id, version + 1, command_id=uuid4())))
        await planted.position


async def test_a_stream_that_cannot_be_read_holds_up_no_other(premises: Premises) -> None:
    broken, whole = await premises.case(), await premises.case()
    await premises.catch_up()
    await plant_unreadable_event(premises, broken)
    premises.machine.pass_time(minutes=6)
    watch = await premises.watch(alone=True)
    await watch.look()
    assert "0:05:00 breached" in await premises.noted(whole, "acknowledgement")
    assert watch.status().failing_streams == 1
    assert watch.status().state == "watching"


async def test_a_stream_that_failed_is_tried_again_after_a_while(premises: Premises) -> None:
    case_id = await premises.case()
    await premises.catch_up()
    premises.machine.pass_time(minutes=6)
    watch = await premises.watch()
    repaired = _failing(premises, case_id)
    for seconds in (0, 29):
        premises.machine.pass_time(seconds=seconds)
        await watch.look()
        assert watch.status().failing_streams == 1
    repaired()
    await watch.look()
    assert await premises.noted(case_id, "acknowledgement") == []
    premises.machine.pass_time(seconds=1)
    await watch.look()
    assert "0:05:00 breached" in await premises.noted(case_id, "acknowledgement")
    assert watch.status().failing_streams == 0


async def test_a_lost_database_is_tried_again_and_nothing_is_lost(premises: Premises) -> None:
    case_id = await premises.case()
    await premises.catch_up()
    premises.machine.pass_time(minutes=6)
    watch = await premises.watch(alone=True)
    with psycopg.connect(server_url("postgres"), autocommit=True) as admin:
        _let_in(admin, premises.url, whether=False)
        async with watch.running():
            await _until(watch, lambda: watch.status().state == "interrupted")
            failure = watch.status().failure
            assert failure is not None
            assert not failure.is_final
            assert "not currently accepting connections" in failure.message
            _let_in(admin, premises.url, whether=True)
            await _until(watch, lambda: watch.status().state == "watching")
    premises.application = await premises.another_application(premises.machine.now)
    assert "0:05:00 breached" in await premises.noted(case_id, "acknowledgement")


async def test_any_other_error_stops_the_watch_and_is_told(premises: Premises) -> None:
    with psycopg.connect(premises.url, autocommit=True) as owner:
        owner.execute("alter table proj.clocks rename to not_there")
    watch = await premises.watch()
    async with watch.running():
        await watch.ended()
        status = watch.status()
    assert status.state == "stopped"
    assert status.failure is not None
    assert status.failure.is_final
    assert status.failure.message == 'relation "proj.clocks" does not exist'


async def test_it_ends_when_its_owner_does(premises: Premises) -> None:
    watch = await premises.watch()
    async with watch.running():
        await _until(watch, lambda: watch.status().looked_at is not None)
    assert watch.status().state == "watching"
    await watch.ended()


async def test_a_clock_that_was_just_started_wakes_it_up(premises: Premises) -> None:
    new_events = NewEventSignal()
    watch = await premises.watch(new_events=new_events)
    async with watch.running():
        await _until(watch, lambda: watch.status().looked_at is not None)
        case_id = await premises.case()
        premises.machine.pass_time(seconds=155)
        await premises.catch_up()
        new_events.notify()
        await _until(watch, lambda: watch.status().noted["warned"] >= 1)
    assert await premises.noted(case_id, "acknowledgement") == ["0:02:30 warned 50"]


def _failing(premises: Premises, stream_id: UUID) -> Callable[[], None]:
    """Have every decision about a stream fail, as a fault of ours would, until what is returned is called."""
    decide = premises.application._execution.decide

    def failing(known: Known, request: Request) -> Decision:
        if request.stream_id == stream_id:
            raise TypeError("planted")
        return decide(known, request)

    def repair() -> None:
        premises.application._execution.decide = decide  # type: ignore[method-assign]

    premises.application._execution.decide = failing  # type: ignore[method-assign]
    return repair


def _let_in(admin: psycopg.Connection, url: str, *, whether: bool) -> None:
    """Open a database to connections, or close it and end those that are there."""
    name = url.rpartition("/")[2]
    allow = sql.SQL("alter database {} allow_connections {}")
    admin.execute(allow.format(sql.Identifier(name), sql.Literal(whether)))
    if not whether:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))


async def _until(watch: Watch, is_so: Callable[[], bool]) -> None:
    while not is_so():
        assert watch.status().state != "stopped", watch.status().failure
        await asyncio.sleep(0)
