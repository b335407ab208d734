"""Batches of appends written over one connection, through conflicts, repeats and lost answers."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from psycopg import AsyncConnection, OperationalError
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import ReadOnlySqlTransaction, UniqueViolation

from service.database.connecting import NOTICES_A_VANISHED_PEER, HastyConnection
from service.eventstore.append import (
    Append,
    CommandRepeatedError,
    RecordUnavailableError,
    VersionTakenError,
)
from service.eventstore.statements import (
    APPEND,
    APPEND_ON,
    AT_POSITION,
    COMMANDS_ON_RECORD,
    append_parameters,
    parameters_before,
)
from service.eventstore.writing.preconditions import Versions, events_before, versions, without_lost

SECONDS_BETWEEN_ATTEMPTS = 0.1
CONNECTION: dict[str, Any] = {
    **NOTICES_A_VANISHED_PEER,
    "application_name": "casebook appender",
    "target_session_attrs": "read-write",
}

# Its few statements find single events by their keys: one plan for each serves for good, provided that one
# which was made while the record was small does not read a large one whole.
PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"

_log = structlog.get_logger()


def _tell_nobody() -> None:
    """Default of the callbacks: do nothing."""


class Writer:
    """Writes one batch at a time."""

    def __init__(self, libpq_url: str, *, on_append: Callable[[int], None]) -> None:
        self._url = libpq_url
        self._on_append = on_append
        self._connection: AsyncConnection | None = None
        self._newest: tuple[int, UUID] | None = None
        self.on_reconnect: Callable[[], None] = _tell_nobody

    async def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            await self._connection.close()

    async def write(self, batch: list[Append]) -> None:
        """Answer or refuse every append of the batch, each at the latest when it `gives_up_at`."""
        failures = 0
        while batch := _without_orphans(batch):
            try:
                async with asyncio.timeout_at(_first_to_give_up(batch)):
                    batch = await self._insert_or_settle(batch)
                failures = 0
            except (OperationalError, ReadOnlySqlTransaction, TimeoutError) as error:
                if not isinstance(error, OperationalError):  # it is there and does not write: ask for another
                    await self.close()
                if failures:
                    await asyncio.sleep(SECONDS_BETWEEN_ATTEMPTS)
                failures += 1
                batch = await self._after_lost_connection(batch, error)
            except Exception as error:  # noqa: BLE001  one that cannot be written refuses only itself
                await self._write_one_by_one(batch, error)
                return

    async def _write_one_by_one(self, batch: list[Append], error: Exception) -> None:
        """Keep one bad append from spoiling the others: nothing of the batch was written."""
        if len(batch) == 1:
            batch[0].refuse(error)
            return
        for append in batch:
            await self.write([append])

    async def _connect(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed:
            is_another = self._connection is not None
            given = conninfo_to_dict(self._url).get("options", "")
            self._connection = await HastyConnection.connect(
                self._url, autocommit=True, prepare_threshold=0, **CONNECTION, options=f"{given} {PLANS}"
            )
            if is_another:
                self.on_reconnect()
                await self._say_what_was_lost(self._connection)
        return self._connection

    async def _say_what_was_lost(self, connection: AsyncConnection) -> None:
        """Whoever took over may lack what was acknowledged: nobody else would ever say so."""
        if self._newest is None:
            return
        position, event_id = self._newest
        cursor = await connection.cursor(binary=True).execute(AT_POSITION, {"position": position})
        if await cursor.fetchone() != (event_id,):
            _log.error("record_lost_events", position=position, event_id=str(event_id))
            self._newest = None

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
        if first is None:
            return await without_lost(connection, batch)
        for append in batch:
            append.answer(first)
            first += len(append.rows)
        self._newest = (first - 1, batch[-1].rows[-1].event_id)
        self._on_append(first - 1)
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
                append.refuse(CommandRepeatedError())
            elif _is_in_the_way(append, taken):
                append.refuse(VersionTakenError())
            else:
                kept.append(append)
        return kept

    async def _after_lost_connection(self, batch: list[Append], error: Exception) -> list[Append]:
        """Find out what became of a batch whose answer was lost; return what must be written again."""
        left = _without_overdue(batch, error)
        if not left:
            return []
        try:
            async with asyncio.timeout_at(_first_to_give_up(left)):
                taken = await _taken_versions(await self._connect(), left)
        except (OperationalError, TimeoutError):
            return left
        return self._without_written(left, taken)

    def _without_written(self, batch: list[Append], taken: Versions) -> list[Append]:
        """Answer what is on the record as ours, known by the event id; return the others."""
        left = []
        for append in batch:
            event_id, position = taken.get(append.keys[0], (None, 0))
            if event_id == append.rows[0].event_id:
                append.answer(position)
                self._on_append(position + len(append.rows) - 1)
            else:
                left.append(append)
        return left


def _without_orphans(batch: list[Append]) -> list[Append]:
    kept = []
    for append in batch:
        if append.is_orphaned:
            append.refuse(VersionTakenError())
        else:
            kept.append(append)
    return kept


def _first_to_give_up(batch: list[Append]) -> float:
    return min([append.gives_up_at for append in batch])


def _without_overdue(batch: list[Append], error: Exception) -> list[Append]:
    now = asyncio.get_running_loop().time()
    left = []
    for append in batch:
        if append.gives_up_at <= now:
            append.refuse(RecordUnavailableError(str(error) or "the database did not answer in time"))
        else:
            left.append(append)
    return left


def _is_in_the_way(append: Append, taken: Versions) -> bool:
    keys = append.keys
    return len(set(keys)) < len(keys) or any(key in taken for key in keys)


async def _insert(connection: AsyncConnection, batch: list[Append]) -> int | None:
    """Return the first position; None where nothing was written because an event before is missing."""
    cursor = connection.cursor(binary=True)
    values = append_parameters([row for append in batch for row in append.rows])
    if before := events_before(batch):
        await cursor.execute(APPEND_ON, values | parameters_before(before))
    else:
        await cursor.execute(APPEND, values)
    found = await cursor.fetchone()
    if found is None and not before:
        raise LookupError("es.head has no row: the record is not the one that the migrations made")
    return int(found[0]) + 1 if found else None


async def _taken_versions(connection: AsyncConnection, batch: list[Append]) -> Versions:
    return await versions(connection, [key for append in batch for key in append.keys])


async def _recorded_commands(connection: AsyncConnection, batch: list[Append]) -> set[UUID]:
    cursor = connection.cursor(binary=True)
    await cursor.execute(COMMANDS_ON_RECORD, {"command_ids": [append.command_id for append in batch]})
    return {command_id for (command_id,) in await cursor.fetchall()}
