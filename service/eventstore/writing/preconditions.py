"""What must be on the record before an append: a stream goes on from what is there, or not at all."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from psycopg import AsyncConnection

from service.eventstore.append import Append, Before, EventBeforeMissingError
from service.eventstore.statements import TAKEN_VERSIONS

Versions = dict[tuple[UUID, int], tuple[UUID, int]]
"""What is on the record: (stream, version) -> (event id, position)."""

_log = structlog.get_logger()


def events_before(batch: Sequence[Append]) -> list[Before]:
    """Return what must be on the record before the batch is: not what it brings itself."""
    wanted = [before for append in batch for before in append.before]
    if not wanted:
        return []
    brought = {key for append in batch for key in append.keys}
    return [before for before in wanted if (before.stream_id, before.version) not in brought]


async def versions(connection: AsyncConnection, keys: Sequence[tuple[UUID, int]]) -> Versions:
    """Return those of these versions that are on the record."""
    cursor = connection.cursor(binary=True)
    wanted = {"stream_id": [stream_id for stream_id, _ in keys], "version": [version for _, version in keys]}
    await cursor.execute(TAKEN_VERSIONS, wanted)
    found = await cursor.fetchall()
    return {(stream_id, version): (event_id, position) for stream_id, version, event_id, position in found}


async def without_lost(connection: AsyncConnection, batch: list[Append]) -> list[Append]:
    """Refuse those that go on from an event which the record does not have: a failover may have lost it."""
    wanted = events_before(batch)
    there = await versions(connection, [(before.stream_id, before.version) for before in wanted])
    lost = {before for before in wanted if not _is_there(before, there)}
    kept = []
    for append in batch:
        missing = lost.intersection(append.before)
        for before in missing:
            _log.error("event_missing", stream_id=str(before.stream_id), version=before.version)
        if missing:
            append.refuse(EventBeforeMissingError())
        else:
            kept.append(append)
    return kept


def _is_there(before: Before, there: Versions) -> bool:
    event_id, _ = there.get((before.stream_id, before.version), (None, 0))
    return event_id is not None and before.event_id in {None, event_id}
