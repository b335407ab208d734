"""Work that many ask for at once: done once for all of them, and never waited for beyond a bound."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Found = TypeVar("Found")


class NotInTimeError(Exception):
    """The work did not end in time; it goes on, and who asks again waits for the same."""


class SharedWork(Generic[Found]):
    """One running piece of work for all who want it, and its last result for a while.

    However many ask, there is one at a time; who waits holds neither a thread nor a connection of its own.
    A work that hangs is not started again beside itself.

    Args:
        work: What is done.
        remembered_seconds: How long a result is given without doing it again.
        limit_seconds: How long one who asks waits at most.
    """

    def __init__(
        self, work: Callable[[], Awaitable[Found]], *, remembered_seconds: float, limit_seconds: float
    ) -> None:
        self._work = work
        self._remembered_seconds = remembered_seconds
        self._limit_seconds = limit_seconds
        self._running: asyncio.Task[Found] | None = None
        self._done: tuple[float, asyncio.Task[Found]] | None = None

    async def result(self) -> Found:
        """Return the result, at most `remembered_seconds` old, or raise what the work raised.

        Raises NotInTimeError.
        """
        loop = asyncio.get_running_loop()
        if self._done is not None and loop.time() - self._done[0] < self._remembered_seconds:
            return self._done[1].result()
        if self._running is None:
            self._running = asyncio.ensure_future(self._work())
            self._running.add_done_callback(self._ended)
        ended, _ = await asyncio.wait({self._running}, timeout=self._limit_seconds)
        if not ended:
            raise NotInTimeError
        return ended.pop().result()

    def _ended(self, task: asyncio.Task[Found]) -> None:
        self._running = None
        if not task.cancelled():
            task.exception()  # who asked has it; if nobody waits any more, nobody misses it
            self._done = (task.get_loop().time(), task)
