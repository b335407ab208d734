"""A kept server: started again when it ends unasked, and never after a stop."""

import os
import queue
import random
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from service.database.embedded.binaries import find_binaries, usable_binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import run_as, server_user
from service.database.embedded.ownership import serves
from service.database.embedded.postmaster import Postmaster, free_port, port_is_free
from service.database.embedded.server import EmbeddedPostgres, attach
from service.database.embedded.server_settings import server_settings
from service.database.embedded.supervisor import (
    LONGEST_WAIT_SECONDS,
    Change,
    Ended,
    NotStarted,
    RunningAgain,
    message_of,
    wait_seconds,
)
from service.database.problems import PortTakenError, ServerStartError, StartAbandonedError

LIMIT_SECONDS = 120
LASTING_PORTS = range(20_000, 32_000)
"""Below those that Linux hands to outgoing connections: nobody takes ours while its server is away."""

linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells which processes belong to which data"
)


class Kept:
    """A kept server, and what its supervisor told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes: queue.Queue[Change] = queue.Queue()
        free = (port for port in random.sample(LASTING_PORTS, len(LASTING_PORTS)) if port_is_free(port))
        self.server = EmbeddedPostgres(folder, port=next(free), on_change=self.on_change)

    def on_change(self, change: Change) -> None:
        self.changes.put(change)

    def next(self) -> Change:
        return self.changes.get(timeout=LIMIT_SECONDS)

    def kill(self) -> int:
        pid = self.server.pid
        os.kill(pid, signal.SIGKILL)
        return pid

    def ask(self, query: str) -> object:
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            row = connection.execute(query.encode()).fetchone()
        assert row
        return row[0]


class KeptFromItsPort(Kept):
    """A server whose port another program takes in the moment in which it ends."""

    other: socket.socket

    def on_change(self, change: Change) -> None:
        if isinstance(change, Ended):
            self.other = socket.create_server(("127.0.0.1", self.server.port))
        super().on_change(change)


@pytest.fixture
def kept(server_folder: Path) -> Iterator[Kept]:
    kept = Kept(server_folder)
    with kept.server:
        yield kept


@contextmanager
def end_of(*pids: int) -> Iterator[None]:
    """Wait on leaving until the processes have ended."""
    descriptors = [os.pidfd_open(pid) for pid in pids]
    yield
    for descriptor in descriptors:
        ended, _, _ = select.select([descriptor], [], [], LIMIT_SECONDS)
        os.close(descriptor)
        assert ended


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def keepers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "supervisor" in thread.name]


def test_a_killed_server_is_back_under_the_same_url_with_what_was_written(kept: Kept) -> None:
    url = kept.server.url()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE written AS SELECT 7 AS figure")
    killed = kept.kill()
    assert kept.next() == Ended(killed, -signal.SIGKILL)
    back = kept.next()
    assert isinstance(back, RunningAgain)
    assert back.pid == kept.server.pid != killed
    assert kept.server.url() == url == attach(kept.folder)
    assert kept.ask("SELECT figure FROM written") == 7


def test_it_is_back_each_time(kept: Kept) -> None:
    for _ in range(3):
        killed = kept.kill()
        assert kept.next() == Ended(killed, -signal.SIGKILL)
        assert isinstance(kept.next(), RunningAgain)
        assert kept.ask("SELECT 1") == 1


@linux
def test_it_is_back_after_all_its_processes_were_killed(kept: Kept) -> None:
    for pid in (kept.server.pid, *children(kept.server.pid)):
        os.kill(pid, signal.SIGKILL)
    assert isinstance(kept.next(), Ended)
    assert isinstance(kept.next(), RunningAgain)
    assert kept.ask("SELECT 1") == 1


def test_a_server_that_somebody_else_stopped_in_order_is_back_too(kept: Kept) -> None:
    stopped = kept.server.pid
    os.kill(stopped, signal.SIGINT)
    assert kept.next() == Ended(stopped, 0)
    assert isinstance(kept.next(), RunningAgain)


@linux
def test_a_session_in_a_long_query_does_not_outlive_its_server(kept: Kept) -> None:
    with closing(psycopg.connect(kept.server.url(), autocommit=True)) as busy:
        backend = busy.info.backend_pid
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")  # never looks whether the server lives
        while not kept.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO%'"
        ):
            continue
        with end_of(backend):
            kept.kill()
        assert isinstance(kept.next(), Ended)
        assert isinstance(kept.next(), RunningAgain)
        assert kept.ask("SELECT 1") == 1


def test_a_start_that_fails_is_told_and_tried_again_on_the_same_port(server_folder: Path) -> None:
    kept = KeptFromItsPort(server_folder)
    with kept.server:
        url = kept.server.url()
        kept.kill()
        assert isinstance(kept.next(), Ended)
        failed = kept.next()
        assert isinstance(failed, NotStarted)
        assert isinstance(failed.problem, PortTakenError)
        kept.other.close()
        while isinstance(kept.next(), NotStarted):
            continue
        assert kept.server.url() == url
        assert kept.ask("SELECT 1") == 1


class KeptBesideAStranger(Kept):
    """A server whose number is given to another program in the moment in which it ends."""

    stranger: int

    def on_change(self, change: Change) -> None:
        if isinstance(change, Ended):
            noted = Layout(self.folder).postmaster_pid
            noted.write_text(noted.read_text().replace(str(change.pid), str(self.stranger), 1))
        super().on_change(change)


def test_a_number_that_was_given_to_another_program_keeps_no_server_away(server_folder: Path) -> None:
    account = run_as(server_user(os.geteuid()))
    kept = KeptBesideAStranger(server_folder)
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, **account) as stranger:
        kept.stranger = stranger.pid
        with kept.server:
            kept.kill()
            assert isinstance(kept.next(), Ended)
            assert isinstance(kept.next(), RunningAgain)
        assert stranger.poll() is None


@linux
def test_a_start_in_progress_is_broken_off_by_a_stop(made_folder: Path) -> None:
    layout, account, asked = Layout(made_folder), server_user(os.geteuid()), threading.Event()
    binaries = usable_binaries(find_binaries(None), account, layout.binaries)
    settings = server_settings(port := free_port(), {}, durable=False)
    asked.set()
    with pytest.raises(StartAbandonedError):
        Postmaster.launch(layout, binaries, account, port, settings, abandon=asked)
    assert not [entry for entry in Path("/proc").glob("[0-9]*") if serves(int(entry.name), layout.data)]


def test_a_stop_between_two_attempts_is_a_stop(server_folder: Path) -> None:
    kept = KeptFromItsPort(server_folder)
    with kept.server:
        kept.kill()
        while not isinstance(kept.next(), NotStarted):
            continue
    kept.other.close()
    assert not keepers()
    assert attach(server_folder) is None
    assert not any(isinstance(change, RunningAgain) for change in kept.changes.queue)


def test_a_stopped_server_stays_stopped_and_its_folder_is_free(kept: Kept) -> None:
    kept.server.stop()
    assert not keepers()
    assert kept.changes.empty()
    assert attach(kept.folder) is None
    with EmbeddedPostgres(kept.folder, durable=False) as another:
        assert another.pid


@linux
def test_a_kill_in_the_midst_of_a_stop_does_not_bring_it_back(kept: Kept) -> None:
    pid = kept.server.pid
    os.kill(pid, signal.SIGSTOP)
    while not is_stopped(pid):  # of two signals that wait together, SIGINT would be taken first
        continue
    stopping = threading.Thread(target=kept.server.stop)
    stopping.start()
    while not is_pending(signal.SIGINT, pid):
        continue
    kept.kill()
    stopping.join()
    assert not keepers()
    assert kept.changes.empty()
    assert attach(kept.folder) is None


def is_stopped(pid: int) -> bool:
    return status(pid, "State") == "T"


def is_pending(number: signal.Signals, pid: int) -> bool:
    return bool(int(status(pid, "ShdPnd"), 16) >> (number - 1) & 1)


def status(pid: int, name: str) -> str:
    """Return the first word of a line of the kernel's account of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line for line in lines if line.startswith(f"{name}:")).split()[1]


def test_a_stop_right_after_a_kill_leaves_nothing_running(server_folder: Path) -> None:
    kept = Kept(server_folder)
    with kept.server:
        kept.kill()
        assert isinstance(kept.next(), Ended)  # from now on the supervisor waits, starts or has started
    assert not keepers()
    assert attach(server_folder) is None
    with EmbeddedPostgres(server_folder, durable=False) as another:
        assert another.pid


def test_the_waits_grow_from_nothing_to_a_bound() -> None:
    waits = [wait_seconds(failures) for failures in range(2000)]
    assert waits[0] == 0
    assert waits[1:4] == [0.1, 0.2, 0.4]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT_SECONDS


def test_the_words_name_what_happened_and_the_reason() -> None:
    said = (
        "PostgreSQL did not start in /data. It said:\nLOG: a\nFATAL: block 7 is still in use\nLOG: shut down"
    )
    failed = NotStarted(ServerStartError(said), 0.4)
    assert "(process 7) was ended by signal 9" in message_of(Ended(7, -9), "en")
    assert "exit code 1" in message_of(Ended(7, 1), "en")
    assert "in 0.4 s" in message_of(failed, "en")
    assert message_of(failed, "en").endswith("FATAL: block 7 is still in use")
    assert message_of(failed, "zh").endswith("FATAL: block 7 is still in use")
    assert "进程 8" in message_of(RunningAgain(8, 1.25), "zh")
