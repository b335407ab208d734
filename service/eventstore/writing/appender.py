"""The one way in: waiting appends are drained into one statement and one transaction (group commit)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from math import inf
from typing import Self
from uuid import UUID

from service.eventstore.append import (
    Append,
    AppenderStoppedError,
    RecordBusyError,
    RecordUnavailableError,
)
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.writing.writer import Writer

EVENTS_PER_STATEMENT = 128
"""Fewer than are usually waiting under load: while the database writes some, the next ones are decided."""


def _tell_nobody(_: int) -> None:
    """Stand in for a follower."""


class Appender:
    """Writes events to `es.events`; at most one a process is needed. Use `running()`, once.

    Args:
        libpq_url: The database.
        on_append: Told the newest position after each written batch; must neither wait nor raise.
        most_waiting_events: Beyond it callers are refused at once with RecordBusyError.
        deadline_seconds: How long a database that is away is waited for.
    """

    def __init__(
        self,
        libpq_url: str,
        *,
        on_append: Callable[[int], None] = _tell_nobody,
        most_waiting_events: int = 20_000,
        deadline_seconds: float = 15.0,
    ) -> None:
        self._writer = Writer(libpq_url, on_append=on_append)
        self._most_waiting_events = most_waiting_events
        self._waiting_events = 0
        self._reserved_events = 0
        self._waiting: deque[Append] = deque()
        self.deadline_seconds = deadline_seconds
        self._wake = asyncio.Event()
        self._writing: list[Append] = []
        self._stopping = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Appender"]:
        """Write in the background while inside; on leaving, what waits is written first."""
        writing = asyncio.create_task(self._write_for_ever())
        try:
            yield self
        finally:
            self._stopping = True
            self._wake.set()
            try:
                await writing
            finally:
                await self._writer.close()

    @property
    def waiting_events(self) -> int:
        """How many events wait for their statement."""
        return self._waiting_events

    @property
    def is_stopping(self) -> bool:
        """Whether it takes nothing more: at the end of the process, or because it broke down."""
        return self._stopping

    def call_on_reconnect(self, call: Callable[[], None]) -> None:
        """Have it called for every connection after the first: there may be another server behind it."""
        self._writer.on_reconnect = call

    def reserve(self, events: int) -> "Reservation":
        """Reserve room for so many events that are not decided yet; to be used in a `with`.

        Raises RecordBusyError where they do not fit in addition to what waits and what is reserved,
        AppenderStoppedError at the end. Whatever comes is taken while there is nothing else.
        """
        if self._stopping:
            raise AppenderStoppedError
        before = self._waiting_events + self._reserved_events
        if before and before + events > self._most_waiting_events:
            raise RecordBusyError
        self._reserved_events += events
        return Reservation(self, events)

    async def append(self, rows: Sequence[StoredEnvelope]) -> int:
        """Write the events of one command and return the position of the first.

        Raises VersionTakenError, CommandRepeatedError or RecordBusyError, and then nothing was written; or
        RecordUnavailableError, and then it is not known.
        """
        return await self.submit(Append(tuple(rows)))[0].position

    def submit(self, *appends: Append) -> tuple[Append, ...]:
        """Queue appends in this order; each `position` is answered when it is on the record or refused.

        Raises RecordBusyError where all of them together do not fit, AppenderStoppedError at the end,
        ValueError for one without events.
        """
        with self.reserve(sum([len(append.rows) for append in appends])) as reservation:
            return reservation.submit(*appends)

    def give_back(self, events: int) -> None:
        """Take back a reservation, or a part of it."""
        self._reserved_events -= events

    def take_reserved(self, appends: Sequence[Append]) -> None:
        """Queue appends that room was reserved for; when stopping they are refused."""
        if not all(append.rows for append in appends):
            raise ValueError("an append without events can have no position")
        if self._stopping:
            for append in appends:
                append.refuse(RecordUnavailableError("the process is stopping"))
            return
        gives_up_at = asyncio.get_running_loop().time() + self.deadline_seconds
        for append in appends:
            append.gives_up_at = min(append.gives_up_at, gives_up_at)
        self._waiting_events += sum([len(append.rows) for append in appends])
        self._waiting.extend(appends)
        self._wake.set()

    async def _write_for_ever(self) -> None:
        try:
            while not (self._stopping and not self._waiting):
                await self._wake.wait()
                while self._waiting:
                    self._writing = self._take()
                    await self._writer.write(self._writing)
                if not self._stopping:
                    self._wake.clear()
        except BaseException as error:
            self._stopping = True
            for append in (*self._writing, *self._waiting):
                append.refuse(RecordUnavailableError(f"the appender stopped: {error!r}"))
            raise

    def _take(self) -> list[Append]:
        """Take what fits into one statement. A command id or a first version twice waits for the next one."""
        batch: list[Append] = []
        taken: set[int | tuple[int, int]] = set()
        size = 0
        while self._waiting and (not batch or size + len(self._waiting[0].rows) <= EVENTS_PER_STATEMENT):
            first = self._waiting[0].rows[0]
            command, version = first.command_id.int, (first.stream_id.int, first.version)
            if command in taken or version in taken:
                break
            taken.add(command)
            taken.add(version)
            append = self._waiting.popleft()
            batch.append(append)
            size += len(append.rows)
        self._waiting_events -= size
        return batch


class Reservation:
    """Reserved room for events; what is not used is given back on leaving."""

    __slots__ = ("_appender", "_left")

    def __init__(self, appender: Appender, events: int) -> None:
        self._appender = appender
        self._left = events

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._appender.give_back(self._left)

    def submit(self, *appends: Append) -> tuple[Append, ...]:
        """Queue appends in this order, also where they are more than was reserved: they were decided."""
        self._appender.take_reserved(appends)
        used = min(self._left, sum([len(append.rows) for append in appends]))
        self._left -= used
        self._appender.give_back(used)
        return appends

    async def append(
        self, rows: tuple[StoredEnvelope, ...], before_id: UUID | None = None, *, gives_up_at: float = inf
    ) -> int:
        """Write the events of one command and return the position of the first, as Appender.append does."""
        return await self.submit(Append(rows, (), before_id, gives_up_at))[0].position
