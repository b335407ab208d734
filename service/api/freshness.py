"""Read your own writes: a list waits until it holds a position."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.problem_error import ProblemError
from service.projections.engine.checkpoints import projection_position

SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_UNTIL_RETRY = 1
HIGHEST_POSITION = 2**63 - 1


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
