"""How long-lived connections to the database are kept: one whose peer has vanished is soon found out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Self, TypeVar

import psycopg
from psycopg.abc import PQGen

from service.database.patience import gives_up_at

Answer = TypeVar("Answer")

NOTICES_A_VANISHED_PEER: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6_000,
}
"""Parameters of libpq: a peer that went without a word is noticed well within the appender's deadline."""

CANCEL_SECONDS = 0.5


class HastyConnection(psycopg.AsyncConnection):
    """A connection that is closed when what it was asked is given up.

    Psycopg would ask the server for 5 seconds to stop the query, and wait 5 more for its end: where the
    server hangs, who has waited as long as was promised would wait for all that besides.
    """

    async def cancel_safe(self, *, timeout: float = CANCEL_SECONDS) -> None:  # noqa: ASYNC109  psycopg's
        """Ask the server to stop the query, then have the connection closed."""
        with suppress(psycopg.Error):
            await super().cancel_safe(timeout=min(timeout, CANCEL_SECONDS))
        raise asyncio.CancelledError


class PatientConnection(HastyConnection):
    """A connection of those who are served: what outlasts their patience is given up, and it with it."""

    @classmethod
    async def connect(cls, *args: Any, **named: Any) -> Self:
        async with _in_time():
            return await super().connect(*args, **named)

    async def wait(self, gen: PQGen[Answer], *args: Any, **named: Any) -> Answer:
        try:
            async with _in_time():
                return await super().wait(gen, *args, **named)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                await self.close()  # its answer would be taken for that to the next question
            raise


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout_at(gives_up_at()):
            yield
    except TimeoutError:
        raise psycopg.OperationalError("the database did not answer in time") from None
