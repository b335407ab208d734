"""What is used stays at hand; what was used longest ago makes room."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio

from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.memory.snapshots import SnapshotStore
from service.eventstore.memory.streams import StreamMemory
from tests.eventstore.record import application_on, opened_case


class CountingLog(EventLog):
    """A log that notes how many streams it was asked for."""

    asked = 0

    async def since_snapshots(self, stream_ids, fold_version):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        self.asked += len(stream_ids)
        return await super().since_snapshots(stream_ids, fold_version)


@pytest_asyncio.fixture
async def log(database_url: str) -> AsyncIterator[CountingLog]:
    counting = CountingLog(database_url)
    async with counting.reading():
        yield counting


async def three_cases(application: Application) -> tuple[UUID, UUID, UUID]:
    return (
        await opened_case(application),
        await opened_case(application),
        await opened_case(application),
    )


async def test_a_stream_that_is_read_again_and_again_does_not_make_room(
    log: CountingLog, database_url: str
) -> None:
    async with application_on(database_url) as application:
        often, second, third = await three_cases(application)
    memory = StreamMemory(log, SnapshotStore(log), capacity=2)
    for other in (second, third, second, third):
        await memory.fetch([often])
        await memory.fetch([other])
    log.asked = 0
    await memory.fetch([often])
    assert log.asked == 0
    await memory.fetch([second])
    assert log.asked == 1


async def test_a_stream_that_is_believed_to_be_new_is_not_asked_for(log: CountingLog) -> None:
    memory = StreamMemory(log, SnapshotStore(log), capacity=2)
    new = uuid4()
    known = await memory.fetch([new], fresh=new)
    assert (log.asked, known[new].version) == (0, 0)
