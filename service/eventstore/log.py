"""Reading the record: by stream, by command, by position."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from math import inf
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from service.database import patience
from service.database.connecting import NOTICES_A_VANISHED_PEER, HastyConnection
from service.eventstore import arrays, statements
from service.eventstore.envelope import StoredEnvelope

Snapshot = tuple[UUID, int, int, UUID, str, bytes]
"""Stream, version, position and id of its newest event, kind and folded state."""

DEADLINE_SECONDS = 15.0
SECONDS_AN_ATTEMPT = 1.0
"""After so long a pool begins anew: by itself it would wait longer and longer before it tries again."""
LAST_VERSION = 2**31 - 1
LAST_POSITION = 2**63 - 1


class EventLog:
    """Reads envelopes over a pool of connections of its own. Use `reading()`.

    A connection that breaks costs nothing but time: what was asked is asked again, for `deadline_seconds`.
    All methods raise OperationalError where the record is away for longer.
    """

    def __init__(
        self, libpq_url: str, *, connections: int = 4, deadline_seconds: float = DEADLINE_SECONDS
    ) -> None:
        self._deadline_seconds = deadline_seconds
        self._pool: AsyncConnectionPool[AsyncConnection] = AsyncConnectionPool(
            libpq_url,
            min_size=1,
            max_size=connections,
            open=False,
            connection_class=HastyConnection,
            reconnect_timeout=SECONDS_AN_ATTEMPT,
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

    async def stream(
        self, stream_id: UUID, up_to_version: int = LAST_VERSION, limit: int | None = None
    ) -> list[StoredEnvelope]:
        """Return the events of a stream in order of version, at most `limit`."""
        values = {"stream_id": stream_id, "up_to_version": up_to_version, "limit": limit}
        return await self._select(statements.BY_STREAM, values)

    async def stream_of(self, stream_id: UUID, types: Sequence[str]) -> list[StoredEnvelope]:
        """Return the events of a stream of these stored names, in order of version."""
        return await self._select(
            statements.BY_STREAM_AND_TYPES, {"stream_id": stream_id, "types": list(types)}
        )

    async def streams(self, stream_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the events of several streams in order of position."""
        return await self._select(statements.BY_STREAMS, {"stream_ids": list(stream_ids)})

    async def commands(self, command_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the events that these commands caused, in order of position."""
        return await self._select(statements.BY_COMMANDS, {"command_ids": arrays.uuids(command_ids)})

    async def newest_recorded_at(self) -> datetime | None:
        """Return when the newest event was recorded; None where there is none."""
        newest = await self.after(await self.head() - 1, 1)
        return newest[0].recorded_at if newest else None

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
        wanted = {"stream_ids": arrays.uuids(stream_ids), "fold_version": fold_version}
        snapshots: list[Snapshot] = await self._rows(statements.SNAPSHOTS, wanted)
        versions = {stream_id: version for stream_id, version, *_ in snapshots}
        after = [versions.get(stream_id, -LAST_VERSION) for stream_id in stream_ids]
        since = {"stream_ids": arrays.uuids(stream_ids), "versions": arrays.integers(after)}
        return snapshots, await self._select(statements.SINCE_VERSIONS, since)

    async def keep_snapshot(self, **values: Any) -> None:
        """Keep a snapshot: the columns of `es.snapshots` by name. A newer one stays."""
        async with self._pool.connection() as connection:
            await connection.execute(statements.KEEP_SNAPSHOT, values)

    async def firsts(self, stream_ids: Sequence[UUID]) -> list[StoredEnvelope]:
        """Return the first event of each of these streams, in order of position."""
        return await self._select(statements.FIRSTS, {"stream_ids": list(stream_ids)})

    async def versions(self, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Return the newest version of each of these streams that exists."""
        return dict(await self._rows(statements.NEWEST_VERSIONS, {"stream_ids": arrays.uuids(stream_ids)}))

    async def grown(self, after: int, up_to: int, types: Sequence[str]) -> list[tuple[UUID, int]]:
        """Return the streams that got events of these types in these positions, with their newest version."""
        return await self._rows(statements.GROWN, {"after": after, "up_to": up_to, "types": list(types)})

    async def not_said(self, stream_id: UUID, words: Sequence[bytes]) -> list[int]:
        """Return the places of those words, as JSON, that stand in no event of a stream."""
        values = {"stream_id": stream_id, "words": arrays.byteas(words)}
        return [place for (place,) in await self._rows(statements.NOT_SAID, values)]

    async def are_said_together(self, stream_id: UUID, words: Sequence[bytes]) -> bool:
        """Return whether one event of a stream holds all of these words, as JSON."""
        values = {"stream_id": stream_id, "words": arrays.byteas(words)}
        [(are_together,)] = await self._rows(statements.SAID_TOGETHER, values)
        return bool(are_together)

    async def head(self) -> int:
        """Return the position of the newest event, 0 where there is none."""
        rows = await self._rows(statements.HEAD, {})
        return int(rows[0][0]) if rows else 0

    async def _select(self, statement: str, values: dict[str, Any]) -> list[StoredEnvelope]:
        return [statements.envelope(*row) for row in await self._rows(statement, values)]

    async def _rows(self, statement: str, values: dict[str, Any]) -> list[Any]:
        """Read; after a failover every connection of the pool is a broken one."""
        loop = asyncio.get_running_loop()
        gives_up_at = min(loop.time() + self._deadline_seconds, patience.gives_up_at() or inf)
        while True:
            seconds = min(max(gives_up_at - loop.time(), 0.0), SECONDS_AN_ATTEMPT)
            try:
                async with (
                    asyncio.timeout_at(gives_up_at),
                    self._pool.connection(timeout=seconds) as connection,
                ):
                    cursor = connection.cursor(binary=True)
                    await cursor.execute(statement, values)
                    return await cursor.fetchall()
            except TimeoutError:
                raise OperationalError("the database did not answer in time") from None
            except OperationalError as error:
                is_passing = isinstance(error, PoolTimeout) or connection.broken
                if not is_passing or loop.time() >= gives_up_at:
                    raise
