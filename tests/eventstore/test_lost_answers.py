"""Connections that break at the worst moment: what was written is answered, what was not is written once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from service.domain.case.commands import AddNote
from service.eventstore.append import RecordUnavailableError, VersionTakenError
from service.eventstore.appender import Appender
from service.eventstore.log import EventLog
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
        if is_written:
            proxy.cut_after(lambda: head_moves(log, 2))
        else:
            proxy.cut_before()
        answer = await application.execute(request(case_id, AddNote(text="a")))
        assert proxy.cuts == 1
        assert (answer.version, answer.position, answer.is_repeat) == (2, 3, False)
        assert (await application.execute(request(case_id, AddNote(text="b")))).version == 3
    assert await all_positions(log) == [1, 2, 3, 4]


async def test_a_database_that_stays_away_is_named_and_may_come_back(proxy: Proxy, log: EventLog) -> None:
    async with Appender(proxy.url, deadline_seconds=0).running() as appender:
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
