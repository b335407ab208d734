"""Lists and figures as they were: at a position of the record, or by what was recorded at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

from fastapi import Request
from pydantic import Field
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.document import Parameters
from service.api.http.lists.waiting import PositionWaits
from service.api.http.problems.error import ProblemError
from service.api.http.services import Services, services_of
from service.domain.event import Instant
from service.domain.rulebook.state import Rulebook
from service.projections.as_of import moment
from service.projections.as_of.moment import Moment
from service.projections.as_of.process import NotMadeError, TooManyWantedError
from service.projections.as_of.schemas import reads_past
from service.reports.what_if.history import rules_of

HIGHEST_POSITION = 2**63 - 1
SECONDS_TO_WAIT = 10.0
SECONDS_UNTIL_RETRY = "5"
ATTEMPTS = 3

Position = Annotated[int, Field(ge=1, le=HIGHEST_POSITION)]


class PastParameters(Parameters):
    """As of when to read."""

    as_of: Annotated[Position | Instant | None, Field(union_mode="left_to_right")] = None
    """As it was known then: a position, or a time of recording. Omit for the newest. The answer names the
    position; the same one gives the same answer again."""


async def moment_of(request: Request, query: object) -> Moment | None:
    """Return the moment that a query asks for, None for the newest.

    Raises ProblemError `validation_failed` for one that has not come yet, or before the first event.
    """
    as_of = query.as_of if isinstance(query, PastParameters) else None
    if as_of is None:
        return None
    known: Moment | None = getattr(request.state, "moment", None)
    if known is None:
        services = services_of(request)
        async with services.engine.connect() as connection:
            known = await connection.run_sync(_found, as_of, services.now())
        request.state.moment = known
    return known


async def time_of_reading(request: Request, query: object) -> datetime:
    """Return the time for which what is open or overdue is told: now, or when the position was recorded."""
    asked = await moment_of(request, query)
    return services_of(request).now() if asked is None else asked.recorded_at


async def rules_as_of(request: Request, query: object) -> Rulebook:
    """Return the rules on the record, now or at the position."""
    services, moment = services_of(request), await moment_of(request, query)
    if moment is None:
        return await services.application.rulebook()
    async with services.engine.connect() as connection:
        return await connection.run_sync(rules_of, moment.position)


@asynccontextmanager
async def connected_to_past(services: Services, position: int) -> AsyncIterator[AsyncConnection]:
    """Connect to the rows as of a position, which are made where they are not there yet.

    Raises ProblemError `past_rows_being_made`.
    """
    engine = services.engine.execution_options(isolation_level="REPEATABLE READ")
    for _ in range(ATTEMPTS):
        async with engine.connect() as connection:
            if await connection.run_sync(reads_past, position):
                yield connection
                return
        await _make(services, position)
    raise _being_made()


async def _make(services: Services, position: int) -> None:
    try:
        await asyncio.wait_for(services.past_rows.made(position), SECONDS_TO_WAIT)
    except (TimeoutError, NotMadeError):
        raise _being_made() from None
    except TooManyWantedError:
        raise PositionWaits.too_many() from None


def _being_made() -> ProblemError:
    return ProblemError("past_rows_being_made", headers={"Retry-After": SECONDS_UNTIL_RETRY})


def _found(connection: Connection, as_of: int | datetime, now: datetime) -> Moment:
    try:
        return moment.moment_of(connection, as_of, now)
    except moment.NotYetError as error:
        newest = error.newest if isinstance(error.newest, int) else error.newest.isoformat()
        wrong = {"type": "less_than_equal", "loc": ("query", "as_of"), "ctx": {"le": newest}}
    except moment.BeforeAllError as error:
        first = error.first.isoformat() if error.first else "–"
        wrong = {"type": "before_first", "loc": ("query", "as_of"), "ctx": {"first": first}}
    raise ProblemError("validation_failed", errors=[wrong])
