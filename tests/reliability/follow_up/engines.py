"""Two watches in processes of their own, whose clock is told to them; to be killed and started again."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from sqlalchemy import DateTime, literal

from service import main
from service.database.app_role import as_application
from service.database.async_engine import create_async_engine
from service.eventstore.following.feed import NewEventSignal
from service.processes import watch as watching
from service.processes.clock_guard import ClockGuard
from service.processes.due_list import DueList
from service.processes.watch import Watch
from tests.processes.premises import application_on

ALL_IS_BELIEVED = 1e12
"""Seconds by which a clock may jump: simulated days follow each other at once."""
SELDOM = timedelta(days=3650)
"""Between two surveys of the calendars, which have nothing to do with follow-up and cost more than a look."""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.reliability.follow_up.engines", "uvloop"])


def follow_up(url: str, told: Connection) -> None:
    """Look at each instant that is told, as a watch does; answer each with it."""
    main.run(_follow_up(url, told))


async def _follow_up(url: str, told: Connection) -> None:
    clock = [datetime.min.replace(tzinfo=UTC)]
    watching.BETWEEN_SURVEYS = SELDOM
    engine = create_async_engine(as_application(url), pool_size=1)
    try:
        async with application_on(url, lambda: clock[0]) as application:
            due_list = DueList(engine)
            watch = Watch(
                application,
                due_list,
                guard=ClockGuard(tolerance_seconds=ALL_IS_BELIEVED),
                now=lambda: clock[0],
                new_events=NewEventSignal(),
            )
            while (at := await asyncio.to_thread(told.recv)) is not None:
                clock[0] = at
                due_list.database_clock = literal(at, DateTime(timezone=True))
                await application.cache_refresh.look_or_forget()
                await watch.look()
                told.send(at)
    finally:
        await engine.dispose()


class Engine:
    """A process that follows up."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.starts = 0
        self._start()

    def look(self, at: datetime) -> None:
        """Have it look; `has_looked` tells when it has."""
        self._pipe.send(at)

    async def has_looked(self, within: float | None = None) -> bool:
        """Wait for the answer; False if it takes too long. Raises RuntimeError if the process has ended."""
        if not await asyncio.to_thread(self._pipe.poll, within):
            return False
        try:
            self._pipe.recv()
        except EOFError:
            raise RuntimeError(f"an engine ended with {self._process.exitcode}") from None
        return True

    def kill(self) -> None:
        """End it as a power cut would, and start another in its place."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._start()

    def stop(self) -> None:
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(30)
        self._process.kill()
        self._pipe.close()

    def _start(self) -> None:
        self._pipe, far = _FORKS.Pipe()
        self._process = _FORKS.Process(target=follow_up, args=(self._url, far), daemon=True)
        self._process.start()
        far.close()
        self.starts += 1


def begun(url: str, count: int) -> Sequence[Engine]:
    """Return so many engines."""
    return [Engine(url) for _ in range(count)]
