"""The composition root: settings become a database, a record, projections. `server` adds the HTTP server.

What only some commands use is imported by the function that makes it, so that the others start at once.
"""

import asyncio
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy import Engine

from service.database.app_role import as_application, ensure_app_role
from service.database.bi_role import bi_url, ensure_bi_role
from service.database.durability import Assurance, assure
from service.database.embedded.server import EmbeddedPostgres, attach
from service.database.embedded.supervisor import message_of
from service.database.engine import (
    create_engine,
    create_single_use_engine,
    libpq_url,
    open_connection,
    shown_url,
)
from service.database.kept_secret import kept_secret
from service.database.own_logins import Logins, own_logins
from service.eventstore.uuid7 import RANDOM_BYTES, uuid7
from service.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from service.actions.action import ActionContext
    from service.eventstore.application import Application
    from service.projections.runner import Runner

T = TypeVar("T")
NANOSECONDS_PER_MILLISECOND = 1_000_000
IDS_A_PORTION = 400

_log = structlog.get_logger()


@dataclass(frozen=True)
class Database:
    """A database that is ready to use. `folder` is None on a server of the user's own.

    `url` is the owner's: for migrations, rebuilds and keys. All else works over the logins.
    """

    url: str
    logins: Logins
    folder: Path | None
    bi_url: str | None
    assurance: Assurance
    link_secret: str | None = None

    @property
    def serving_url(self) -> str:
        """The URL that may do what serving takes, and no more."""
        return self.logins.serving_url

    @property
    def folding_url(self) -> str:
        """The URL that may do what folding the record into rows takes, and no more."""
        return self.logins.folding_url

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return shown_url(self.url)


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


_randomness: list[int] = []
if hasattr(os, "register_at_fork"):  # a child must not go on with its parent's portion
    os.register_at_fork(after_in_child=_randomness.clear)


def new_id() -> UUID:
    """Return a new id that grows with time. Randomness is drawn from the system in larger portions."""
    if not _randomness:
        drawn = os.urandom(RANDOM_BYTES * IDS_A_PORTION)
        portions = range(0, len(drawn), RANDOM_BYTES)
        _randomness.extend(int.from_bytes(drawn[at : at + RANDOM_BYTES]) for at in portions)
    return uuid7(time.time_ns() // NANOSECONDS_PER_MILLISECOND, _randomness.pop())


@contextmanager
def database(settings: Settings, *, own: bool = False) -> Iterator[Database]:
    """Offer the configured database, at the newest schema.

    The embedded server is started, or joined where another process runs it; with `own` that is refused.
    Raises a DatabaseProblemError.
    """
    if settings.database_url is not None:
        yield prepare(settings.database_url.get_secret_value(), settings, folder=None)
        return
    folder = settings.data_folder.absolute()
    running = None if own else attach(folder)
    if running is not None:
        yield prepare(running, settings, folder=folder)
        return
    with EmbeddedPostgres(
        folder,
        port=settings.database_port,
        binaries=settings.postgres_binaries,
        on_change=lambda change: _log.warning("database_server", told=message_of(change, settings.language)),
    ) as server:
        yield prepare(server.url(), settings, folder=folder)


def prepare(url: str, settings: Settings, *, folder: Path | None) -> Database:
    """Bring a database to the newest schema, mart and roles included, and make sure that it can be trusted.

    Raises a DatabaseProblemError, such as those of `assure`.
    """
    from service.database.migrate import migrate
    from service.projections.as_of.schemas import ensure_as_of
    from service.projections.mart import ensure_mart
    from service.projections.rebuild import ensure_tables

    migrate(url)
    engine = create_single_use_engine(url, application_name="casebook tables")
    ensure_tables(engine, batch_size=settings.projection_batch_events)
    password = _bi_password(settings, folder)
    with open_connection(create_single_use_engine(url, application_name="casebook")) as connection:
        ensure_mart(connection, settings.zone)
        ensure_as_of(connection, settings.zone)
        ensure_app_role(connection)
        if password is not None:
            ensure_bi_role(connection, password, settings.zone)
        connection.commit()
    logins = own_logins(url)
    assurance = assure(
        url,
        os.environ,
        serving_url=logins.serving_url,
        is_evaluation=folder is not None,
        allow_unsafe_durability=settings.allow_unsafe_durability,
    )
    return Database(url, logins, folder, bi_url(url, password), assurance, _link_secret(settings, folder))


def _bi_password(settings: Settings, folder: Path | None) -> str | None:
    if settings.bi_password is not None:
        return settings.bi_password.get_secret_value()
    if folder is None:
        return None
    return kept_secret(folder, "bi.password", secrets.token_urlsafe(18))


def _link_secret(settings: Settings, folder: Path | None) -> str | None:
    if settings.link_secret is not None:
        return settings.link_secret.get_secret_value()
    return None if folder is None else kept_secret(folder, "link.secret", secrets.token_urlsafe(32))


@asynccontextmanager
async def record(
    url: str, engine: "AsyncEngine | None" = None, *, begins_at: datetime | None = None
) -> "AsyncIterator[Application]":
    """Offer the record for commands and reading while inside; what waits is written on leaving.

    What decisions must know from outside their streams is looked up over `engine`; null: over one of its own.
    A record that is empty begins at `begins_at`, by default now.
    """
    if engine is None:
        async with actions(url, begins_at=begins_at) as context:
            yield context.application
        return
    from service.actions.known_needs import KnownNeeds
    from service.actions.surveys.contact_history import ContactHistory
    from service.eventstore.application import Application
    from service.eventstore.following.announcer import Announcer
    from service.eventstore.log import EventLog
    from service.eventstore.writing.appender import Appender
    from service.importers.rule_files.default_rules import publish_default_rules

    as_app = libpq_url(as_application(url))
    announcer = Announcer(as_app)
    log, appender = EventLog(as_app), Appender(as_app, on_append=announcer.announce)
    async with announcer.running(), log.reading(), appender.running():
        looked_up = KnownNeeds(log, engine, ContactHistory(log, engine))
        application = Application(log, appender, now=now, new_id=new_id, look_up=looked_up)
        async with (
            application.cache_refresh.running()
        ):  # before anything is remembered: only then it is refreshed
            application.time.begin_after(await log.newest_recorded_at())
            await publish_default_rules(application, begins_at)
            yield application


@asynccontextmanager
async def actions(url: str, *, begins_at: datetime | None = None) -> "AsyncIterator[ActionContext]":
    """Offer what actions work with, over an engine of their own."""
    from service.actions.action import ActionContext
    from service.database.async_engine import create_async_engine

    engine = create_async_engine(as_application(url), application_name="casebook actions")
    try:
        async with record(url, engine, begins_at=begins_at) as application:
            yield ActionContext(application=application, engine=engine, execute=application.execute)
    finally:
        await engine.dispose()


def reading_engine(url: str) -> Engine:
    """Return an engine for the reports of the command line."""
    return create_engine(url, application_name="casebook report")


def projections(url: str, settings: Settings) -> "Runner":
    """Return the runner of the projections; it runs nothing by itself."""
    from service.projections.runner import Runner

    engine = create_engine(url, application_name="casebook projections")
    return Runner(engine, batch_size=settings.projection_batch_events)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, on uvloop where there is one."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop

    return uvloop.run(main)
