"""Two appenders with eight clients each on hot and cold streams, observed as the checker wants it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from psycopg import AsyncConnection

from service.eventstore.append import CommandRepeatedError, RecordUnavailableError, VersionTakenError
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import row
from tests.reliability.history import History, Operation, Outcome, Read, Recorded
from tests.reliability.tail import Tail

CLIENTS_OF_AN_APPENDER = 8
HOT_STREAMS = 2
ROUNDS = 6
ALL_ROWS = "select position, stream_id, version, convert_from(data, 'UTF8') from es.events"


@dataclass
class Observer:
    """Sends appends and notes what became of them."""

    log: EventLog
    history: History = field(default_factory=History)
    sent: int = 0

    async def append(self, appender: Appender, stream_id: UUID, version: int, *, events: int = 1) -> Outcome:
        """Append events of this version and the next ones in one command."""
        self.sent += 1
        name, command_id = f"operation-{self.sent}", uuid4()
        rows = [
            row(stream_id, version + n, payload=name.encode(), command_id=command_id, command_seq=n)
            for n in range(events)
        ]
        invoked_at, first = time.monotonic(), 0
        try:
            first = await appender.append(rows)
            outcome = Outcome.WRITTEN
        except (VersionTakenError, CommandRepeatedError):
            outcome = Outcome.REFUSED
        except RecordUnavailableError:
            outcome = Outcome.UNKNOWN
        operation = Operation(
            name=name,
            outcome=outcome,
            invoked_at=invoked_at,
            returned_at=time.monotonic(),
            events=events,
            stream_id=stream_id,
            versions=(version, version + events - 1),
            positions=(first, first + events - 1),
        )
        self.history.operations.append(operation)
        return outcome

    async def newest(self, reader: str, stream_id: UUID) -> int:
        """Read the newest version of a stream."""
        invoked_at = time.monotonic()
        version = (await self.log.versions([stream_id])).get(stream_id, 0)
        read = Read(
            reader=reader,
            stream_id=stream_id,
            version=version,
            invoked_at=invoked_at,
            returned_at=time.monotonic(),
        )
        self.history.reads.append(read)
        return version


async def recorded(url: str) -> list[Recorded]:
    """Return the whole record, the name of each operation read from its payload."""
    async with await AsyncConnection.connect(url) as connection:
        cursor = await connection.execute(ALL_ROWS)
        return [
            Recorded(position=position, stream_id=stream_id, version=version, operation=name)
            for position, stream_id, version, name in await cursor.fetchall()
        ]


@asynccontextmanager
async def observed(url: str) -> AsyncIterator[Observer]:
    """Yield an observer while a reader tails the record; afterwards the history holds what it saw."""
    finished, tail = asyncio.Event(), Tail(url)
    async with EventLog(url).reading() as log:
        observer = Observer(log)
        following = asyncio.create_task(tail.follow(finished))
        try:
            yield observer
        finally:
            finished.set()
            await following
            observer.history.followers["tail"] = tail.seen


async def contend(url: str) -> tuple[History, list[Recorded]]:
    """Let sixteen clients of two appenders write; return what was observed and the record."""
    async with AsyncExitStack() as stack:
        observer = await stack.enter_async_context(observed(url))
        appenders = [await stack.enter_async_context(Appender(url).running()) for _ in range(2)]
        hot = [uuid4() for _ in range(HOT_STREAMS)]
        for stream_id in hot:  # all ask for the first version, so that every run has a conflict
            await asyncio.gather(*(observer.append(appender, stream_id, 1) for appender in appenders))
        clients = [
            _client(observer, appender, f"{number}-{n}", hot)
            for number, appender in enumerate(appenders)
            for n in range(CLIENTS_OF_AN_APPENDER)
        ]
        await asyncio.gather(*clients)
    return observer.history, await recorded(url)


async def _client(observer: Observer, appender: Appender, name: str, hot: list[UUID]) -> None:
    cold = uuid4()
    for number in range(ROUNDS):
        await observer.append(appender, cold, 1 + 2 * number, events=2)
        stream_id = hot[number % len(hot)]
        newest = await observer.newest(name, stream_id)
        await observer.append(appender, stream_id, newest + 1)
        await observer.newest(name, stream_id)
