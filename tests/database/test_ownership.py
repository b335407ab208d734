"""One owner a folder, whatever earlier owners left behind."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from service.database.embedded.binaries import find_binaries
from service.database.embedded.layout import Layout
from service.database.embedded.os_user import run_as, server_user
from service.database.embedded.ownership import serves
from service.database.embedded.postmaster import free_port
from service.database.embedded.server import EmbeddedPostgres, attach
from service.database.problems import AnotherOwnerError, OwnerWithoutServerError

PROCESS_END_LIMIT_SECONDS = 60
OWNER = """
import sys
from pathlib import Path
from service.database.embedded.server import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False).start()
print(server.pid, flush=True)
sys.stdin.read()
server.stop()
"""


def answers(server: EmbeddedPostgres) -> bool:
    with psycopg.connect(server.url()) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


@pytest.fixture
def owner(server_folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(server_folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()  # the owner reads to the end, then stops its server


def test_a_second_owner_is_told_who_owns_the_folder(
    owner: subprocess.Popen[str], server_folder: Path
) -> None:
    assert owner.stdout
    owner.stdout.readline()
    with pytest.raises(AnotherOwnerError, match=f"process {owner.pid} .*{server_folder}") as refusal:
        EmbeddedPostgres(server_folder, durable=False).start()
    assert refusal.value.pid == owner.pid
    assert not isinstance(refusal.value, OwnerWithoutServerError)
    found = attach(server_folder)
    assert found
    with psycopg.connect(found) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.skipif(sys.platform != "linux", reason="waits for the process by descriptor")
def test_an_owner_whose_server_died_is_told_from_one_that_serves(
    owner: subprocess.Popen[str], server_folder: Path
) -> None:
    assert owner.stdout
    pid = int(owner.stdout.readline())
    watched = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    select.select([watched], [], [], PROCESS_END_LIMIT_SECONDS)
    os.close(watched)
    assert attach(server_folder) is None
    with pytest.raises(OwnerWithoutServerError, match=f"process {owner.pid} .*database does not answer"):
        EmbeddedPostgres(server_folder, durable=False).start()


def test_a_folder_is_free_again_after_a_refused_second_owner(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False), pytest.raises(AnotherOwnerError):
        EmbeddedPostgres(server_folder, durable=False).start()
    with EmbeddedPostgres(server_folder, durable=False) as server:
        assert answers(server)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_the_server_ends_with_its_killed_owner(owner: subprocess.Popen[str], server_folder: Path) -> None:
    assert owner.stdout
    watched = os.pidfd_open(int(owner.stdout.readline()))
    owner.kill()
    ended, _, _ = select.select([watched], [], [], PROCESS_END_LIMIT_SECONDS)
    os.close(watched)
    assert ended, "the server outlived its owner"
    assert attach(server_folder) is None
    with EmbeddedPostgres(server_folder, durable=False) as server:
        assert answers(server)


def plant_pid(folder: Path, pid: int) -> None:
    lines = [
        str(pid),
        str(folder / "data"),
        "1700000000",
        "5432",
        "",
        "127.0.0.1",
        "  5432001         0",
        "ready",
    ]
    Layout(folder).postmaster_pid.write_text("\n".join(lines) + "\n")


def test_a_stale_file_that_names_the_first_process_is_no_server(made_folder: Path) -> None:
    plant_pid(made_folder, 1)
    with EmbeddedPostgres(made_folder, durable=False) as server:
        assert answers(server)


def test_a_stale_file_whose_number_was_given_to_another_program_harms_neither(made_folder: Path) -> None:
    # Of the server's own account: PostgreSQL itself sees through numbers that belong to others.
    account = run_as(server_user(os.geteuid()))
    with subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, **account) as bystander:
        plant_pid(made_folder, bystander.pid)
        with EmbeddedPostgres(made_folder, durable=False) as server:
            assert answers(server)
        assert bystander.poll() is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the command line tells servers apart")
def test_a_stale_file_that_names_another_database_server_leaves_it_running(
    made_folder: Path, database_url: str
) -> None:
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT pg_backend_pid(), current_setting('data_directory')").fetchone()
        assert row
        backend, its_data = row
        assert serves(backend, Path(its_data))
        plant_pid(made_folder, backend)
        with EmbeddedPostgres(made_folder, durable=False) as server:
            assert answers(server)
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_torn_file_does_not_stop_a_start(made_folder: Path) -> None:
    Layout(made_folder).postmaster_pid.write_text("")
    with EmbeddedPostgres(made_folder, durable=False) as server:
        assert answers(server)


def test_an_orphan_server_is_stopped_and_its_data_taken_over(made_folder: Path) -> None:
    layout, account, port = Layout(made_folder), server_user(os.geteuid()), free_port()
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}", "-c", "unix_socket_directories="]
    command = [str(find_binaries(None) / "postgres"), "-D", str(layout.data), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd="/", **run_as(account)) as orphan:
        assert orphan.stderr
        for line in orphan.stderr:
            if "ready to accept connections" in line:
                break
        with EmbeddedPostgres(made_folder, durable=False) as server:
            assert orphan.wait(PROCESS_END_LIMIT_SECONDS) == 0
            assert answers(server)


def test_a_crashed_server_recovers_on_the_next_start(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder) as server:
        with psycopg.connect(server.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        os.kill(server.pid, signal.SIGQUIT)  # immediate: no checkpoint, as after a loss of power
    with EmbeddedPostgres(server_folder) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)
