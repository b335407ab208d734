"""The one way in: bad rows fall alone, stopping drains, a crash lets nobody wait for ever."""

import asyncio
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import UniqueViolation

from service.eventstore.append import (
    Append,
    AppenderStoppedError,
    CommandRepeatedError,
    RecordBusyError,
    RecordUnavailableError,
    VersionTakenError,
)
from service.eventstore.log import EventLog
from service.eventstore.writing import appender as appender_module
from service.eventstore.writing.appender import Appender
from service.eventstore.writing.writer import Writer
from tests.eventstore.record import administration, all_positions, another_writer, append, row, writers_wait


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"stored_name": "a\0b"}, psycopg.DataError),
        ({"actor": "\ud800"}, UnicodeEncodeError),
        ({"version": 2**40}, psycopg.DataError),
        ({"command_seq": 2**20}, psycopg.DataError),
        ({"actor": None}, psycopg.IntegrityError),
    ],
)
async def test_a_bad_row_is_refused_alone(
    appender: Appender, log: EventLog, fields: dict[str, Any], error: type[Exception]
) -> None:
    good = [append(row(uuid4())) for _ in range(3)]
    bad = append(row(uuid4(), **fields))
    follower = append(row(uuid4()), follows=(bad,))
    appender.submit(good[0], bad, good[1], follower, good[2])
    with pytest.raises(error):
        await bad.position
    with pytest.raises(VersionTakenError):
        await follower.position
    assert [await appended.position for appended in good] == [1, 2, 3]
    assert await all_positions(log) == [1, 2, 3]


async def test_a_command_on_the_record_is_told_from_a_version_that_is_taken(appender: Appender) -> None:
    planted = row(uuid4())
    await appender.append([planted])
    with pytest.raises(CommandRepeatedError):
        await appender.append([row(planted.stream_id, 1, command_id=planted.command_id)])
    with pytest.raises(VersionTakenError):
        await appender.append([row(planted.stream_id, 1)])
    with pytest.raises(VersionTakenError):
        await appender.append([row(uuid4(), 1)] * 2)


async def test_a_violation_that_neither_version_nor_command_explains_ends(
    appender: Appender, log: EventLog, database_url: str
) -> None:
    planted = row(uuid4())
    await appender.append([planted])
    bad = append(row(uuid4()), row(uuid4(), command_id=planted.command_id))
    good = append(row(uuid4()))
    appender.submit(bad, good)
    with pytest.raises(UniqueViolation):
        await bad.position
    assert await good.position == 2
    with administration(database_url) as ask:
        with psycopg.connect(database_url, autocommit=True) as owner:
            owner.execute("alter table es.head disable trigger all")
        ask("update es.head set position = 0 returning position")
    with pytest.raises(UniqueViolation):
        await appender.append([row(uuid4())])
    assert await all_positions(log) == [1, 2]


async def test_waiting_appends_become_one_transaction(
    appender: Appender, log: EventLog, database_url: str
) -> None:
    async with another_writer(database_url, [row(uuid4())]) as other:
        first = append(row(uuid4()))
        appender.submit(first)
        await writers_wait(database_url)
        waiting = [append(row(uuid4())) for _ in range(20)]
        appender.submit(*waiting)
        await other.commit()
    assert [await appended.position for appended in waiting] == list(range(3, 23))
    with administration(database_url) as ask:
        assert ask("select count(distinct xmin::text) from es.events") == 3
    assert await log.head() == 22


async def test_more_events_than_one_statement_takes_are_written_in_several(
    appender: Appender, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appender_module, "EVENTS_PER_STATEMENT", 4)
    sizes = (1, 3, 5, 2, 4)
    appends = []
    for size in sizes:
        stream_id, command_id = uuid4(), uuid4()
        rows = [row(stream_id, 1 + n, command_id=command_id, command_seq=n) for n in range(size)]
        appends.append(append(*rows))
    appender.submit(*appends)
    assert [await appended.position for appended in appends] == [1, 2, 5, 10, 12]
    assert await log.head() == sum(sizes)


async def test_leaving_writes_what_waits_and_takes_no_more(database_url: str, log: EventLog) -> None:
    appends = [append(row(uuid4())) for _ in range(50)]
    async with Appender(database_url).running() as appender:
        appender.submit(*appends)
    assert [appended.position.result() for appended in appends] == list(range(1, 51))
    assert await log.head() == 50
    with pytest.raises(AppenderStoppedError):
        appender.submit(append(row(uuid4())))


class PlantedError(Exception):
    pass


class CrashingWriter(Writer):
    """Fails where no database error can be the reason."""

    async def write(self, batch: list[Append]) -> None:
        if any(event.stored_name == "crash" for appended in batch for event in appended.rows):
            raise PlantedError
        await super().write(batch)


async def test_a_crash_refuses_all_who_wait_and_is_raised_on_leaving(
    database_url: str, log: EventLog
) -> None:
    appender = Appender(database_url)
    appender._writer = CrashingWriter(database_url, on_append=lambda _: None)
    waiting = [append(row(uuid4(), stored_name="crash")), append(row(uuid4()))]
    later = append(row(waiting[0].rows[0].stream_id))  # the same version: it waits for the next statement
    with pytest.raises(PlantedError):  # noqa: PT012 - it is raised on leaving
        async with appender.running():
            assert await appender.append([row(uuid4())]) == 1
            appender.submit(*waiting, later)
            for appended in (*waiting, later):
                with pytest.raises(RecordUnavailableError, match="PlantedError"):
                    await appended.position
            with pytest.raises(AppenderStoppedError):
                appender.submit(append(row(uuid4())))
    assert await log.head() == 1


async def test_whoever_asks_is_told_the_newest_position(database_url: str) -> None:
    told: list[int] = []
    async with Appender(database_url, on_append=told.append).running() as appender:
        stream_id, command_id = uuid4(), uuid4()
        await appender.append([row(stream_id, n, command_id=command_id, command_seq=n) for n in range(3)])
        assert told == [3]
        with pytest.raises(VersionTakenError):
            await appender.append([row(stream_id, 1)])
        await asyncio.gather(*(appender.append([row(uuid4())]) for _ in range(5)))
    assert told[-1] == 8
    assert told == sorted(told)


async def test_beyond_what_may_wait_callers_are_told_at_once_to_come_back(database_url: str) -> None:
    async with (
        Appender(database_url, most_waiting_events=3).running() as appender,
        await psycopg.AsyncConnection.connect(database_url) as blocking,
    ):
        await blocking.execute("select from es.head for update")
        first = append(row(uuid4()))
        appender.submit(first)
        await writers_wait(database_url, 1)
        waiting = [append(row(uuid4())) for _ in range(3)]
        appender.submit(*waiting)
        assert appender.waiting_events == 3
        with pytest.raises(RecordBusyError):
            appender.submit(append(row(uuid4())))
        await blocking.rollback()
        assert [await appended.position for appended in (first, *waiting)] == [1, 2, 3, 4]
        assert await appender.append([row(uuid4())]) == 5


async def test_a_batch_that_was_promised_room_is_taken_to_its_end(database_url: str) -> None:
    async with (
        Appender(database_url, most_waiting_events=3).running() as appender,
        await psycopg.AsyncConnection.connect(database_url) as blocking,
    ):
        await blocking.execute("select from es.head for update")
        with appender.reserve(9) as reservation:
            first = append(row(uuid4()))
            reservation.submit(first)
            await writers_wait(database_url, 1)
            rest = [append(row(uuid4())) for _ in range(8)]
            reservation.submit(*rest[:4])
            reservation.submit(*rest[4:])
            with pytest.raises(RecordBusyError):
                appender.reserve(1)
        await blocking.rollback()
        assert [await appended.position for appended in (first, *rest)] == list(range(1, 10))


async def test_what_was_promised_counts_before_it_comes_and_is_given_back(database_url: str) -> None:
    async with Appender(database_url, most_waiting_events=10).running() as appender:
        with appender.reserve(6) as reservation:
            with pytest.raises(RecordBusyError):
                appender.reserve(5)
            await reservation.append((row(uuid4()), row(uuid4())))
            with appender.reserve(5), pytest.raises(RecordBusyError):
                appender.reserve(2)
        with appender.reserve(10), pytest.raises(RecordBusyError):
            appender.reserve(1)


async def test_an_append_without_events_is_refused_and_stops_nobody(appender: Appender) -> None:
    with pytest.raises(ValueError, match="without events"):
        await appender.append([])
    assert await appender.append([row(uuid4())]) == 1


async def test_a_batch_that_the_end_cuts_off_is_answered_to_its_last_command(database_url: str) -> None:
    async with Appender(database_url).running() as appender:
        written, late = append(row(uuid4())), append(row(uuid4()))
        reservation = appender.reserve(2)
        reservation.submit(written)
    reservation.submit(late)
    assert await written.position == 1
    with pytest.raises(RecordUnavailableError):
        await late.position
    with pytest.raises(AppenderStoppedError):
        appender.reserve(1)


async def test_one_append_larger_than_the_queue_is_taken_when_nothing_waits(database_url: str) -> None:
    async with Appender(database_url, most_waiting_events=3).running() as appender:
        stream_id, command_id = uuid4(), uuid4()
        rows = [row(stream_id, n, command_id=command_id, command_seq=n) for n in range(5)]
        assert await appender.append(rows) == 1
