"""Following the record: pages in order of position, and a signal that says when to look again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from service.eventstore.envelope import StoredEnvelope
from service.eventstore.log import LAST_POSITION
from service.eventstore.statements import COLUMNS, HEAD, envelope

POSITIONS_A_SCAN = 20_000

# `until` bounds what one statement reads, however rare the types are (decision 0010).
_BY_POSITION = f"""select {COLUMNS} from es.events
where position > :after and position <= :until order by position limit :limit"""  # noqa: S608
_BY_TYPE = f"""select {COLUMNS} from es.events
where position > :after and position <= :until and type = any(:types) order by position limit :limit"""  # noqa: S608
# Ordered by version, which is the same order and keeps to the index of streams.
_BY_STREAM = f"""select {COLUMNS} from es.events
where stream_id = :stream_id and position > :after and position <= :until
  and (cardinality(cast(:types as text[])) = 0 or type = any(cast(:types as text[])))
order by version limit :limit"""  # noqa: S608


class NewEventSignal:
    """Wakes waiting readers when there may be new events. After `close()` nothing waits: the server stops."""

    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.is_closed = False

    def notify(self) -> None:
        """Wake the waiting readers now: there may be new events."""
        current, self._next = self._next, asyncio.Event()
        current.set()

    def close(self) -> None:
        """Wake the waiting readers and end waiting for good."""
        self.is_closed = True
        self.notify()

    def listen(self) -> asyncio.Event:
        """Return what the next notification sets. Listen first, then read, then wait: then none is missed."""
        return self._next

    async def heard(self, notified: asyncio.Event, seconds: float) -> bool:
        """Wait for a notification. False if none came in time or the signal is closed."""
        if self.is_closed or seconds <= 0:
            return False
        try:
            async with asyncio.timeout(seconds):
                return await notified.wait()
        except TimeoutError:
            return False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events: of all, those of one stream, of some stored names (empty: all), up to a position."""

    stream_id: UUID | None = None
    types: tuple[str, ...] = ()
    as_of: int = LAST_POSITION


@dataclass(frozen=True, kw_only=True)
class FeedPage:
    """A part of the record in order. All that is wanted up to `reached` is in it or was before it."""

    events: tuple[StoredEnvelope, ...]
    reached: int
    head: int
    is_end: bool
    """Whether the end of the wanted events was reached when the page was read."""


class Feed:
    """Reads pages over the engine's own connections, so that followers never keep a command waiting."""

    def __init__(self, engine: AsyncEngine, new_events: NewEventSignal) -> None:
        self._engine = engine
        self._new_events = new_events

    async def page(self, after: int, limit: int, wanted: Wanted) -> FeedPage:
        """Return up to `limit` events after a position.

        It reads at most POSITIONS_A_SCAN positions where it looks for types, so it may come back with few or
        none and yet not be at the end. No gap can be in it: the head is read first; it moves in commit order.
        """
        async with self._engine.connect() as connection:
            head = int((await connection.execute(text(HEAD))).scalar_one())
            last = min(head, wanted.as_of)
            is_scan = bool(wanted.types) and wanted.stream_id is None
            until = min(last, after + POSITIONS_A_SCAN) if is_scan else last
            values = {"after": after, "until": until, "limit": limit}
            rows = await connection.execute(text(_statement(wanted)), values | _filter(wanted))
            events = tuple(envelope(*row) for row in rows)
        reached = events[-1].position if len(events) == limit else max(after, until)
        return FeedPage(events=events, reached=reached, head=head, is_end=reached >= last)

    async def page_or_wait(self, after: int, limit: int, wanted: Wanted, wait_seconds: float) -> FeedPage:
        """Return a page; where it would be an empty one at the end, wait for something to put into it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + wait_seconds
        while True:
            notified = self._new_events.listen()
            page = await self.page(after, limit, wanted)
            may_grow = page.is_end and page.reached < wanted.as_of
            if (
                page.events
                or not may_grow
                or not await self._new_events.heard(notified, deadline - loop.time())
            ):
                return page
            after = page.reached

    async def follow(
        self, after: int, limit: int, wanted: Wanted, *, silence_seconds: float
    ) -> AsyncIterator[FeedPage]:
        """Give page after page for ever; an empty one after a silence. It ends when the signal is closed."""
        while True:
            page = await self.page_or_wait(after, limit, wanted, silence_seconds)
            yield page
            after = page.reached
            if self._new_events.is_closed:
                return


def _statement(wanted: Wanted) -> str:
    if wanted.stream_id is not None:
        return _BY_STREAM
    return _BY_TYPE if wanted.types else _BY_POSITION


def _filter(wanted: Wanted) -> dict[str, object]:
    if wanted.stream_id is not None:
        return {"stream_id": wanted.stream_id, "types": list(wanted.types)}
    return {"types": list(wanted.types)} if wanted.types else {}
