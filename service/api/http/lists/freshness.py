"""Read your own writes: a list waits until it holds a position."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.problems.error import ProblemError
from service.api.http.services import Services
from service.projections.engine.checkpoints import projection_position

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_UNTIL_RETRY = 1
HIGHEST_POSITION = 2**63 - 1

MinPosition = Annotated[int | None, Field(ge=0, le=HIGHEST_POSITION)]
"""A position that is waited for; None if none."""


@asynccontextmanager
async def connected_at(
    services: Services, min_position: int | None
) -> AsyncIterator[tuple[AsyncConnection, int]]:
    """Connect to the read side once it holds a position, and yield the position that it has reached.

    Raises ProblemError `projection_behind` when it is not reached in time.
    """
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        yield connection, await wait_for_position(connection, min_position, wait_seconds=wait_seconds)


async def wait_until_listed(services: Services, min_position: int | None) -> None:
    """Wait until the read side holds a position. Raises ProblemError `projection_behind`."""
    if min_position is not None:
        async with connected_at(services, min_position):
            pass


async def wait_for_position(
    connection: AsyncConnection, min_position: int | None, *, wait_seconds: float
) -> int:
    """Return the position that the read side has reached, at least `min_position`.

    Raises ProblemError `projection_behind` when it is not reached in time.
    """
    deadline = asyncio.get_running_loop().time() + wait_seconds
    while (position := await _position(connection)) < (min_position or 0):
        if asyncio.get_running_loop().time() >= deadline:
            headers = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
            raise ProblemError("projection_behind", headers=headers, position=position)
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    return position


async def _position(connection: AsyncConnection) -> int:
    position = await connection.run_sync(projection_position)
    await connection.rollback()  # the next look must see what was committed meanwhile
    return position
