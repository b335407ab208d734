"""Hears announcements, and wakes now and then without one: a lost announcement delays but hides nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from psycopg import AsyncConnection, Error

from service.database.connecting import NOTICES_A_VANISHED_PEER
from service.eventstore.following.announcer import CHANNEL

SECONDS_BETWEEN_POLLS = 1.0

_log = structlog.get_logger()


class Listener:
    """Calls `wake` when there may be new events: on an announcement, and every `seconds_between_polls`.

    A lost connection is opened again; meanwhile `wake` is called at every poll. Use `running()`.
    """

    def __init__(
        self,
        libpq_url: str,
        wake: Callable[[], None],
        *,
        seconds_between_polls: float = SECONDS_BETWEEN_POLLS,
    ) -> None:
        self._url = libpq_url
        self._wake = wake
        self._pause = seconds_between_polls
        self._is_in_outage = False
        self._tried = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Listener"]:
        """Listen in the background while inside, after the first try to connect."""
        listening = asyncio.create_task(self._listen_for_ever())
        try:
            await self._tried.wait()
            yield self
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except Error as error:
                if not self._is_in_outage:
                    _log.warning("listening_failed", error=str(error))
                self._is_in_outage = True
                self._tried.set()
            await asyncio.sleep(self._pause)
            self._wake()

    async def _listen(self) -> None:
        connection = await AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="casebook listener",
            **NOTICES_A_VANISHED_PEER,
        )
        async with connection:
            await connection.execute(f"listen {CHANNEL}")
            self._tried.set()
            self._is_in_outage = False
            while True:
                self._wake()  # first for what was written before LISTEN took effect
                async for _ in connection.notifies(timeout=self._pause, stop_after=1):
                    pass
