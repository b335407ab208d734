"""A PostgreSQL that hangs: what was promised to be answered is answered while it still hangs."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from service.database.embedded.server import EmbeddedPostgres
from service.database.migrate import migrate
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.eventstore.append import RecordUnavailableError
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import now, opened_case, receive, request
from tests.hanging import given_up, own_server, stopped

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes through /proc")

DEADLINE_SECONDS = 1.0
STOPPED = pytest.mark.parametrize("with_postmaster", [True, False], ids=["the server", "its sessions"])


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedPostgres]:
    with own_server() as server:
        migrate(server.url())
        yield server


@asynccontextmanager
async def impatient(url: str) -> AsyncIterator[Application]:
    log = EventLog(url, deadline_seconds=DEADLINE_SECONDS)
    appender = Appender(url, deadline_seconds=DEADLINE_SECONDS)
    async with log.reading(), appender.running():
        yield Application(log, appender, now=now, new_id=uuid4)


async def first_of(
    asked: Coroutine[Any, Any, object], plain: psycopg.AsyncConnection
) -> BaseException | None:
    """Return how an answer ended that came before the driver alone would have let go."""
    answer, reference = asyncio.create_task(asked), asyncio.create_task(given_up(plain, DEADLINE_SECONDS))
    ended, _ = await asyncio.wait({answer, reference}, return_when=asyncio.FIRST_COMPLETED)
    assert ended == {answer}
    error = answer.exception()
    await asyncio.wait({reference})
    assert isinstance(reference.exception(), TimeoutError)
    return error


@STOPPED
async def test_a_command_is_answered_while_the_server_hangs(
    server: EmbeddedPostgres, *, with_postmaster: bool
) -> None:
    url = server.url()
    async with (
        impatient(url) as application,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as plain,
    ):
        await opened_case(application)
        with stopped(server, with_postmaster=with_postmaster):
            wish = request(uuid4(), receive())
            assert isinstance(await first_of(application.execute(wish), plain), RecordUnavailableError)
        again = await application.execute(wish)
        assert (await application.load(wish.stream_id)).version == again.version


@STOPPED
async def test_what_must_be_read_first_is_given_up_as_well(
    server: EmbeddedPostgres, *, with_postmaster: bool
) -> None:
    url, code = server.url(), f"KA-{uuid4().hex[:6]}"
    async with (
        impatient(url) as application,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as plain,
    ):
        await application.load(uuid4())
        with stopped(server, with_postmaster=with_postmaster):
            wish = request(account_id_of(code), OpenAccount(code=code, name="Acme"))
            assert isinstance(await first_of(application.execute(wish), plain), RecordUnavailableError)


@STOPPED
async def test_a_read_is_given_up_as_well(server: EmbeddedPostgres, *, with_postmaster: bool) -> None:
    url = server.url()
    async with (
        impatient(url) as application,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as plain,
    ):
        await application.log.head()
        with stopped(server, with_postmaster=with_postmaster):
            assert isinstance(await first_of(application.log.head(), plain), psycopg.OperationalError)
