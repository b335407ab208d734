"""What the watch reads: the time of the database, clocks with something due, accounts with days to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from service.projections.accounts import accounts
from service.projections.clocks.table import clocks

NO_ID = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class DueClock:
    """A clock about which something may have to be noted. The row can be behind the record."""

    stream_id: UUID
    clock_id: UUID
    next_at: datetime
    version: int
    """Version of the stream up to which the row is current."""


class DueList:
    """Reads the rows of the projection. `database_clock` is SQL for the time by the database's machine."""

    def __init__(self, engine: AsyncEngine, *, database_clock: ColumnElement[datetime] | None = None) -> None:
        self._engine = engine
        clock = func.clock_timestamp(type_=DateTime(timezone=True))
        self.database_clock = clock if database_clock is None else database_clock

    async def time(self) -> datetime:
        """Return the time by the database's machine, also within a transaction of its own."""
        async with self._engine.connect() as connection:
            return (await connection.execute(select(self.database_clock))).scalar_one().astimezone(UTC)

    async def due(self, until: datetime, after: DueClock | None, limit: int) -> Sequence[DueClock]:
        """Return up to `limit` clocks due before an instant, the longest due first, that follow `after`."""
        columns = (clocks.c.stream_id, clocks.c.clock_id, clocks.c.next_at, clocks.c.version)
        page = select(*columns).where(clocks.c.next_at < until)
        if after is not None:
            page = page.where(tuple_(clocks.c.next_at, clocks.c.clock_id) > (after.next_at, after.clock_id))
        page = page.order_by(clocks.c.next_at, clocks.c.clock_id).limit(limit)
        async with self._engine.connect() as connection:
            rows = await connection.execute(page)
            return [
                DueClock(stream_id=stream, clock_id=clock, next_at=next_at, version=version)
                for stream, clock, next_at, version in rows
            ]

    async def count(self, until: datetime) -> int:
        """Return how many clocks are due before an instant."""
        async with self._engine.connect() as connection:
            found = await connection.scalar(select(func.count()).where(clocks.c.next_at < until))
        return found or 0

    async def next_at(self, until: datetime) -> datetime | None:
        """Return the first instant, from this one on, at which a clock falls due."""
        first = select(func.min(clocks.c.next_at)).where(clocks.c.next_at >= until)
        async with self._engine.connect() as connection:
            found: datetime | None = await connection.scalar(first)
        return found

    async def accounts_with_days_to_come(self, after: UUID, limit: int) -> Sequence[UUID]:
        """Return up to `limit` accounts to which days bring promises that follow an id, in order of id."""
        known = accounts.c.account_id
        page = select(known).where(accounts.c.has_days_to_come, known > after)
        async with self._engine.connect() as connection:
            return list(await connection.scalars(page.order_by(known).limit(limit)))

    async def last_due(self) -> dict[str, datetime]:
        """Return the last instant by which something open is promised, by calendar."""
        last = select(clocks.c.calendar_id, func.max(clocks.c.due_at).label("last_due_at"))
        last = last.where(clocks.c.status.in_(("running", "paused"))).group_by(clocks.c.calendar_id)
        async with self._engine.connect() as connection:
            return {row.calendar_id: row.last_due_at for row in await connection.execute(last)}
