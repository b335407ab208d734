"""Reading survives connections that break, and says so where the record stays away."""

import asyncio

import psycopg
import pytest
from psycopg import OperationalError

from service.eventstore.log import EventLog
from tests.eventstore.proxy import Proxy

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
