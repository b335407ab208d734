"""The one way in: waiting appends are drained into one statement and one transaction (group commit)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from service.eventstore.append import Append, AppenderStoppedError, RecordBusyError, RecordUnavailableError
from service.eventstore.envelope import StoredEnvelope
from service.eventstore.writer import Writer

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
        self._writer = Writer(libpq_url, deadline_seconds=deadline_seconds, on_append=on_append)
        self._most_waiting_events = most_waiting_events
        self._waiting_events = 0
        self._waiting: deque[Append] = deque()
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

    async def append(self, rows: Sequence[StoredEnvelope]) -> int:
        """Write the events of one command and return the position of the first.

        Raises VersionTakenError, CommandRepeatedError or RecordBusyError, and then nothing was written; or
        RecordUnavailableError, and then it is not known.
        """
        return await self.submit(Append(tuple(rows)))[0].position

    def must_have_room(self, events: int) -> None:
        """Raise RecordBusyError where so many more do not fit, AppenderStoppedError at the end."""
        if self._stopping:
            raise AppenderStoppedError
        if self._waiting_events and self._waiting_events + events > self._most_waiting_events:
            raise RecordBusyError

    def submit(self, *appends: Append, is_promised: bool = False) -> tuple[Append, ...]:
        """Queue appends in this order; each `position` is answered when it is on the record or refused.

        Raises RecordBusyError where all of them together do not fit, AppenderStoppedError at the end. With
        `is_promised` they are taken in any case: room was asked for before, and to break off a batch in its
        midst would leave its sender without answers.
        """
        events = sum([len(append.rows) for append in appends])
        if not is_promised:
            self.must_have_room(events)
        elif self._stopping:
            for append in appends:
                append.refuse(RecordUnavailableError("the process is stopping"))
            return appends
        self._waiting_events += events
        self._waiting.extend(appends)
        self._wake.set()
        return appends

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
            command, version = first.command_id.int, (first.stream_id.int, first.originator_version)
            if command in taken or version in taken:
                break
            taken.add(command)
            taken.add(version)
            append = self._waiting.popleft()
            batch.append(append)
            size += len(append.rows)
        self._waiting_events -= size
        return batch
