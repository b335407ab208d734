"""Events of some kinds, read from the record itself."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.event import Event
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import decode_rows
from service.eventstore.statements import COLUMNS, envelope

_EVENTS = text(f"""
select {COLUMNS} from es.events
where stream_id = any(:stream_ids) and type = any(:types)
order by stream_id, version
""").bindparams(bindparam("stream_ids", type_=ARRAY(Uuid)))  # noqa: S608  COLUMNS is ours

_AT = text(
    f"select {COLUMNS} from es.events where position = any(:positions) order by position"  # noqa: S608  ours
).bindparams(bindparam("positions", type_=ARRAY(BigInteger)))


async def events_of_streams(
    connection: AsyncConnection, stream_ids: Collection[UUID], kinds: Collection[type[Event]]
) -> list[RecordedEvent]:
    """Return the events of these kinds on these cases or accounts, those of each in order."""
    if not stream_ids:
        return []
    names = [kind.STORED_NAME for kind in kinds]
    rows = await connection.execute(_EVENTS, {"stream_ids": list(stream_ids), "types": names})
    return decode_rows(envelope(*tuple(row)) for row in rows)


async def events_at(connection: AsyncConnection, positions: Collection[int]) -> list[RecordedEvent]:
    """Return the events at these positions, in order."""
    if not positions:
        return []
    rows = await connection.execute(_AT, {"positions": list(positions)})
    return decode_rows(envelope(*tuple(row)) for row in rows)
