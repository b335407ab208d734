"""Connections that break at the worst moment: what was written is answered, what was not is written once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from service.domain.case.decisions.replies import AddNote
from service.eventstore.append import RecordUnavailableError, VersionTakenError
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import EVENTS_PER_STATEMENT, Appender
from tests.eventstore.proxy import Proxy
from tests.eventstore.record import (
    all_positions,
    another_writer,
    append,
    application_on,
    opened_case,
    request,
    row,
    writers_wait,
)


@pytest.fixture
async def proxy(database_url: str) -> AsyncIterator[Proxy]:
    async with Proxy(database_url).running() as proxy:
        yield proxy


@pytest.fixture
async def appender(proxy: Proxy) -> AsyncIterator[Appender]:
    """Give an appender behind the proxy, connected, whose statement is prepared: position 1 is written."""
    async with Appender(proxy.url).running() as appender:
        await appender.append([row(uuid4())])
        yield appender


async def head_moves(log: EventLog, beyond: int) -> None:
    while await log.head() <= beyond:
        pass


async def test_an_answer_lost_after_the_commit_is_a_success(
    appender: Appender, proxy: Proxy, log: EventLog
) -> None:
    proxy.cut_after(lambda: head_moves(log, 1))
    appends = [append(row(uuid4())) for _ in range(3)]
    appender.submit(*appends)
    assert [await appended.position for appended in appends] == [2, 3, 4]
    assert proxy.cuts == 1
    assert await all_positions(log) == [1, 2, 3, 4]


async def test_a_statement_lost_on_its_way_is_sent_again(
    appender: Appender, proxy: Proxy, log: EventLog
) -> None:
    proxy.cut_before()
    appends = [append(row(uuid4())) for _ in range(3)]
    appender.submit(*appends)
    assert [await appended.position for appended in appends] == [2, 3, 4]
    assert proxy.cuts == 1
    assert await all_positions(log) == [1, 2, 3, 4]


async def test_a_statement_that_goes_on_after_the_cut_is_not_taken_for_a_strangers(
    appender: Appender, proxy: Proxy, log: EventLog, database_url: str
) -> None:
    """The first attempt still waits in the server when the second asks what became of it."""
    ours = append(row(uuid4()))
    async with another_writer(database_url, [row(uuid4())]) as other:
        appender.submit(ours)
        await writers_wait(database_url)
        proxy.cut_now()
        await writers_wait(database_url, 2)
        await other.commit()
    assert await ours.position == 3
    assert await all_positions(log) == [1, 2, 3]


async def test_a_connection_lost_while_a_conflict_is_looked_into_costs_nothing(
    appender: Appender, proxy: Proxy, log: EventLog
) -> None:
    stream_id = uuid4()
    await appender.append([row(stream_id, 1)])
    proxy.cut_before(2)
    bad, good = append(row(stream_id, 1)), append(row(stream_id, 2))
    appender.submit(bad, good)
    with pytest.raises(VersionTakenError):
        await bad.position
    assert await good.position == 3
    assert proxy.cuts == 1
    assert await all_positions(log) == [1, 2, 3]


@pytest.mark.parametrize("is_written", [True, False])
async def test_a_command_whose_answer_was_lost_is_answered_and_no_repeat(
    proxy: Proxy, log: EventLog, database_url: str, *, is_written: bool
) -> None:
    async with application_on(database_url, appender_url=proxy.url) as application:
        case_id = await opened_case(application)
        await application.execute(request(case_id, AddNote(text="the statement is prepared from now on")))
        if is_written:
            proxy.cut_after(lambda: head_moves(log, 3))
        else:
            proxy.cut_before()
        answer = await application.execute(request(case_id, AddNote(text="a")))
        assert proxy.cuts == 1
        assert (answer.version, answer.position, answer.is_repeat) == (3, 4, False)
        assert (await application.execute(request(case_id, AddNote(text="b")))).version == 4
    assert await all_positions(log) == [1, 2, 3, 4, 5]


async def test_a_database_that_stays_away_is_named_and_may_come_back(proxy: Proxy, log: EventLog) -> None:
    async with Appender(proxy.url, deadline_seconds=3).running() as appender:
        assert await appender.append([row(uuid4())]) == 1
        proxy.is_away = True
        proxy.cut_now()
        waiting = [append(row(uuid4())) for _ in range(2)]
        appender.submit(*waiting)
        for appended in waiting:
            with pytest.raises(RecordUnavailableError):
                await appended.position
        proxy.is_away = False
        assert await asyncio.gather(*(appender.append([row(uuid4())]) for _ in range(2))) == [2, 3]
    assert await all_positions(log) == [1, 2, 3]


async def test_a_database_that_answers_nothing_is_waited_for_no_longer_than_the_deadline(
    database_url: str, log: EventLog
) -> None:
    async with (
        Appender(database_url, deadline_seconds=1).running() as appender,
        another_writer(database_url, [row(uuid4())]) as other,
    ):
        for _ in range(2):
            with pytest.raises(RecordUnavailableError):
                await appender.append([row(uuid4())])
        await other.rollback()
        ours = row(uuid4())
        assert await appender.append([ours]) == 1
    assert [each.event_id for each in await log.after(0, 10)] == [ours.event_id]


async def test_appends_that_wait_together_are_given_up_together(database_url: str) -> None:
    """The deadline counts from the asking: what waits behind others is not waited for longer."""
    async with (
        Appender(database_url, deadline_seconds=1).running() as appender,
        another_writer(database_url, [row(uuid4())]),
    ):
        waiting = [append(row(uuid4())) for _ in range(3 * EVENTS_PER_STATEMENT)]
        appender.submit(*waiting)
        given_up = {each.gives_up_at for each in waiting}
        assert len(given_up) == 1
        assert given_up.pop() <= asyncio.get_running_loop().time() + 1
        for each in waiting:
            with pytest.raises(RecordUnavailableError):
                await each.position


async def test_a_server_that_may_not_write_is_waited_for_like_one_that_is_away(
    database_url: str, log: EventLog
) -> None:
    name = database_url.rpartition("/")[2]
    async with (
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as superuser,
        Appender(database_url, deadline_seconds=60).running() as appender,
    ):
        assert await appender.append([row(uuid4())]) == 1
        await superuser.execute(f'alter database "{name}" set default_transaction_read_only = on')
        await superuser.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and application_name = 'casebook appender'"
        )
        ours = append(row(uuid4()))
        appender.submit(ours)
        await superuser.execute(f'alter database "{name}" reset default_transaction_read_only')
        assert await ours.position == 2
    assert await all_positions(log) == [1, 2]
