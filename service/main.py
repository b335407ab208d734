"""The composition root: settings become a database, a record, projections, a server. It alone knows all."""

import asyncio
import gc
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID

import structlog
import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from service.api.app import create_app
from service.api.keys import KeyStore
from service.api.server import Server
from service.api.services import Services
from service.console.survey_desk import SurveyDesk
from service.console.survey_routes import add_survey_pages
from service.database.app_role import as_application, ensure_app_role
from service.database.assurance import Assurance, assure
from service.database.async_engine import create_async_engine
from service.database.bi_role import BI_ROLE, ensure_bi_role
from service.database.embedded import EmbeddedPostgres, attach
from service.database.engine import (
    create_engine,
    create_single_use_engine,
    libpq_url,
    open_connection,
    shown_url,
)
from service.database.keeping import told
from service.database.kept_secret import kept_secret
from service.database.migrate import migrate
from service.database.survey_links import SurveyLinks
from service.eventstore.announcer import Announcer
from service.eventstore.appender import Appender
from service.eventstore.application import Application
from service.eventstore.feed import Bell
from service.eventstore.listener import Listener
from service.eventstore.log import EventLog
from service.eventstore.uuid7 import RANDOM_BYTES, uuid7
from service.importers.default_rules import publish_default_rules
from service.processes.watching import watched
from service.projections.mart import ensure_mart
from service.projections.rebuild import ensure_tables
from service.projections.runner import Runner
from service.projections.worker_process import WorkerProcess
from service.settings import Settings

T = TypeVar("T")
NANOSECONDS_PER_MILLISECOND = 1_000_000
IDS_A_PORTION = 400
OBJECTS_BETWEEN_COLLECTIONS = 50_000
LIMITS = ("max_body_bytes", "max_batch_bytes", "attachment_max_bytes", "require_if_match")
"""The settings that the application takes as they are."""

_log = structlog.get_logger()


@dataclass(frozen=True)
class Database:
    """A database that is ready to use. `folder` is None on a server of the user's own."""

    url: str
    folder: Path | None
    bi_url: str | None
    assurance: Assurance
    link_secret: str | None = None

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
        on_change=lambda change: _log.warning("database_server", told=told(change, settings.language)),
    ) as server:
        yield prepare(server.url(), settings, folder=folder)


def prepare(url: str, settings: Settings, *, folder: Path | None) -> Database:
    """Bring a database to the newest schema, mart and roles included, and make sure that it can be trusted.

    Raises a DatabaseProblemError, such as those of `assure`.
    """
    migrate(url)
    engine = create_single_use_engine(url, application_name="casebook tables")
    ensure_tables(engine, batch_size=settings.projection_batch_events)
    password = _bi_password(settings, folder)
    with open_connection(create_single_use_engine(url, application_name="casebook")) as connection:
        ensure_mart(connection)
        ensure_app_role(connection)
        if password is not None:
            ensure_bi_role(connection, password)
        connection.commit()
    assurance = assure(
        url,
        os.environ,
        is_evaluation=folder is not None,
        allow_unsafe_durability=settings.allow_unsafe_durability,
    )
    return Database(url, folder, _bi_url(url, password), assurance, _link_secret(settings, folder))


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


def _bi_url(url: str, password: str | None) -> str | None:
    if password is None:
        return None
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{BI_ROLE}:{quote(password, safe='')}@{place}").geturl()


@asynccontextmanager
async def record(url: str) -> AsyncIterator[Application]:
    """Offer the record for commands and reading while inside; what waits is written on leaving."""
    as_app = libpq_url(as_application(url))
    announcer = Announcer(as_app)
    log, appender = EventLog(as_app), Appender(as_app, on_append=announcer.announce)
    async with announcer.running(), log.reading(), appender.running():
        application = Application(log, appender, now=now, new_id=new_id)
        async with (
            application.upkeep.running()
        ):  # before anything is remembered, or it would not be looked after
            await publish_default_rules(application)
            yield application


def reading_engine(url: str) -> Engine:
    """Return an engine for the reports of the command line."""
    return create_engine(url, application_name="casebook report")


def projections(url: str, settings: Settings) -> Runner:
    """Return the runner of the projections; it runs nothing by itself."""
    engine = create_engine(url, application_name="casebook projections")
    return Runner(engine, batch_size=settings.projection_batch_events)


def _served(services: Services, links: SurveyLinks | None) -> FastAPI:
    """Return the application, with the public pages where links to them can be made."""
    app = create_app(services)
    if links is not None:
        desk = SurveyDesk(application=services.application, links=links, now=now, new_id=new_id)
        add_survey_pages(app, desk)
    return app


@asynccontextmanager
async def application(settings: Settings, database: Database) -> AsyncIterator[FastAPI]:
    """Offer the HTTP application with all that it needs running behind it."""
    for risk in database.assurance.tolerated:
        _log.warning("server_may_forget", setting=risk.setting, problem=str(risk))
    engine = create_async_engine(as_application(database.url), application_name="casebook api")
    bell = Bell()
    listener = Listener(libpq_url(as_application(database.url)), bell.ring)
    looking = create_engine(database.url, application_name="casebook health")
    registry = CollectorRegistry()
    tolerance = settings.watch_clock_tolerance_seconds if settings.watch else None
    worker = WorkerProcess(database.url, batch_size=settings.projection_batch_events, engine=looking)
    try:
        async with (
            record(database.url) as commands,
            listener.running(),
            worker.running(),
            watched(
                database.url, commands, bell, now=now, tolerance_seconds=tolerance, registry=registry
            ) as watch_status,
        ):
            links = SurveyLinks(engine, database.link_secret) if database.link_secret else None
            services = Services(
                application=commands,
                engine=engine,
                keys=KeyStore(engine, now=now),
                projection_status=worker.status,
                watch_status=watch_status,
                now=now,
                new_id=new_id,
                bell=bell,
                survey_links=links,
                registry=registry,
                **{name: getattr(settings, name) for name in LIMITS},
            )
            yield _served(services, links)
    finally:
        looking.dispose()
        await engine.dispose()


def calm_the_collector() -> None:
    """Leave what was made at the start, and collect seldom: streams at hand are many, and live long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 50)


async def serve(settings: Settings, database: Database, on_ready: Callable[[str], None]) -> None:
    """Answer HTTP requests until a signal says stop; then finish what runs and write what waits.

    `on_ready` is called with the server's URL once it listens.
    """
    async with application(settings, database) as app:
        calm_the_collector()
        config = uvicorn.Config(
            app,
            host=str(settings.host),
            port=settings.port,
            http="httptools",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=20,
        )
        await Server(config, on_ready, lambda: _end_soon(app.state.services)).serve()


def _end_soon(services: Services) -> None:
    """Let go of who follows, and have long batches end early: what runs is waited for, but not for ever."""
    services.bell.close()
    services.application.end_soon()


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, on uvloop where there is one."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop

    return uvloop.run(main)
