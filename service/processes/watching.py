"""The watch, put together on a database."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from service.actions.action import ActionContext
from service.actions.data_watch import DataWatch
from service.actions.surveys.setting_aside import set_aside_surveys
from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.database.engine import libpq_url
from service.eventstore.application import Application
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.log import EventLog
from service.processes.clock_guard import TOLERANCE_SECONDS, ClockGuard
from service.processes.coverage import Coverage, survey
from service.processes.due_list import DueClock, DueList
from service.processes.observer import Observer
from service.processes.watch import STREAMS_A_BATCH, SetAside, Watch
from service.processes.watch_metrics import WatchMetrics
from service.processes.watch_status import WatchStatus

Issuing = Callable[[Application, AsyncEngine], SetAside]
"""Makes what has reports issued that are due."""


async def calendar_coverage(url: str) -> tuple[Coverage, ...]:
    """Return how far the calendars on the record are known that do not cover all time."""
    engine = create_async_engine(as_application(url), application_name="casebook doctor", pool_size=1)
    try:
        async with EventLog(libpq_url(as_application(url)), connections=1).reading() as log:
            return await survey(log, DueList(engine))
    finally:
        await engine.dispose()


@asynccontextmanager
async def watching(
    url: str,
    application: Application,
    new_events: NewEventSignal,
    *,
    now: Callable[[], datetime],
    tolerance_seconds: float = TOLERANCE_SECONDS,
    issuing: Issuing | None = None,
) -> AsyncIterator[Watch]:
    """Watch the clocks on the record of `application` while inside, over connections of its own."""
    engine = create_async_engine(
        as_application(url), application_name="casebook watch", pool_size=1, overflow=1
    )
    guard = ClockGuard(tolerance_seconds=tolerance_seconds)
    try:
        watch = Watch(
            application,
            DueList(engine),
            guard=guard,
            now=now,
            new_events=new_events,
            set_aside=_setting_aside(application, engine),
            issue=issuing(application, engine) if issuing else None,
            detect=DataWatch(_context(application, engine)).look,
        )
        async with watch.running():
            yield watch
    finally:
        await engine.dispose()


async def note_what_passed(
    url: str,
    application: Application,
    *,
    now: Callable[[], datetime],
    on_progress: Callable[[int, int], None],
) -> None:
    """Have all noted, once, that the rows show to have passed by now, as a watch would that looks first.

    `on_progress` is told how many of the due clocks were looked at, and how many there are.
    """
    engine = create_async_engine(as_application(url), application_name="casebook noting", pool_size=1)
    due_list, observer = DueList(engine), Observer(application, application.new_id)
    try:
        until = min(now(), await due_list.time())
        await _setting_aside(application, engine)(until)
        total, looked_at = await due_list.count(until), 0
        after: DueClock | None = None
        while rows := await due_list.due(until, after, STREAMS_A_BATCH):
            await observer.observe(observer.wanted(rows, until), until)
            after, looked_at = rows[-1], looked_at + len(rows)
            on_progress(looked_at, max(total, looked_at))
    finally:
        await engine.dispose()


def _setting_aside(application: Application, engine: AsyncEngine) -> SetAside:
    return partial(set_aside_surveys, _context(application, engine))


def _context(application: Application, engine: AsyncEngine) -> ActionContext:
    return ActionContext(application=application, engine=engine, execute=application.execute)


@asynccontextmanager
async def watched(
    url: str,
    application: Application,
    new_events: NewEventSignal,
    *,
    now: Callable[[], datetime],
    tolerance_seconds: float | None,
    registry: CollectorRegistry,
    issuing: Issuing | None = None,
) -> AsyncIterator[Callable[[], WatchStatus] | None]:
    """Watch and measure while inside, and offer how the watch stands.

    Without a tolerance nothing is watched here: another process does it.
    """
    if tolerance_seconds is None:
        yield None
        return
    async with watching(
        url, application, new_events, now=now, tolerance_seconds=tolerance_seconds, issuing=issuing
    ) as watch:
        registry.register(WatchMetrics(watch.status))
        yield watch.status
