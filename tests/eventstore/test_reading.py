"""Reading survives connections that break, and says so where the record stays away."""

import asyncio
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import OperationalError

from service.domain.case.decisions.replies import AddNote
from service.eventstore.append import Append, RecordUnavailableError
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender, Reservation
from tests.eventstore.proxy import Proxy
from tests.eventstore.record import application_on, now, opened_case, request, row

END_READERS = """
select count(pg_terminate_backend(pid, 10000)) from pg_stat_activity
where application_name = 'casebook reader' and datname = current_database()
"""


async def test_what_is_asked_over_a_broken_connection_is_asked_again(
    log: EventLog, database_url: str
) -> None:
    await asyncio.gather(*(log.head() for _ in range(8)))
    with psycopg.connect(database_url, autocommit=True) as connection:
        assert connection.execute(END_READERS).fetchone() != (0,)
    assert await asyncio.gather(*(log.head() for _ in range(8))) == [0] * 8


async def test_a_record_that_stays_away_is_told_after_the_deadline(database_url: str) -> None:
    async with Proxy(database_url).running() as proxy:
        log = EventLog(proxy.url, deadline_seconds=0.5)
        async with log.reading():
            assert await log.head() == 0
            proxy.is_away = True
            proxy.cut_now()
            with pytest.raises(OperationalError):
                await log.head()


async def test_a_command_whose_case_cannot_be_read_is_given_up_at_its_deadline(
    log: EventLog, database_url: str
) -> None:
    async with application_on(database_url) as application:
        case_id = await opened_case(application)
    wish = request(case_id, AddNote(text="a"))
    async with (
        Appender(database_url, deadline_seconds=0.5).running() as appender,
        await psycopg.AsyncConnection.connect(database_url) as other,
    ):
        application = Application(log, appender, now=now, new_id=uuid4)
        await other.execute("lock table es.events in access exclusive mode")
        with pytest.raises(RecordUnavailableError, match="could not be read"):
            await application.execute(wish)
        with pytest.raises(RecordUnavailableError, match="could not be read"):
            await application.execute_many([wish])
        await other.rollback()
        assert (await application.execute(wish)).version == 2


async def test_what_took_its_time_to_be_read_has_the_less_to_be_written(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[float] = []
    append = Reservation.append

    async def noting(
        reservation: Reservation, rows: tuple[StoredEnvelope, ...], before_id: UUID, *, gives_up_at: float
    ) -> int:
        given.append(gives_up_at)
        return await append(reservation, rows, before_id, gives_up_at=gives_up_at)

    async with application_on(database_url) as application:
        case_id = await opened_case(application)
        monkeypatch.setattr(Reservation, "append", noting)
        asked_at = asyncio.get_running_loop().time()
        await application.execute(request(case_id, AddNote(text="a")))
    assert asked_at <= given[0] - 15 <= asyncio.get_running_loop().time()


async def test_an_append_keeps_the_earlier_of_two_deadlines(database_url: str) -> None:
    async with Appender(database_url).running() as appender:
        early, late = Append((row(uuid4()),), gives_up_at=1.0), Append((row(uuid4()),))
        appender.submit(early, late)
        assert early.gives_up_at == 1.0
        assert late.gives_up_at > asyncio.get_running_loop().time()
        assert await late.position == 1
        with pytest.raises(RecordUnavailableError):
            await early.position
