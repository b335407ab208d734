"""A primary and a standby that follows it, both real, and the moment in which the one takes over."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from service.database.app_role import ensure_app_role
from service.database.embedded.binaries import find_binaries, usable_binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import OsUser, hand_over, prepare_folder, run, run_as, server_user
from service.database.embedded.postmaster import free_port
from service.database.embedded.server import DATABASE, EmbeddedPostgres
from service.database.embedded.server_settings import server_settings
from service.database.engine import create_single_use_engine, libpq_url, parsed_url
from service.database.migrate import migrate
from tests.reliability.processes import kill_server

SETTINGS = {"wal_level": "replica", "max_wal_senders": "4"}
FOLLOWERS = "select count(*) from pg_stat_replication, pg_sleep(0.01)"
IN_STEP = f"{FOLLOWERS} where state = 'streaming' and sync_state = %s"


@dataclass
class Pair:
    """Both servers. `url` names both of them; the one that takes writes is meant."""

    primary: EmbeddedPostgres
    standby_url: str
    url: str

    def kill_primary(self) -> None:
        """Kill every process of it at once."""
        kill_server(self.primary.pid, wholly=True)

    def promote(self) -> None:
        """Have the standby take over; returns when it takes writes."""
        with psycopg.connect(self.standby_url, autocommit=True) as standby:
            assert standby.execute("select pg_promote(true, 60)").fetchone() == (True,)

    def cut_replication(self) -> None:
        """Have the standby hear nothing any more of what the primary does."""
        with psycopg.connect(self.standby_url, autocommit=True) as standby:
            standby.execute("alter system set primary_conninfo = ''")
            standby.execute("select pg_reload_conf()")
        with psycopg.connect(self.primary.url(), autocommit=True) as primary:
            while primary.execute(FOLLOWERS).fetchone() != (0,):
                continue


@contextmanager
def pair(folder: Path, *, is_synchronous: bool) -> Iterator[Pair]:
    """Run a migrated primary and its standby while inside."""
    with EmbeddedPostgres(folder / "primary", settings=SETTINGS) as primary:
        migrate(primary.url())
        with create_single_use_engine(primary.url(), application_name="tests").begin() as connection:
            ensure_app_role(connection)
        layout, port = Layout(folder / "standby"), free_port()
        with _standby(primary, layout, port) as process:
            if is_synchronous:
                _wait_for_the_standby(primary)
            _until_in_step(primary, process, "sync" if is_synchronous else "async")
            own = parsed_url(primary.url())
            login = f"postgresql://{own.username}:{own.password}"
            standby = f"{login}@127.0.0.1:{port}/{own.database}"
            both = f"{login}@127.0.0.1:{own.port},127.0.0.1:{port}/{own.database}"
            yield Pair(primary, standby, libpq_url(both))


@contextmanager
def _standby(primary: EmbeddedPostgres, layout: Layout, port: int) -> Iterator[subprocess.Popen[bytes]]:
    account = server_user(os.geteuid())
    prepare_folder(layout.folder, account)
    binaries = usable_binaries(find_binaries(None), account, layout.binaries)
    layout.data.mkdir(mode=0o700)
    hand_over(layout.data, account)
    copying = ("-D", str(layout.data), "-d", primary.url(DATABASE), "-X", "stream", "-c", "fast", "-R")
    copied = run([binaries.program("pg_basebackup"), *copying], account)
    assert copied.returncode == 0, copied.stderr
    settings = server_settings(port, SETTINGS, durable=True)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    process = _started([binaries.program("postgres"), "-D", str(layout.data), *options], layout, account)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def _started(command: list[str], layout: Layout, account: OsUser | None) -> subprocess.Popen[bytes]:
    with layout.log.open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", **run_as(account)
        )
    hand_over(layout.log, account)
    return process


def _wait_for_the_standby(primary: EmbeddedPostgres) -> None:
    with psycopg.connect(primary.url(), autocommit=True) as connection:
        connection.execute("alter system set synchronous_standby_names = '*'")
        connection.execute("select pg_reload_conf()")


def _until_in_step(primary: EmbeddedPostgres, standby: subprocess.Popen[bytes], state: str) -> None:
    with psycopg.connect(primary.url(), autocommit=True) as connection:
        while connection.execute(IN_STEP, (state,)).fetchone() != (1,):
            assert standby.poll() is None, "the standby has ended"
