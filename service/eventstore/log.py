"""Reading the record: by stream, by command, by position."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from service.eventstore import arrays, statements
from service.eventstore.connecting import NOTICES_A_VANISHED_PEER
from service.eventstore.envelope import StoredEnvelope

Snapshot = tuple[UUID, int, int, str, bytes]
"""Stream, version, position, kind and folded state."""

LAST_VERSION = 2**31 - 1
LAST_POSITION = 2**63 - 1


class EventLog:
    """Reads envelopes over a pool of connections of its own. Use `reading()`."""

    def __init__(self, libpq_url: str, *, connections: int = 4) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection] = AsyncConnectionPool(
            libpq_url,
            min_size=1,
            max_size=connections,
            open=False,
            kwargs={
                "autocommit": True,
                "prepare_threshold": 1,
                "application_name": "casebook reader",
                **NOTICES_A_VANISHED_PEER,
            },
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator["EventLog"]:
        """Keep connections open while inside."""
        async with self._pool:
            yield self

    async def stream(self, stream_id: UUID, up_to_version: int = LAST_VERSION) -> list[StoredEnvelope]:
        """Return the events of a stream in order of version."""
        values = {"stream_id": stream_id, "up_to_version": up_to_version}
        return await self._select(statements.BY_STREAM, values)

    async def streams(self, stream_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the events of several streams in order of position."""
        return await self._select(statements.BY_STREAMS, {"stream_ids": list(stream_ids)})

    async def commands(self, command_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the events that these commands caused, in order of position."""
        return await self._select(statements.BY_COMMANDS, {"command_ids": arrays.uuids(command_ids)})

    async def after(self, position: int, limit: int) -> list[StoredEnvelope]:
        """Return up to `limit` events whose position is greater, in order."""
        return await self._select(statements.AFTER_POSITION, {"position": position, "limit": limit})

    async def slice(
        self,
        stream_id: UUID,
        *,
        after_version: int | None = None,
        up_to_version: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> list[StoredEnvelope]:
        """Return the events of a stream between two versions (the first excluded), at most `limit`."""
        values = {
            "stream_id": stream_id,
            "after": -LAST_VERSION if after_version is None else after_version,
            "up_to": LAST_VERSION if up_to_version is None else up_to_version,
            "limit": limit,
        }
        return await self._select(statements.SLICE_NEWEST_FIRST if newest_first else statements.SLICE, values)

    async def between(
        self, first: int, last: int, limit: int, types: Sequence[str] = ()
    ) -> list[StoredEnvelope]:
        """Return up to `limit` events of these positions, both included; `types` picks by stored name."""
        values = {"first": first, "last": last, "limit": limit, "types": list(types)}
        return await self._select(statements.BETWEEN_POSITIONS, values)

    async def since_snapshots(
        self, stream_ids: Sequence[UUID], fold_version: int
    ) -> tuple[list[Snapshot], list[StoredEnvelope]]:
        """Return the snapshots of these streams and the events after them, in order of position."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            wanted = {"stream_ids": arrays.uuids(stream_ids), "fold_version": fold_version}
            await cursor.execute(statements.SNAPSHOTS, wanted)
            snapshots: list[Snapshot] = await cursor.fetchall()
            versions = {stream_id: version for stream_id, version, *_ in snapshots}
            after = [versions.get(stream_id, -LAST_VERSION) for stream_id in stream_ids]
            since = {"stream_ids": arrays.uuids(stream_ids), "versions": arrays.integers(after)}
            await cursor.execute(statements.SINCE_VERSIONS, since)
            return snapshots, [statements.envelope(*row) for row in await cursor.fetchall()]

    async def keep_snapshot(self, **values: Any) -> None:
        """Keep a snapshot: the columns of `es.snapshots` by name. A newer one stays."""
        async with self._pool.connection() as connection:
            await connection.execute(statements.KEEP_SNAPSHOT, values)

    async def firsts(self, stream_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the first event of each of these streams, in order of position."""
        return await self._select(statements.FIRSTS, {"stream_ids": list(stream_ids)})

    async def versions(self, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Return the newest version of each of these streams that exists."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            await cursor.execute(statements.NEWEST_VERSIONS, {"stream_ids": arrays.uuids(stream_ids)})
            return dict(await cursor.fetchall())

    async def grown(self, after: int, up_to: int, types: Sequence[str]) -> list[tuple[UUID, int]]:
        """Return the streams that got events of these types in these positions, with their newest version."""
        async with self._pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            wanted = {"after": after, "up_to": up_to, "types": list(types)}
            await cursor.execute(statements.GROWN, wanted)
            return await cursor.fetchall()

    async def head(self) -> int:
        """Return the position of the newest event, 0 where there is none."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(statements.HEAD)
            row = await cursor.fetchone()
            return int(row[0]) if row else 0

    async def _select(self, statement: str, values: dict[str, Any]) -> list[StoredEnvelope]:
        async with self._pool.connection() as connection:
            cursor = connection.cursor(binary=True)
            await cursor.execute(statement, values)
            return [statements.envelope(*row) for row in await cursor.fetchall()]
