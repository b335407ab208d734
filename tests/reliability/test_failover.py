"""Another server takes over: what was acknowledged is there once, what was under way goes on by itself."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

from service.domain.case.decisions.replies import AddNote
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import now, opened_case, request
from tests.reliability.checker import check
from tests.reliability.contention import Observer, observed, recorded
from tests.reliability.history import Outcome
from tests.reliability.pair import Pair, pair

CLIENTS = 8
BEFORE, AFTER = 5, 5
LONGEST_SECONDS = 240
"""A failover takes two; so long is waited before a test that hangs is given up."""


async def test_a_synchronous_failover_is_a_wait_and_loses_nothing(reachable_folder: Path) -> None:
    with pair(reachable_folder, is_synchronous=True) as servers:
        async with (
            asyncio.timeout(LONGEST_SECONDS),
            observed(servers.url) as observer,
            Appender(servers.url, deadline_seconds=LONGEST_SECONDS).running() as appender,
        ):
            under_way = asyncio.Event()
            clients = [asyncio.create_task(_client(observer, appender, under_way)) for _ in range(CLIENTS)]
            await under_way.wait()
            servers.kill_primary()
            await asyncio.to_thread(servers.promote)
            await asyncio.gather(*clients)
        assert check(observer.history, await recorded(servers.standby_url)) == []
        assert observer.history.count(Outcome.WRITTEN) == CLIENTS * (BEFORE + AFTER)


async def _client(observer: Observer, appender: Appender, under_way: asyncio.Event) -> None:
    stream_id = uuid4()
    for version in range(1, BEFORE + AFTER + 1):
        await observer.append(appender, stream_id, version)
        if version == BEFORE:
            under_way.set()


async def test_a_failover_that_loses_acknowledged_events_leaves_no_gap(reachable_folder: Path) -> None:
    """What a standby without `synchronous_standby_names` never got is lost, whatever we do."""
    with pair(reachable_folder, is_synchronous=False) as servers:
        appender = Appender(servers.url, deadline_seconds=LONGEST_SECONDS)
        log = EventLog(servers.url, deadline_seconds=LONGEST_SECONDS)
        async with asyncio.timeout(LONGEST_SECONDS), log.reading(), appender.running():
            application = Application(log, appender, now=now, new_id=uuid4)
            case_id = await opened_case(application)
            assert await _note_versions(application, case_id) == [2, 3, 4]
            await _until_followed(servers, case_id, 4)
            servers.cut_replication()
            assert await _note_versions(application, case_id) == [5, 6, 7]
            servers.kill_primary()
            await asyncio.to_thread(servers.promote)
            assert await _note_versions(application, case_id) == [5, 6, 7]
        async with EventLog(servers.standby_url).reading() as log:
            assert [row.version for row in await log.stream(case_id)] == [1, 2, 3, 4, 5, 6, 7]
            assert [row.position for row in await log.after(0, 100)] == [1, 2, 3, 4, 5, 6, 7, 8]


async def _note_versions(application: Application, case_id: UUID) -> list[int]:
    answers = [await application.execute(request(case_id, AddNote(text="a"))) for _ in range(3)]
    return [answer.version for answer in answers]


async def _until_followed(servers: Pair, case_id: UUID, version: int) -> None:
    async with EventLog(servers.standby_url).reading() as log:
        while (await log.versions([case_id])).get(case_id) != version:
            continue
