"""Keeps what is remembered of accounts and rules true while other processes write.

A case is safe without it: its version check finds out. But a decision on a case reads its account (tier,
agreements) and the rulebook too, and their streams are not written to, so nothing would check them.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from service.domain.account.events import ACCOUNT_EVENTS
from service.domain.account.state import CustomerAccount
from service.domain.rulebook.events import RULEBOOK_EVENTS
from service.domain.rulebook.state import Rulebook
from service.eventstore.log import EventLog
from service.eventstore.memory.streams import StreamMemory

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_A_LOOK = 5.0
BESIDE = (CustomerAccount, Rulebook)
"""What decisions are made on besides the case, and nothing checks."""
WATCHED = [kind.STORED_NAME for kind in (*ACCOUNT_EVENTS, *RULEBOOK_EVENTS)]

_log = structlog.get_logger()


class CacheRefresh:
    """Forgets accounts and rules that have moved on elsewhere. Use `running()`, or `look()` by hand.

    While it cannot look, it forgets all of them each time: they are then read from the record.
    """

    def __init__(self, log: EventLog, memory: StreamMemory) -> None:
        self._log = log
        self._memory = memory
        self._seen = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["CacheRefresh"]:
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
        """Forget what has grown since the last look; all, where the record has lost events since."""
        head = await self._log.head()
        if head < self._seen:
            _log.error("record_lost_events", position=head, was=self._seen)
            self._memory.forget_all()
            self._seen = head
        if head == self._seen:
            return
        for stream_id, version in await self._log.grown(self._seen, head, WATCHED):
            self._memory.forget_older(stream_id, version)
        self._seen = head

    async def look_or_forget(self) -> Exception | None:
        """Look; where that fails, forget all accounts and rules and return why."""
        try:
            async with asyncio.timeout(SECONDS_A_LOOK):
                await self.look()
        except Exception as error:  # noqa: BLE001  whatever it is, what is remembered may be outdated
            self._memory.forget_kinds(BESIDE)
            return error
        return None

    async def _look_for_ever(self) -> None:
        is_in_outage = False
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            error = await self.look_or_forget()
            if error and not is_in_outage:
                _log.warning("cache_refresh_interrupted", error=repr(error))
            is_in_outage = error is not None
