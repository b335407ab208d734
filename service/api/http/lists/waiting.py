"""Who waits for a position: however many, one connection looks for all of them, and no thread is held."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context

from service.api.http.problems.error import ProblemError

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_UNTIL_RETRY = 1
MOST_WAITING = 256
MOST_WAITING_OF_ONE_KEY = 16


class PositionWaits:
    """The requests that wait until the read side holds a position, and the one look for all of them.

    `look` returns the position that the read side has reached. It is called only while somebody waits, with
    a pause in between; what it raises, everybody who waits is told.
    """

    def __init__(self, look: Callable[[], Awaitable[int]], *, wait_seconds: float) -> None:
        self._look = look
        self._wait_seconds = wait_seconds
        self._waiting: dict[asyncio.Future[None], int] = {}
        self._of_key: Counter[str] = Counter()
        self._looking: asyncio.Task[None] | None = None
        self._reached = 0

    async def reached(self, position: int, key_id: str) -> None:
        """Wait until the read side holds a position, for at most `wait_seconds`.

        Raises ProblemError `projection_behind` when it is not reached in time, and `too_many_waiting` where a
        key, or all together, would have more requests wait than there is room for.
        """
        if position <= self._reached:
            return
        if len(self._waiting) >= MOST_WAITING or self._of_key[key_id] >= MOST_WAITING_OF_ONE_KEY:
            raise self.too_many()
        is_reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[is_reached] = position
        self._of_key[key_id] += 1
        if self._looking is None:
            # In a context of its own: it looks for all, and must not give up with who came first.
            self._looking = asyncio.create_task(self._look_while_waited_for(), context=Context())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._wait_seconds):
                    await is_reached
                return
        finally:
            del self._waiting[is_reached]
            self._of_key[key_id] -= 1
            self._of_key += Counter()  # drops the keys that wait for nothing
        raise self.behind(self._reached)

    @staticmethod
    def too_many() -> ProblemError:
        """Return the problem of who would have to wait where too many wait already."""
        headers = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
        return ProblemError("too_many_waiting", headers=headers, most=MOST_WAITING_OF_ONE_KEY)

    @staticmethod
    def behind(position: int) -> ProblemError:
        """Return the problem of a reader who is told that the read side is only at a position."""
        headers = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
        return ProblemError("projection_behind", headers=headers, position=position)

    async def _look_while_waited_for(self) -> None:
        try:
            while self._waiting:
                self._reached = await self._look()
                for is_reached, position in self._waiting.items():
                    if position <= self._reached and not is_reached.done():
                        is_reached.set_result(None)
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        except Exception as error:  # noqa: BLE001  whoever waits is told what it was
            for is_reached in self._waiting:
                if not is_reached.done():
                    is_reached.set_exception(error)
        finally:
            self._looking = None
