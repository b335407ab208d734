"""Positions are 1, 2, 3 ... in commit order, so a reader that only moves forward misses nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from service.eventstore.append import VersionTakenError
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import all_positions, another_writer, row, writers_wait

Read = Callable[[int, int], Awaitable[list[int]]]


class Follower:
    """Reads forward from the last position that it has seen, as every projection does."""

    def __init__(self, read: Read, page: int = 7) -> None:
        self._read = read
        self._page = page
        self.seen: list[int] = []

    async def catch_up(self) -> None:
        while positions := await self._read(self.seen[-1] if self.seen else 0, self._page):
            self.seen += positions

    async def follow(self, finished: asyncio.Event) -> None:
        while not finished.is_set():
            await self.catch_up()
        await self.catch_up()


def reading(log: EventLog) -> Read:
    async def read(position: int, limit: int) -> list[int]:
        return [event.position for event in await log.after(position, limit)]

    return read


async def write_with_conflicts(appender: Appender, appends: int) -> int:
    """Write streams of one to three events, and each a second time, which is refused. Return the count."""
    written = 0
    for number in range(appends):
        stream_id, command_id = uuid4(), uuid4()
        rows = [row(stream_id, 1 + n, command_id=command_id, command_seq=n) for n in range(1 + number % 3)]
        await appender.append(rows)
        written += len(rows)
        with pytest.raises(VersionTakenError):
            await appender.append([row(stream_id, 1)])
    return written


async def test_a_follower_under_8_writers_sees_every_position_once_in_order(
    database_url: str, log: EventLog
) -> None:
    finished = asyncio.Event()
    followers = [Follower(reading(log), page) for page in (1, 7, 1000)]
    following = [asyncio.create_task(follower.follow(finished)) for follower in followers]
    async with Appender(database_url).running() as one, Appender(database_url).running() as two:
        writers = [write_with_conflicts(appender, 30) for appender in (one, two) for _ in range(4)]
        written = sum(await asyncio.gather(*writers))
    finished.set()
    await asyncio.gather(*following)
    assert written == await log.head()
    for follower in followers:
        assert follower.seen == list(range(1, written + 1))


async def test_an_append_that_is_refused_or_rolled_back_leaves_no_gap(
    database_url: str, log: EventLog, appender: Appender
) -> None:
    stream_id = uuid4()
    await appender.append([row(stream_id, 1)])
    with pytest.raises(VersionTakenError):
        await appender.append([row(stream_id, 1)])
    async with another_writer(database_url, [row(uuid4()), row(uuid4())]) as other:
        await other.rollback()
    assert await appender.append([row(stream_id, 2)]) == 2
    assert await all_positions(log) == [1, 2]


async def test_a_position_shows_only_after_all_before_it(
    database_url: str, log: EventLog, appender: Appender
) -> None:
    follower = Follower(reading(log))
    async with another_writer(database_url, [row(uuid4())]) as slow:
        fast = asyncio.create_task(appender.append([row(uuid4())]))
        await writers_wait(database_url)
        await follower.catch_up()
        assert follower.seen == []
        await slow.commit()
        assert await fast == 2
    await follower.catch_up()
    assert follower.seen == [1, 2]


async def test_the_same_follower_misses_an_event_where_a_sequence_hands_out_positions(
    database_url: str,
) -> None:
    """The planted fault: without the head's lock the slow writer's position appears behind the reader."""
    plant = "insert into planted default values"
    async with (
        await AsyncConnection.connect(database_url, autocommit=True) as reader,
        await AsyncConnection.connect(database_url) as slow,
        await AsyncConnection.connect(database_url, autocommit=True) as fast,
    ):
        await reader.execute("create table planted (position bigserial primary key)")

        async def read(position: int, limit: int) -> list[int]:
            page = "select position from planted where position > %s order by position limit %s"
            cursor = await reader.execute(page, (position, limit))
            return [int(found) for (found,) in await cursor.fetchall()]

        follower = Follower(read)
        await slow.execute(plant)
        await fast.execute(plant)
        await follower.catch_up()
        await slow.commit()
        await follower.catch_up()
        assert await read(0, 10) == [1, 2]
    assert follower.seen == [2]
