"""Sees when the loop stands still, and in which route: while it does, nobody is answered."""

import asyncio
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType

import structlog

from service.api.http.middleware import RequestContext, route_of

SECONDS_BETWEEN_BEATS = 0.02
STANDS_AFTER_SECONDS = 0.05
WORTH_A_LINE_SECONDS = 0.5
NO_ROUTE = "none"
"""In place of a route where no request was being answered: the machine was busy, or other work was done."""

_log = structlog.get_logger("casebook.api")


class LoopWatch:
    """Notes each time that the loop stood for longer than a bound, with the route that held it.

    Args:
        stood: Told the route and the seconds of each.
    """

    def __init__(self, stood: Callable[[str, float], None]) -> None:
        self._stood = stood
        self._beat_at = 0.0
        self._held_by: str | None = None
        self._stop = threading.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["LoopWatch"]:
        """Watch the running loop while inside."""
        self._beat_at = time.monotonic()
        beating = asyncio.create_task(self._beat())
        looking = threading.Thread(
            target=self._look, args=(threading.get_ident(),), name="loop watch", daemon=True
        )
        looking.start()
        try:
            yield self
        finally:
            self._stop.set()
            beating.cancel()
            await asyncio.to_thread(looking.join)

    async def _beat(self) -> None:
        while True:
            now = time.monotonic()
            seconds = now - self._beat_at - SECONDS_BETWEEN_BEATS
            route, self._held_by, self._beat_at = self._held_by, None, now
            if seconds > STANDS_AFTER_SECONDS:
                self._note(route or NO_ROUTE, seconds)
            await asyncio.sleep(SECONDS_BETWEEN_BEATS)

    def _note(self, route: str, seconds: float) -> None:
        self._stood(route, seconds)
        if seconds > WORTH_A_LINE_SECONDS:
            _log.warning("loop_stood", route=route, seconds=round(seconds, 3))

    def _look(self, loop_thread: int) -> None:
        while not self._stop.wait(SECONDS_BETWEEN_BEATS):
            stands = time.monotonic() - self._beat_at > SECONDS_BETWEEN_BEATS + STANDS_AFTER_SECONDS
            if stands and self._held_by is None:
                # The one way to see what another thread does, documented for such watches.
                frames = sys._current_frames()  # noqa: SLF001
                self._held_by = _route_in(frames.get(loop_thread))


def _route_in(frame: FrameType | None) -> str | None:
    """Return the route of the request that a stack of calls is answering."""
    while frame is not None:
        if frame.f_code is RequestContext.__call__.__code__:
            return route_of(frame.f_locals["scope"])
        frame = frame.f_back
    return None
