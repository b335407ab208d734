"""Ends transactions of BI tools that last: a session may unset its own limits, but not this one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

LONGEST_READ_SECONDS = 120.0
SECONDS_BETWEEN_LOOKS = 5.0
END = text("select access.end_long_reads(:seconds)")

_log = structlog.get_logger()


@asynccontextmanager
async def long_reads_ended(
    engine: AsyncEngine,
    *,
    longest_seconds: float = LONGEST_READ_SECONDS,
    between_seconds: float = SECONDS_BETWEEN_LOOKS,
) -> AsyncIterator[None]:
    """End the sessions of `casebook_bi` whose transaction lasts longer, while inside."""
    watching = asyncio.create_task(_watch(engine, longest_seconds, between_seconds))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.wait({watching})


async def _watch(engine: AsyncEngine, longest_seconds: float, between_seconds: float) -> None:
    while True:
        await asyncio.sleep(between_seconds)
        try:
            async with engine.begin() as connection:
                ended = await connection.scalar(END, {"seconds": longest_seconds})
        except SQLAlchemyError as error:  # the database is away, or may not look: the next look may
            _log.debug("long_reads_not_looked_for", error=type(error).__name__)
        else:
            if ended:
                _log.warning("long_reads_ended", sessions=ended, after_seconds=longest_seconds)
