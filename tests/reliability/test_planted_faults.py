"""The checker passes the real record and catches it with the lock, the version check or the read-back out."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from psycopg import AsyncConnection

from service.eventstore.statements import APPEND, append_parameters
from service.eventstore.writing.appender import Appender
from tests.eventstore.proxy import Proxy
from tests.eventstore.record import row, writers_wait
from tests.reliability.checker import Kind, Violation, check
from tests.reliability.contention import (
    CLIENTS_OF_AN_APPENDER,
    HOT_STREAMS,
    ROUNDS,
    contend,
    observed,
    recorded,
)
from tests.reliability.history import Outcome
from tests.reliability.planted import APPEND_WITHOUT_LOCK, blind, drop_version_check, without_head_lock
from tests.reliability.tail import Tail


def kinds(violations: list[Violation]) -> set[Kind]:
    return {violation.kind for violation in violations}


async def test_sixteen_clients_of_two_appenders_leave_a_history_without_a_fault(database_url: str) -> None:
    history, log = await contend(database_url)
    assert check(history, log) == []
    operations = 2 * HOT_STREAMS + 2 * CLIENTS_OF_AN_APPENDER * ROUNDS * 2
    assert history.count(Outcome.WRITTEN) + history.count(Outcome.REFUSED) == operations
    assert history.count(Outcome.REFUSED) >= HOT_STREAMS
    assert history.followers["tail"] == list(range(1, len(log) + 1))


async def test_without_the_head_s_lock_positions_have_gaps(database_url: str) -> None:
    with without_head_lock(database_url, cache=1_000):
        history, log = await contend(database_url)
    assert Kind.POSITION_GAP in kinds(check(history, log))


async def test_without_the_head_s_lock_a_later_event_stands_before_an_earlier_one(database_url: str) -> None:
    with without_head_lock(database_url, cache=10):
        async with (
            observed(database_url) as observer,
            Appender(database_url).running() as one,
            Appender(database_url).running() as other,
        ):
            for appender in (one, other, one):
                await observer.append(appender, uuid4(), 1)
    assert Kind.REAL_TIME_ORDER in kinds(check(observer.history, await recorded(database_url)))


async def follower_beside_a_slow_writer(url: str, statement: str) -> list[Violation]:
    """Return what the checker finds when a reader looks while one writer has not committed yet."""
    slow_row = row(uuid4(), payload=b"slow")
    tail = Tail(url)
    async with (
        observed(url) as observer,
        Appender(url).running() as appender,
        await AsyncConnection.connect(url, autocommit=True) as reader,
        await AsyncConnection.connect(url) as slow,
    ):
        await slow.cursor(binary=True).execute(statement, append_parameters([slow_row]))
        fast = asyncio.create_task(observer.append(appender, uuid4(), 1))
        if statement == APPEND:
            await writers_wait(url)
        else:
            await fast
        await tail.catch_up(reader)
        await slow.commit()
        await fast
        await tail.catch_up(reader)
    observer.history.followers = {"beside": tail.seen}
    rows = await recorded(url)
    assert len(rows) == 2
    return check(observer.history, rows)


async def test_without_the_head_s_lock_a_follower_misses_what_commits_late(database_url: str) -> None:
    with without_head_lock(database_url):
        found = await follower_beside_a_slow_writer(database_url, APPEND_WITHOUT_LOCK)
    assert kinds(found) == {Kind.FOLLOWER_MISLED, Kind.FROM_NOWHERE}


async def test_with_the_lock_the_same_follower_sees_all(database_url: str) -> None:
    found = await follower_beside_a_slow_writer(database_url, APPEND)
    assert kinds(found) == {Kind.FROM_NOWHERE}, "the slow writer is not one of ours"


async def test_without_the_version_check_two_are_told_the_same_version(database_url: str) -> None:
    drop_version_check(database_url)
    history, log = await contend(database_url)
    assert {Kind.SHARED_VERSION, Kind.STREAM_ORDER} <= kinds(check(history, log))


MakeAppender = Callable[[str], Appender]


async def append_through_cuts(url: str, make: MakeAppender) -> tuple[list[Violation], int]:
    """Append while the answer of one statement is lost after the commit and another on its way there.

    Returns what the checker finds, and how many operations were told that they are written.
    """
    async with (
        Proxy(url).running() as proxy,
        observed(url) as observer,
        make(proxy.url).running() as appender,
    ):
        await observer.append(appender, uuid4(), 1)

        async def committed() -> None:
            while await observer.log.head() < 5:
                pass

        proxy.cut_after(committed)
        await asyncio.gather(*(observer.append(appender, uuid4(), 1, events=2) for _ in range(2)))
        proxy.cut_before()
        await asyncio.gather(*(observer.append(appender, uuid4(), 1) for _ in range(2)))
        assert proxy.cuts == 2
    found = check(observer.history, await recorded(url))
    return found, observer.history.count(Outcome.WRITTEN)


async def test_with_the_read_back_a_lost_answer_is_a_success(database_url: str) -> None:
    assert await append_through_cuts(database_url, Appender) == ([], 5)


async def test_without_the_read_back_a_lost_answer_is_a_false_refusal(database_url: str) -> None:
    found, written = await append_through_cuts(database_url, blind)
    assert kinds(found) == {Kind.REFUSED_BUT_WRITTEN}
    assert written == 3


async def test_a_client_that_retries_under_a_new_command_id_is_found_to_write_twice(
    database_url: str,
) -> None:
    async with observed(database_url) as observer, Appender(database_url).running() as appender:
        await observer.append(appender, uuid4(), 1)
        await appender.append([row(uuid4(), payload=b"operation-1")])
    assert kinds(check(observer.history, await recorded(database_url))) == {Kind.WRITTEN_TWICE}
