"""Read your own writes: a list waits until it holds a position."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Request
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.api.http.document import Parameters
from service.api.http.guard import caller_of
from service.api.http.lists.as_of import HIGHEST_POSITION, connected_to_past, moment_of
from service.api.http.lists.waiting import PositionWaits
from service.api.http.services import Services, services_of
from service.projections.engine.checkpoints import projection_position

MinPosition = Annotated[int | None, Field(ge=0, le=HIGHEST_POSITION)]
"""A position that is waited for; None if none."""


class Freshness(Parameters):
    """How new what is read must be."""

    min_position: MinPosition = None
    """Wait until what is read has reached this position (`Case-Position` of a command's answer)."""


@asynccontextmanager
async def connected_at(request: Request, query: Freshness) -> AsyncIterator[tuple[AsyncConnection, int]]:
    """Connect to the read side once it holds a position, and yield the position that it has reached.

    Where the query asks for an earlier moment, what is read is as it was then. Raises ProblemError
    `projection_behind`, `too_many_waiting`, `past_rows_being_made`, and what `moment_of` raises.
    """
    min_position, moment = query.min_position, await moment_of(request, query)
    await wait_until_listed(request, max(min_position or 0, moment.position if moment else 0))
    if moment is not None:
        async with connected_to_past(services_of(request), moment.position) as connection:
            yield connection, moment.position
        return
    async with services_of(request).engine.connect() as connection:
        position = await connection.run_sync(projection_position)
        await connection.rollback()  # what is read next sees what was committed meanwhile
        # Between waiting and reading the read side may have begun anew.
        if position < (min_position or 0):
            raise PositionWaits.behind(position)
        yield connection, position


async def wait_until_listed(request: Request, min_position: int | None) -> None:
    """Wait until the read side holds a position, without a connection.

    Raises ProblemError `projection_behind` or `too_many_waiting`.
    """
    if min_position:
        waits: PositionWaits = request.app.state.waits
        await waits.reached(min_position, caller_of(request).key_id)


def position_waits(services: Services) -> PositionWaits:
    """Return where requests wait for the read side."""
    return PositionWaits(lambda: _position(services.engine), wait_seconds=services.min_position_wait_seconds)


async def _position(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.run_sync(projection_position)
