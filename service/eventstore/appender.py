"""The one way in: waiting appends are drained into one statement and one transaction (group commit)."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
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

    `follows` are appends that were decided upon just before, of the same stream or the case's account: when
    one of them fails, so does this, because it was decided on a state that never came to be.
    """

    rows: tuple[StoredEnvelope, ...]
    follows: "tuple[Append, ...]" = ()
    position: "asyncio.Future[int]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def command_id(self) -> UUID:
        return self.rows[0].command_id

    @property
    def is_orphaned(self) -> bool:
        """Whether an append it builds on has failed."""
        return any(before.has_failed for before in self.follows)

    @property
    def has_failed(self) -> bool:
        """Whether it was refused, or nobody waits for it any more, so that its fate is unknown here."""
        answer = self.position
        return answer.done() and (answer.cancelled() or answer.exception() is not None)


_Taken = dict[tuple[UUID, int], tuple[UUID, int]]
"""What is on the record: (stream, version) -> (event id, position)."""


class Appender:
    """Writes events to `es.events`; at most one a process is needed. Use `running()`, once.

    `on_append` is told the newest position after each written batch; it must neither wait nor raise.
    """

    def __init__(self, libpq_url: str, *, on_append: Callable[[int], None] | None = None) -> None:
        self._url = libpq_url
        self._on_append = on_append
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
            try:
                await writing
            finally:
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
                batch = await self._insert_or_settle(batch)
            except OperationalError as error:
                failures += 1
                batch = await self._after_lost_connection(batch, failures, error)
            except (DatabaseError, ValueError) as error:  # ValueError: a text that cannot be encoded
                await self._write_one_by_one(batch, error)
                return

    async def _write_one_by_one(self, batch: list[Append], error: DatabaseError | ValueError) -> None:
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

    async def _insert_or_settle(self, batch: list[Append]) -> list[Append]:
        """Write the batch; return what is left to be written when something stood in the way."""
        connection = await self._connect()
        try:
            first = await _insert(connection, batch)
        except UniqueViolation:
            left = await self._settle(connection, batch)
            if len(left) == len(batch):
                raise  # what stands in the way is neither a version nor a command id: trying again is no use
            return left
        for append in batch:
            _answer(append, first)
            first += len(append.rows)
        self._tell(first - 1)
        return []

    async def _settle(self, connection: AsyncConnection, batch: list[Append]) -> list[Append]:
        """Answer those that can never be written; return the others.

        Nothing of this statement was written. What an earlier attempt of ours has written is answered; what
        is on the record under the same command id is a repeat; what is in the way of a version is a conflict.
        """
        taken = await _taken_versions(connection, batch)
        recorded = await _recorded_commands(connection, batch)
        kept = []
        for append in self._without_written(batch, taken):
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
            taken = await _taken_versions(await self._connect(), batch)
        except OperationalError:
            return batch
        return self._without_written(batch, taken)

    def _without_written(self, batch: list[Append], taken: _Taken) -> list[Append]:
        """Answer what is on the record as ours, known by the event id; return the others."""
        left = []
        for append in batch:
            event_id, position = taken.get(_key(append.rows[0]), (None, 0))
            if event_id == append.rows[0].event_id:
                _answer(append, position)
                self._tell(position + len(append.rows) - 1)
            else:
                left.append(append)
        return left

    def _tell(self, newest: int) -> None:
        if self._on_append is not None:
            self._on_append(newest)


async def _insert(connection: AsyncConnection, batch: list[Append]) -> int:
    rows = [row for append in batch for row in append.rows]
    cursor = connection.cursor(binary=True)
    await cursor.execute(APPEND, append_parameters(rows))
    written = await cursor.fetchall()
    return min(int(position) for (position,) in written)


def _key(row: StoredEnvelope) -> tuple[UUID, int]:
    return row.stream_id, row.originator_version


def _is_in_the_way(append: Append, taken: _Taken) -> bool:
    keys = [_key(row) for row in append.rows]
    return len(set(keys)) < len(keys) or any(key in taken for key in keys)


async def _taken_versions(connection: AsyncConnection, batch: list[Append]) -> _Taken:
    rows = [row for append in batch for row in append.rows]
    versions = [row.originator_version for row in rows]
    cursor = connection.cursor(binary=True)
    await cursor.execute(TAKEN_VERSIONS, {"stream_id": [row.stream_id for row in rows], "version": versions})
    found = await cursor.fetchall()
    return {(stream_id, version): (event_id, position) for stream_id, version, event_id, position in found}


async def _recorded_commands(connection: AsyncConnection, batch: list[Append]) -> set[UUID]:
    cursor = connection.cursor(binary=True)
    await cursor.execute(COMMANDS_ON_RECORD, {"command_ids": [append.command_id for append in batch]})
    return {command_id for (command_id,) in await cursor.fetchall()}


def _answer(append: Append, first: int) -> None:
    if not append.position.done():
        append.position.set_result(first)


def _refuse(append: Append, reason: Exception) -> None:
    if not append.position.done():
        append.position.set_exception(reason)
