"""Tells followers that there are new events, outside the transactions that write."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from psycopg import AsyncConnection, Error

from service.database.connecting import NOTICES_A_VANISHED_PEER

CHANNEL = "casebook_events"
SECONDS_BETWEEN_ANNOUNCEMENTS = 0.03

_log = structlog.get_logger()


class Announcer:
    """Sends NOTIFY on `CHANNEL` with the newest position, over its own connection. Use `running()`, once.

    Never in the statement that appends, because a NOTIFY there makes all commits of the server queue up.
    Announcements are coalesced. One that fails is not lost: the next carries a newer position, and followers
    poll anyway. `failures` counts them.
    """

    def __init__(
        self, libpq_url: str, *, seconds_between_announcements: float = SECONDS_BETWEEN_ANNOUNCEMENTS
    ) -> None:
        self._url = libpq_url
        self._pause = seconds_between_announcements
        self._newest = 0
        self._announced = 0
        self._wake = asyncio.Event()
        self._stopping = False
        self._is_in_outage = False
        self._connection: AsyncConnection | None = None
        self.failures = 0

    def announce(self, position: int) -> None:
        """Announce this position to followers soon. Returns at once; call it in the loop of `running()`."""
        self._newest = max(self._newest, position)
        self._wake.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Announcer"]:
        """Announce in the background while inside; on leaving, the last position is announced first.

        Connects before the first announcement: later the start of a server may hold up the loop for longer
        than a connection may take. A failure is left to the first announcement.
        """
        with suppress(Error):
            await self._connect()
        announcing = asyncio.create_task(self._announce_until_stopped())
        try:
            yield self
        finally:
            self._stopping = True
            self._wake.set()
            try:
                await announcing
            finally:
                if self._connection is not None:
                    await self._connection.close()

    async def _announce_until_stopped(self) -> None:
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._announce_newest()
            await asyncio.sleep(self._pause)
        await self._announce_newest()

    async def _announce_newest(self) -> None:
        position = self._newest
        if position == self._announced:
            return
        try:
            connection = await self._connect()
            await connection.execute("select pg_notify(%s, %s)", (CHANNEL, str(position)))
        except Error as error:
            self.failures += 1
            if not self._is_in_outage:
                _log.warning("announcement_failed", position=position, error=str(error))
            self._is_in_outage = True
        else:
            self._announced = position
            self._is_in_outage = False

    async def _connect(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(
                self._url,
                autocommit=True,
                application_name="casebook announcer",
                **NOTICES_A_VANISHED_PEER,
            )
        return self._connection
