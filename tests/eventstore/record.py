"""What the tests of the record share: requests, raw rows, applications, and ways to hold a writer up."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import AsyncConnection

from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.case.context import DecisionContext
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel
from service.eventstore.append import Append
from service.eventstore.application import Application
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.folding import decided
from service.eventstore.log import EventLog
from service.eventstore.request import Loaded, Request
from service.eventstore.statements import APPEND, append_parameters
from service.eventstore.writing.appender import Appender

NOW = datetime(2030, 1, 7, 9, tzinfo=UTC)
ACCOUNT_CODE = "KA-1"
ACCOUNT_ID = account_id_of(ACCOUNT_CODE)


def now() -> datetime:
    return NOW


def request(stream_id: UUID, *commands: Command, **fields: Any) -> Request:
    """Return a request of a fresh command id, unless `fields` names one."""
    defaults: dict[str, Any] = {"command_id": uuid4(), "actor": "agent:7"}
    return Request(stream_id=stream_id, commands=commands, **(defaults | fields))


def receive() -> ReceiveCase:
    return ReceiveCase(
        account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=CaseKind.TECHNICAL, subject="the press stands"
    )


def row(stream_id: UUID, version: int = 1, **fields: Any) -> StoredEnvelope:
    """Return a row that no domain stands behind."""
    whole: dict[str, Any] = {
        "stream_id": stream_id,
        "version": version,
        "stored_name": "Planted.v1",
        "payload": b"{}",
        "position": 0,
        "event_id": uuid4(),
        "recorded_at": NOW,
        "actor": "test",
        "command_id": uuid4(),
        "command_seq": 0,
        "command_digest": None,
        "correlation_id": uuid4(),
        "causation_id": None,
    }
    return StoredEnvelope(**(whole | fields))


def append(*rows: StoredEnvelope, follows: tuple[Append, ...] = ()) -> Append:
    return Append(rows, follows=follows)


def rows_of(loaded: Loaded, wish: Request) -> tuple[StoredEnvelope, ...]:
    """Return the rows that a request on this state leads to, for another writer to plant."""
    return decided(loaded, wish, DecisionContext(now=NOW), uuid4).rows


@asynccontextmanager
async def application_on(
    url: str, *, appender_url: str | None = None, **fields: Any
) -> AsyncIterator[Application]:
    """Yield an application as one process has it."""
    log, appender = EventLog(url), Appender(appender_url or url)
    async with log.reading(), appender.running():
        yield Application(log, appender, now=now, new_id=uuid4, **fields)


def lose_events(url: str, after: int) -> None:
    """Leave the record as a standby has it that takes over and never got what came after a position."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("alter table es.events disable trigger all")
        connection.execute("alter table es.head disable trigger all")
        connection.execute("delete from es.events where position > %s", (after,))
        connection.execute("update es.head set position = %s where id = 0", (after,))


async def opened_case(application: Application) -> UUID:
    """Open the account if need be and receive a case of it."""
    await application.execute(
        request(ACCOUNT_ID, OpenAccount(code=ACCOUNT_CODE, name="Acme"), command_id=ACCOUNT_ID)
    )
    case_id = uuid4()
    await application.execute(request(case_id, receive()))
    return case_id


async def all_positions(log: EventLog) -> list[int]:
    return [event.position for event in await log.after(0, 1_000_000)]


@asynccontextmanager
async def another_writer(url: str, rows: Sequence[StoredEnvelope]) -> AsyncIterator[AsyncConnection]:
    """Yield a connection whose transaction has written rows and holds the head until it ends."""
    async with await AsyncConnection.connect(url) as connection:
        await connection.cursor(binary=True).execute(APPEND, append_parameters(rows))
        yield connection


@contextmanager
def administration(url: str) -> Iterator[Callable[[str], int]]:
    """Yield a function that answers a query with one number, over a connection of its own."""
    with psycopg.connect(url, autocommit=True) as connection:

        def ask(query: str) -> int:
            answered = connection.execute(query.encode()).fetchone()
            assert answered is not None
            return int(answered[0])

        yield ask


WAITING_APPENDERS = """select count(*) from pg_stat_activity
where datname = current_database() and application_name = 'casebook appender' and wait_event_type = 'Lock'"""


async def writers_wait(url: str, count: int = 1) -> None:
    """Return when so many appenders wait for the head."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        while True:
            cursor = await connection.execute(WAITING_APPENDERS.encode())
            if await cursor.fetchone() == (count,):
                return
