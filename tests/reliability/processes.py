"""The PostgreSQL and the server of a kill campaign: started, killed and started again on the same ports."""

import multiprocessing
import os
import select
import signal
import time
from collections.abc import Sequence
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

import psycopg

from service.database.embedded.postmaster import port_is_free
from service.database.embedded.server import EmbeddedPostgres
from service.database.engine import libpq_url
from tests.reliability.server_process import serve

# Below the ports that Linux hands to outgoing connections, so that nobody takes ours while we are down.
PORTS = range(20_000, 32_000)
SECONDS_TO_END = 60
SECONDS_BEFORE_ANOTHER_TRY = 0.01
# One process has all modules loaded; every server is forked off it and composed anew.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["service.cli.servers.serve", "service.eventstore.application", "uvloop"])


class Target(StrEnum):
    """What is killed with signal 9."""

    POSTMASTER = "postmaster"
    ALL_POSTGRES = "all of PostgreSQL"
    APPENDER_BACKEND = "the appender's backend"
    SERVER = "server"


def two_ports(chance: Random) -> tuple[int, int]:
    """Return two ports that are free now."""
    free = (port for port in chance.sample(PORTS, len(PORTS)) if port_is_free(port))
    return next(free), next(free)


def kill_server(postmaster: int, *, wholly: bool) -> None:
    """Kill a postmaster, or `wholly` its children too; return when all of them have ended."""
    processes = [postmaster, *_children(postmaster)]
    ended = _descriptors(processes)
    for pid in processes if wholly else processes[:1]:
        _kill(pid)
    _wait_for_end(ended)  # survivors of a postmaster hold the shared memory until they notice


class Postgres:
    """A durable PostgreSQL whose processes die by our hand. To be used from the main thread."""

    def __init__(self, folder: Path, port: int) -> None:
        self._server = EmbeddedPostgres(folder, port=port)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        return libpq_url(self._server.url())

    def kill(self, target: Target) -> None:
        """Kill, and see to it that the server runs again."""
        if target is Target.APPENDER_BACKEND:
            self._kill_backend()
            return
        kill_server(self._server.pid, wholly=target is Target.ALL_POSTGRES)
        self._server.stop()
        self._server.start()

    def _kill_backend(self) -> None:
        """Kill the process that writes: PostgreSQL then ends all others and recovers by itself."""
        query = "select pid from pg_stat_activity where application_name = 'casebook appender' limit 1"
        with psycopg.connect(self.url, autocommit=True) as connection:
            found = None
            while found is None:
                found = connection.execute(query).fetchone()
        ended = _descriptors(_children(self._server.pid))
        _kill(int(found[0]))
        _wait_for_end(ended)
        while not self._answers():
            time.sleep(SECONDS_BEFORE_ANOTHER_TRY)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError:
            return False
        return True


class Server:
    """The product's own composition in a process of its own."""

    def __init__(self, database_url: str, port: int, log: Path) -> None:
        self._arguments = database_url, port, str(log)
        self._process: BaseProcess | None = None
        self.url = f"http://127.0.0.1:{port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it and return when it listens."""
        ready, told = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=serve, args=(*self._arguments, told), daemon=True)
        self._process.start()
        told.close()
        _expect(ready, self._arguments[2])

    def kill(self) -> None:
        """Kill it and start it again."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self.start()

    def stop(self) -> None:
        """End it as an operator would. Raises RuntimeError where it does not end in order."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        process.join(SECONDS_TO_END)
        if process.exitcode != 0:
            process.kill()
            raise RuntimeError(f"the server ended with {process.exitcode}: {_end_of(self._arguments[2])}")


def _expect(ready: Connection, log: str) -> None:
    try:
        ready.recv()
    except EOFError:
        raise RuntimeError(f"the server did not start: {_end_of(log)}") from None


def _end_of(log: str) -> str:
    return Path(log).read_text(errors="replace")[-2_000:]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _descriptors(processes: Sequence[int]) -> list[int]:
    found = []
    for pid in processes:
        try:
            found.append(os.pidfd_open(pid))
        except ProcessLookupError:  # a backend that has just ended
            continue
    return found


def _wait_for_end(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        select.select([descriptor], [], [], SECONDS_TO_END)
        os.close(descriptor)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
