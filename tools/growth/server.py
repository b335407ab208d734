"""The server that a measurement of growth runs on, and what it measures with."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Connection, Cursor

from service.database.embedded.binaries import find_binaries
from service.database.embedded.server import DATABASE, EmbeddedPostgres

SETTINGS = {
    "autovacuum": "off",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "summarize_wal": "on",
    "max_wal_size": "2GB",
}
EMPTY, SMALL, BIG = "grow_empty", "grow_small", DATABASE


@dataclass(frozen=True)
class Figure:
    """One line of the result: what was measured, in which layout, and how it came out."""

    layout: str
    name: str
    figure: float
    unit: str


Figures = Iterator[Figure]


class Server:
    """The embedded server of this run and its databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder / "server", settings=SETTINGS)

    def connect(self, database: str = BIG) -> Connection:
        return psycopg.connect(self.postgres.url(database), autocommit=True)

    def copy(self, source: str, target: str) -> None:
        with self.connect("postgres") as connection:
            execute(connection, f"create database {target} template {source} strategy file_copy")

    def restart_cold(self) -> None:
        """Restart with nothing in memory: neither in the server nor in the cache of the operating system."""
        self.postgres.stop()
        for path in (self.folder / "server").rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.postgres.start()

    def program(self, name: str, *arguments: str) -> float:
        """Run a program of PostgreSQL's and return the seconds it took."""
        quiet = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
        command = [str(find_binaries(None) / name), *arguments]
        return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=quiet))


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def execute(connection: Connection, text: str, values: Any = None) -> Cursor:
    """Run SQL put together here."""
    return connection.execute(text.encode(), values)


def value(connection: Connection, text: str) -> Any:
    row = execute(connection, text).fetchone()
    return row[0] if row else None


def log_written(connection: Connection, since: str) -> float:
    """Return the bytes of write-ahead log since a place in it."""
    return float(value(connection, f"select pg_current_wal_lsn() - '{since}'::pg_lsn"))


def place_in_log(connection: Connection) -> str:
    return str(value(connection, "select pg_current_wal_lsn()"))
