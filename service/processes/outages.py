"""Which errors say that the database is away for a while, and what may be shown of an error."""

import traceback
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.eventstore.append import RecordBusyError, RecordUnavailableError

OUTAGES = (
    RecordBusyError,
    RecordUnavailableError,
    OperationalError,
    InterfaceError,
    PoolTimeoutError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    ConnectionError,
)
"""What is tried again."""


def shown_message(error: Exception) -> str:
    """Return what may be shown of an error: the database's first line, else where it was raised.

    Never other words of its own: they might quote an event, and events hold personal data.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error) and cause.diag.message_primary:
        return cause.diag.message_primary
    if isinstance(cause, psycopg.OperationalError):
        return str(cause).partition("\n")[0]
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
