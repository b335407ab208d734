"""A PostgreSQL of a test's own that can be stopped, as a disk that hangs does."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from service.database.embedded.server import EmbeddedPostgres


@contextmanager
def own_server() -> Iterator[EmbeddedPostgres]:
    """Run a server while inside; it holds nothing yet."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-hanging-"))
    folder.chmod(0o711)  # the account of the server passes through
    with EmbeddedPostgres(folder / "server", durable=False) as server:
        yield server
    shutil.rmtree(folder)


@contextmanager
def stopped(server: EmbeddedPostgres, *, with_postmaster: bool) -> Iterator[None]:
    """Stop the processes of the server, and let them go on on leaving."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    pids = [*([server.pid] if with_postmaster else []), *map(int, children)]
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def given_up(connection: psycopg.AsyncConnection, seconds: float) -> None:
    """Ask over a plain connection, give up after a time, and wait until the driver lets go."""
    async with asyncio.timeout(seconds):
        await connection.execute("select 1")
