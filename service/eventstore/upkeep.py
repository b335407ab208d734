"""Keeps what is remembered of accounts and rules true while other processes write.

A case is safe without it: its version check finds out. But a decision on a case reads its account (tier,
agreements) and the rulebook too, and their streams are not written to, so nothing would check them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from psycopg_pool import PoolTimeout

from service.domain.account.events import ACCOUNT_EVENTS
from service.domain.rulebook.events import RULEBOOK_EVENTS
from service.eventstore.log import EventLog
from service.eventstore.memory import StreamMemory

SECONDS_BETWEEN_LOOKS = 1.0
WATCHED = [kind.STORED_NAME for kind in (*ACCOUNT_EVENTS, *RULEBOOK_EVENTS)]

_log = structlog.get_logger()


class Upkeep:
    """Forgets accounts and rules that have moved on elsewhere. Use `running()`, or `look()` by hand."""

    def __init__(self, log: EventLog, memory: StreamMemory) -> None:
        self._log = log
        self._memory = memory
        self._seen = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Upkeep"]:
        """Look every second while inside."""
        self._seen = await self._log.head()
        looking = asyncio.create_task(self._look_for_ever())
        try:
            yield self
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def look(self) -> None:
        """Forget what has grown since the last look."""
        head = await self._log.head()
        if head <= self._seen:
            return
        for stream_id, version in await self._log.grown(self._seen, head, WATCHED):
            self._memory.forget_older(stream_id, version)
        self._seen = head

    async def _look_for_ever(self) -> None:
        is_in_outage = False
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                await self.look()
            except (psycopg.OperationalError, PoolTimeout) as error:
                if not is_in_outage:
                    _log.warning("upkeep_interrupted", error=str(error))
                is_in_outage = True
            else:
                is_in_outage = False
