"""Looks whether the time of this machine can be believed, for whoever records by it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic

from service.processes.clock_guard import ClockGuard, Look
from service.processes.due_list import DueList
from service.processes.outages import OUTAGES

SECONDS_BETWEEN_LOOKS = 1.0


class TimeLooks:
    """Compares the clock on the wall with the database's, and with the one that only runs forward.

    While the database is away only our own two are compared: the doubt of before stays.
    """

    def __init__(
        self,
        due_list: DueList,
        guard: ClockGuard,
        *,
        now: Callable[[], datetime],
        steady: Callable[[], float] = monotonic,
    ) -> None:
        self._due_list = due_list
        self._guard = guard
        self._now = now
        self._steady = steady

    @property
    def is_doubted(self) -> bool:
        """Whether the time cannot be believed."""
        return self._guard.doubt is not None

    async def look(self) -> None:
        """Compare the clocks once."""
        asked_at, steady_seconds = self._now(), self._steady()
        try:
            database_at = await self._due_list.time()
        except OUTAGES:
            return
        self._guard.judge(
            Look(
                asked_at=asked_at,
                answered_at=self._now(),
                database_at=database_at,
                monotonic_seconds=steady_seconds,
            )
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator["TimeLooks"]:
        """Look again and again while inside."""
        await self.look()
        looking = asyncio.create_task(self._look_again())
        try:
            yield self
        finally:
            looking.cancel()

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            await self.look()
