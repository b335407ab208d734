"""A PostgreSQL server of the benchmark's own, gone afterwards; each part has databases of its own there."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from service import main
from service.benchmark.plan import Plan
from service.database.embedded.binaries import find_binaries
from service.database.embedded.server import EmbeddedPostgres
from service.projections.runner import Runner
from service.settings import Settings

SETTINGS: Mapping[str, str] = {"max_connections": "120", "max_wal_size": "4GB"}
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Laboratory:
    """Where one part is measured: a record, and an empty database for the stock library.

    `pgbench` is None where PostgreSQL was installed without it.
    """

    url: str
    stock_url: str
    pgbench: Path | None
    environment: Mapping[str, str]


LaboratoryFor = Callable[[str], Laboratory]
"""Makes the laboratory of a part. Its record is empty: nothing of another part is folded meanwhile."""


@contextmanager
def laboratories(plan: Plan, settings: Settings, environment: Mapping[str, str]) -> Iterator[LaboratoryFor]:
    """Offer a fresh server while inside; `environment` is what the processes that it starts inherit.

    Raises a DatabaseProblemError where no PostgreSQL can be started.
    """
    folder = Path(tempfile.mkdtemp(prefix="casebook-bench-"))
    folder.chmod(0o711)
    binaries = settings.postgres_binaries
    try:
        with EmbeddedPostgres(
            folder / "server", binaries=binaries, settings={**SETTINGS, **_delay(plan)}
        ) as server:

            def laboratory_for(part: str) -> Laboratory:
                url = _new_database(server, f"{part}_casebook")
                main.prepare(url, settings, folder=None)
                stock_url = _new_database(server, f"{part}_stock")
                return Laboratory(url, stock_url, _pgbench(binaries), environment)

            yield laboratory_for
    finally:
        shutil.rmtree(folder)


def _new_database(server: EmbeddedPostgres, name: str) -> str:
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(SQL("create database {}").format(Identifier(name)))
    return server.url(name)


def _delay(plan: Plan) -> dict[str, str]:
    """Have PostgreSQL wait before each flush of its log: `commit_siblings` 0 means at every commit."""
    if not plan.delayed_commit_seconds:
        return {}
    delay = round(plan.delayed_commit_seconds * MICROSECONDS)
    return {"commit_delay": str(delay), "commit_siblings": "0"}


def _pgbench(binaries: Path | None) -> Path | None:
    program = find_binaries(binaries) / "pgbench"
    return program if program.is_file() else None


async def caught_up(lab: Laboratory) -> None:
    """Wait until all that is on the record is folded, taking turns with the server's worker."""
    engine = main.reading_engine(lab.url)
    try:
        await asyncio.to_thread(Runner(engine).catch_up)
    finally:
        engine.dispose()


async def run_to_end(*command: str, environment: Mapping[str, str], said: bytes = b"") -> bytes:
    """Run a program, hand it `said` and return what it prints. Raises ProgramFailedError."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    printed, complaints = await process.communicate(said)
    if process.returncode:
        raise ProgramFailedError(
            f"{command[0]} ended with {process.returncode}: {complaints.decode()[-2000:]}"
        )
    return printed


class ProgramFailedError(Exception):
    """A program that the benchmark started did not do its work, so there is no figure."""
