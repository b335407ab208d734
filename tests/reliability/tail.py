"""A reader that only moves forward, as every projection does, and comes back after each fault."""

import asyncio
from dataclasses import dataclass, field

from psycopg import AsyncConnection, Error

PAGE = "select position from es.events where position > %s order by position limit 500"
SECONDS_BEFORE_ANOTHER_TRY = 0.02


@dataclass
class Tail:
    """Follows the record at `url` from the last position that it has seen. `seen` is all, as it came."""

    url: str
    seen: list[int] = field(default_factory=list)
    interruptions: int = 0

    async def follow(self, finished: asyncio.Event) -> None:
        """Read until `finished` is set and nothing new is there."""
        while True:
            is_last = finished.is_set()
            try:
                await self._read_on(finished)
            except (Error, OSError):
                self.interruptions += 1
                await asyncio.sleep(SECONDS_BEFORE_ANOTHER_TRY)
                continue
            if is_last:
                return

    async def _read_on(self, finished: asyncio.Event) -> None:
        async with await AsyncConnection.connect(self.url, autocommit=True) as connection:
            while await self.catch_up(connection) or not finished.is_set():
                pass

    async def catch_up(self, connection: AsyncConnection) -> int:
        """Read one page; return how many positions it held."""
        cursor = await connection.execute(PAGE, (self.seen[-1] if self.seen else 0,))
        page = [position for (position,) in await cursor.fetchall()]
        self.seen += page
        return len(page)
