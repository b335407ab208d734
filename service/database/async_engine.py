"""The asynchronous engine, apart from the other so that only those who want it load greenlet."""

from sqlalchemy.ext import asyncio
from sqlalchemy.ext.asyncio import AsyncEngine

from service.database.connecting import PatientConnection
from service.database.engine import POOL_LIMIT_SECONDS, connect_arguments, parsed_url


def create_async_engine(
    url: str, *, application_name: str = "casebook", pool_size: int = 5, overflow: int = 5
) -> AsyncEngine:
    """Return an engine with at most `pool_size + overflow` connections, all in UTC."""
    return asyncio.create_async_engine(
        parsed_url(url),
        connect_args={
            **connect_arguments(url, application_name),
            "async_creator_fn": PatientConnection.connect,
        },
        pool_size=pool_size,
        max_overflow=overflow,
        pool_timeout=POOL_LIMIT_SECONDS,
        pool_pre_ping=True,
    )
