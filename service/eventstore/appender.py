"""The one way in: waiting appends are drained into one statement and one transaction (group commit)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from psycopg import AsyncConnection, DatabaseError, OperationalError
from psycopg.errors import UniqueViolation

from service.eventstore.envelope import StoredEnvelope
from service.eventstore.statements import APPEND, COMMANDS_ON_RECORD, TAKEN_VERSIONS, append_parameters

EVENTS_PER_STATEMENT = 1000
ATTEMPTS = 5
SECONDS_BETWEEN_ATTEMPTS = 0.2


class VersionTakenError(Exception):
    """Another writer has written that version of the stream first. Nothing of the append was written."""


class CommandRepeatedError(Exception):
    """The command is on the record already. Nothing was written a second time."""


class RecordUnavailableError(Exception):
    """The database could not be reached; the append is not on the record."""


class AppenderStoppedError(Exception):
    """The appender takes no more appends because the process is stopping."""


@dataclass(frozen=True, eq=False)
class Append:
    """Events of one command to be written together or not at all.

    `follows` is an append of the same stream that was decided upon just before: when that one fails, so does
    this, because it was decided on a state that never came to be.
    """

    rows: tuple[StoredEnvelope, ...]
    follows: "Append | None" = None
    position: "asyncio.Future[int]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def command_id(self) -> UUID:
        return self.rows[0].command_id

    @property
    def is_orphaned(self) -> bool:
        """Whether the append it builds on has failed."""
        before = self.follows.position if self.follows else None
        return before is not None and before.done() and before.exception() is not None


class Appender:
    """Writes events to `es.events`; at most one a process is needed. Use `running()`."""

    def __init__(self, libpq_url: str) -> None:
        self._url = libpq_url
        self._waiting: deque[Append] = deque()
        self._wake = asyncio.Event()
        self._writing: list[Append] = []
        self._stopping = False
        self._connection: AsyncConnection | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Appender"]:
        """Write in the background while inside; on leaving, what waits is written first."""
        writing = asyncio.create_task(self._write_for_ever())
        try:
            yield self
        finally:
            self._stopping = True
            self._wake.set()
            await writing
            if self._connection is not None:
                await self._connection.close()

    async def append(self, rows: Sequence[StoredEnvelope]) -> int:
        """Write the events of one command and return the position of the first.

        Raises VersionTakenError, CommandRepeatedError or RecordUnavailableError; then nothing was written.
        """
        return await self.submit(Append(tuple(rows)))[0].position

    def submit(self, *appends: Append) -> tuple[Append, ...]:
        """Queue appends in this order; each `position` is answered when it is on the record or refused."""
        if self._stopping:
            raise AppenderStoppedError
        self._waiting.extend(appends)
        self._wake.set()
        return appends

    async def _write_for_ever(self) -> None:
        try:
            while not (self._stopping and not self._waiting):
                await self._wake.wait()
                while self._waiting:
                    self._writing = self._take()
                    await self._write(self._writing)
                if not self._stopping:
                    self._wake.clear()
        except BaseException as error:
            self._stopping = True
            for append in (*self._writing, *self._waiting):
                _refuse(append, RecordUnavailableError(f"the appender stopped: {error!r}"))
            raise

    def _take(self) -> list[Append]:
        """Take what fits into one statement. A command id or a version twice waits for the next one."""
        batch: list[Append] = []
        taken: set[UUID | tuple[UUID, int]] = set()
        size = 0
        while self._waiting and (not batch or size + len(self._waiting[0].rows) <= EVENTS_PER_STATEMENT):
            keys = {self._waiting[0].command_id} | {_key(row) for row in self._waiting[0].rows}
            if taken & keys:
                break
            append = self._waiting.popleft()
            batch.append(append)
            taken |= keys
            size += len(append.rows)
        return batch

    async def _write(self, batch: list[Append]) -> None:
        failures = 0
        while batch := self._without_orphans(batch):
            try:
                connection = await self._connect()
                first = await self._insert(connection, batch)
            except UniqueViolation:
                batch = await self._settle(batch)
            except OperationalError as error:
                failures += 1
                batch = await self._after_lost_connection(batch, failures, error)
            except DatabaseError as error:
                await self._write_one_by_one(batch, error)
                return
            else:
                _answer(batch, first)
                return

    async def _write_one_by_one(self, batch: list[Append], error: DatabaseError) -> None:
        """Keep one bad append from spoiling the others: nothing of the batch was written."""
        if len(batch) == 1:
            _refuse(batch[0], error)
            return
        for append in batch:
            await self._write([append])

    @staticmethod
    def _without_orphans(batch: list[Append]) -> list[Append]:
        kept = []
        for append in batch:
            if append.is_orphaned:
                _refuse(append, VersionTakenError())
            else:
                kept.append(append)
        return kept

    async def _connect(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await AsyncConnection.connect(
                self._url, autocommit=True, prepare_threshold=0, application_name="casebook appender"
            )
        return self._connection

    @staticmethod
    async def _insert(connection: AsyncConnection, batch: list[Append]) -> int:
        rows = [row for append in batch for row in append.rows]
        cursor = connection.cursor(binary=True)
        await cursor.execute(APPEND, append_parameters(rows))
        written = await cursor.fetchall()
        return min(int(position) for (position,) in written)

    async def _settle(self, batch: list[Append]) -> list[Append]:
        """Answer those that can never be written; return the others.

        Nothing of the batch was written. What was written under the same command id is a repeat; what is in
        the way of a version is a conflict.
        """
        connection = await self._connect()
        recorded = {command_id for command_id, _, _ in await _recorded_commands(connection, batch)}
        rows = [row for append in batch for row in append.rows]
        cursor = connection.cursor(binary=True)
        versions = [row.originator_version for row in rows]
        await cursor.execute(
            TAKEN_VERSIONS, {"stream_id": [row.stream_id for row in rows], "version": versions}
        )
        taken = {(stream_id, version) for stream_id, version in await cursor.fetchall()}
        kept = []
        for append in batch:
            if append.command_id in recorded:
                _refuse(append, CommandRepeatedError())
            elif _is_in_the_way(append, taken):
                _refuse(append, VersionTakenError())
            else:
                kept.append(append)
        return kept

    async def _after_lost_connection(
        self, batch: list[Append], failures: int, error: OperationalError
    ) -> list[Append]:
        """Find out what became of a batch whose answer was lost; return what must be written again."""
        if failures >= ATTEMPTS:
            for append in batch:
                _refuse(append, RecordUnavailableError(str(error)))
            return []
        await asyncio.sleep(SECONDS_BETWEEN_ATTEMPTS * (failures - 1))
        try:
            commands = await _recorded_commands(await self._connect(), batch)
            recorded = {event_id: position for _, event_id, position in commands}
        except OperationalError:
            return batch
        if any(append.rows[0].event_id in recorded for append in batch):
            _answer(batch, min(recorded[append.rows[0].event_id] for append in batch))
            return []
        return batch


def _key(row: StoredEnvelope) -> tuple[UUID, int]:
    return row.stream_id, row.originator_version


def _is_in_the_way(append: Append, taken: set[tuple[UUID, int]]) -> bool:
    keys = [_key(row) for row in append.rows]
    return len(set(keys)) < len(keys) or any(key in taken for key in keys)


async def _recorded_commands(
    connection: AsyncConnection, batch: list[Append]
) -> list[tuple[UUID, UUID, int]]:
    cursor = connection.cursor(binary=True)
    await cursor.execute(COMMANDS_ON_RECORD, {"command_ids": [append.command_id for append in batch]})
    return [(command_id, event_id, position) for command_id, event_id, position in await cursor.fetchall()]


def _answer(batch: Sequence[Append], first: int) -> None:
    for append in batch:
        if not append.position.done():
            append.position.set_result(first)
        first += len(append.rows)


def _refuse(append: Append, reason: Exception) -> None:
    if not append.position.done():
        append.position.set_exception(reason)
