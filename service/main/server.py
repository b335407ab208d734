"""The composition of the HTTP server: the application with all that runs behind it."""

import gc
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from service import main
from service.api.app import create_app
from service.api.http.connections import ConnectionBounds, Connections, bounded_protocol
from service.api.http.guard import admit_link
from service.api.http.health.metrics import Metrics
from service.api.http.keys import KeyStore
from service.api.http.server import Server
from service.api.http.services import Services
from service.console.survey_routes import add_survey_pages
from service.database.async_engine import create_async_engine
from service.database.bi_watch import long_reads_ended
from service.database.engine import create_engine, libpq_url
from service.database.survey_links import SurveyLinks
from service.eventstore.application import Application
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.following.listener import Listener
from service.main import Database
from service.main.access_log import FOLDER, AccessLog
from service.main.issuing import issuing
from service.main.jobs import job_runner
from service.main.long_reads import LongReads
from service.main.loop_watch import LoopWatch
from service.processes.clock_guard import ClockGuard
from service.processes.due_list import DueList
from service.processes.time_looks import TimeLooks
from service.processes.watch_status import WatchStatus
from service.processes.watching import watched
from service.projections.as_of.process import PastRows, made_by_process
from service.projections.worker_process import WorkerProcess
from service.settings import Settings

OBJECTS_BETWEEN_COLLECTIONS = 50_000
SECONDS_A_THREAD_COMPUTES = 0.0005
TAKEN_AS_THEY_ARE = (
    "max_body_bytes",
    "max_batch_bytes",
    "attachment_max_bytes",
    "require_if_match",
    "public_url",
    "business_zone",
    "job_limits",
)
"""The settings that the application takes as they are."""

_log = structlog.get_logger()


def _served(services: Services) -> FastAPI:
    """Return the application, with the public pages where links to them can be made."""
    app = create_app(services)
    if services.survey_links is not None:
        add_survey_pages(app, services.application, services.survey_links, admit_link)
    return app


@asynccontextmanager
async def application(settings: Settings, database: Database) -> AsyncIterator[FastAPI]:
    """Offer the HTTP application with all that it needs running behind it."""
    serving = database.serving_url
    engine = create_async_engine(serving, application_name="casebook api")
    new_events = NewEventSignal()
    looking, registry = create_engine(serving, application_name="casebook health"), CollectorRegistry()
    worker = WorkerProcess(database.folding_url, batch_size=settings.projection_batch_events, engine=looking)
    past_rows = PastRows(made_by_process(database.folding_url))
    try:
        async with (
            _access_log(settings, registry).running() as access_log,
            main.record(serving, engine) as commands,
            Listener(libpq_url(serving), new_events.notify).running(),
            worker.running(),
            long_reads_ended(engine),
            LongReads(serving, settings.zone).running() as long_reads,
            _watched(settings, serving, commands, new_events, registry) as watch_status,
            _looking(serving, settings, commands),
            _jobs_done(settings, serving, engine, past_rows),
        ):
            services = Services(
                application=commands,
                engine=engine,
                keys=KeyStore(engine, now=main.now),
                projection_status=worker.status,
                past_rows=past_rows,
                watch_status=watch_status,
                now=main.now,
                new_id=main.new_id,
                new_events=new_events,
                accessed=access_log.note,
                answer_beside=long_reads.answer,
                survey_links=_survey_links(engine, database, settings),
                registry=registry,
                **{name: getattr(settings, name) for name in TAKEN_AS_THEY_ARE},
            )
            yield _served(services)
    finally:
        looking.dispose()
        await engine.dispose()


@asynccontextmanager
async def _looking(url: str, settings: Settings, commands: Application) -> AsyncIterator[None]:
    """Look at the clocks of this machine and the database, so that commands know when they are in doubt."""
    engine = create_async_engine(url, application_name="casebook time", pool_size=1, overflow=0)
    guard = ClockGuard(tolerance_seconds=settings.watch_clock_tolerance_seconds)
    try:
        async with TimeLooks(DueList(engine), guard, now=main.now).running() as looks:
            commands.time.is_doubted = lambda: looks.is_doubted
            yield
    finally:
        await engine.dispose()


@asynccontextmanager
async def _jobs_done(
    settings: Settings, url: str, engine: AsyncEngine, past_rows: PastRows
) -> AsyncIterator[None]:
    """Do jobs while inside, unless others shall."""
    if not settings.jobs:
        yield
        return
    async with job_runner(settings, url, engine, past_rows).running():
        yield


def _watched(
    settings: Settings,
    url: str,
    application: Application,
    new_events: NewEventSignal,
    registry: CollectorRegistry,
) -> AbstractAsyncContextManager[Callable[[], WatchStatus] | None]:
    tolerance = settings.watch_clock_tolerance_seconds if settings.watch else None
    return watched(
        url,
        application,
        new_events,
        now=main.now,
        tolerance_seconds=tolerance,
        registry=registry,
        issuing=issuing(settings),
    )


def _access_log(settings: Settings, registry: CollectorRegistry) -> AccessLog:
    return AccessLog(
        settings.data_folder.absolute() / FOLDER,
        file_bytes=settings.access_log_file_bytes,
        files=settings.access_log_files,
        now=main.now,
        registry=registry,
    )


def _survey_links(engine: AsyncEngine, database: Database, settings: Settings) -> SurveyLinks | None:
    """Return what makes links; None where there is no secret for them."""
    if database.link_secret is None:
        return None
    return SurveyLinks(engine, database.link_secret, public_url=settings.public_url)


def _warn(database: Database) -> None:
    """Say which settings of the database may lose what is on the record, and who serves as its owner."""
    if why := database.logins.why_shared:
        _log.warning("serving_with_the_login_of_the_owner", why=why)
    for risk in database.assurance.tolerated:
        _log.warning("server_may_forget", setting=risk.setting, problem=str(risk))


def tune_garbage_collector() -> None:
    """Exempt what was made at the start, and collect seldom: streams in memory are many and live long."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 50)
    # The loop gets the processor back from a thread that computes as soon as that: the usual 5 ms are felt.
    sys.setswitchinterval(SECONDS_A_THREAD_COMPUTES)


async def serve(settings: Settings, database: Database, on_ready: Callable[[str], None]) -> None:
    """Answer HTTP requests until a signal says stop; then finish what runs and write what waits.

    `on_ready` is called with the server's URL once it listens.
    """
    _warn(database)
    async with application(settings, database) as app:
        tune_garbage_collector()
        config = listening(settings, app)
        async with LoopWatch(app.state.metrics.loop_stood).running():
            await Server(config, on_ready, lambda: _end_soon(app.state.services)).serve()


def listening(settings: Settings, app: FastAPI) -> uvicorn.Config:
    """Return how the application is served."""
    return uvicorn.Config(
        app,
        host=str(settings.host),
        port=settings.port,
        http=bounded_protocol(_connections(settings, app)),  # type: ignore[arg-type]
        # Left to itself, uvicorn believes whoever connects from this machine.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[str(proxy) for proxy in settings.trusted_proxies],
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=20,
    )


def _connections(settings: Settings, app: FastAPI) -> Connections:
    metrics: Metrics = app.state.metrics
    bounds = ConnectionBounds(
        connections=settings.connections_at_most,
        connections_of_address=settings.connections_of_address_at_most,
        proxies=settings.trusted_proxies,
    )
    return Connections(bounds, metrics.connection_refused)


def _end_soon(services: Services) -> None:
    """Let go of who follows, and have long batches end early: what runs is waited for, but not for ever."""
    services.new_events.close()
    services.application.end_soon()
