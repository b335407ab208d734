"""How long-lived connections to the database are kept: one whose peer has vanished is soon found out."""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg

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
