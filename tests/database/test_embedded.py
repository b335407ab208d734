"""The embedded server as a user of it sees it."""

import json
import os
import socket
import threading
from pathlib import Path

import psycopg
import pytest

from service.database.embedded.layout import Layout
from service.database.embedded.postmaster import free_port
from service.database.embedded.server import EmbeddedPostgres, attach
from service.database.problems import (
    DataVersionError,
    PortTakenError,
    ServerStartError,
    WrongThreadError,
)

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


def test_what_was_written_is_there_after_a_restart(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '大客户'::text AS words")
    with EmbeddedPostgres(server_folder) as server:
        assert ask(server.url(), "SELECT words FROM kept") == "大客户"
        assert ask(server.url(), "SHOW fsync") == "on"


def test_a_server_for_tests_does_not_wait_for_the_disk(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False, settings={"work_mem": "5MB"}) as server:
        names = ("fsync", "synchronous_commit", "full_page_writes", "work_mem")
        assert [ask(server.url(), f"SHOW {name}") for name in names] == ["off", "off", "off", "5MB"]


def test_text_is_compared_the_same_on_every_machine(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        query = "SELECT datlocprovider::text || ' ' || pg_encoding_to_char(encoding) FROM pg_database"
        assert ask(server.url(), f"{query} WHERE datname = 'casebook'") == "b UTF8"


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="this machine has no PostgreSQL 15 of Debian")
def test_the_oldest_supported_version_serves_too(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False, binaries=DEBIAN_15) as server:
        assert str(ask(server.url(), "SHOW server_version")).startswith("15.")


def test_a_wrong_password_is_refused_even_from_the_same_machine(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        password = Layout(server_folder).password.read_text()
        assert ask(server.url(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'casebook'").startswith(  # type: ignore[attr-defined]
            "SCRAM-SHA-256"
        )
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(server.url().replace(password, "guess"))


def test_the_files_with_secrets_are_closed_to_others(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False):
        layout = Layout(server_folder)
        assert [
            oct(path.stat().st_mode & 0o777) for path in (layout.password, layout.address, layout.data)
        ] == [
            "0o600",
            "0o600",
            "0o700",
        ]


def test_a_second_process_attaches_as_long_as_the_owner_runs(server_folder: Path) -> None:
    assert attach(server_folder) is None
    with EmbeddedPostgres(server_folder, durable=False) as server:
        found = attach(server_folder)
        assert found == server.url()
        assert ask(found, "SELECT current_database()") == "casebook"
    assert attach(server_folder) is None


def test_a_note_of_a_dead_owner_is_no_address(made_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody_else:
        note = {"pid": os.getpid(), "port": somebody_else.getsockname()[1]}
        Layout(made_folder).address.write_text(json.dumps(note))
        assert attach(made_folder) is None


def test_a_fixed_port_that_is_taken_is_never_exchanged_for_another(server_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"{port}.*CASEBOOK_DATABASE_PORT"):
            EmbeddedPostgres(server_folder, port=port, durable=False).start()
    with EmbeddedPostgres(server_folder, port=port, durable=False) as server:
        assert f"@127.0.0.1:{port}/" in server.url()


def test_a_free_port_snatched_in_between_is_exchanged_for_another(
    server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as snatched:
        offered = [free_port(), snatched.getsockname()[1]]
        monkeypatch.setattr("service.database.embedded.server.free_port", offered.pop)
        with EmbeddedPostgres(server_folder, durable=False) as server:
            assert server.port != snatched.getsockname()[1]


def test_data_of_another_major_version_is_left_alone(made_folder: Path) -> None:
    Layout(made_folder).version.write_text("14\n")
    with pytest.raises(DataVersionError, match="data of PostgreSQL 14, but PostgreSQL 18"):
        EmbeddedPostgres(made_folder, durable=False).start()
    assert Layout(made_folder).version.read_text() == "14\n"


def test_a_half_made_data_folder_is_made_anew(server_folder: Path) -> None:
    layout = Layout(server_folder)
    layout.unfinished_data.mkdir(parents=True)
    (layout.unfinished_data / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(server_folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_server_that_cannot_start_tells_its_own_reason_and_frees_the_folder(server_folder: Path) -> None:
    with pytest.raises(ServerStartError, match="no_such_setting"):
        EmbeddedPostgres(server_folder, durable=False, settings={"no_such_setting": "1"}).start()
    with EmbeddedPostgres(server_folder, durable=False) as server:
        assert ask(server.url(), "SELECT 1") == 1


def test_a_server_is_not_tied_to_a_passing_thread(server_folder: Path) -> None:
    caught: list[Exception] = []

    def start() -> None:
        try:
            EmbeddedPostgres(server_folder, durable=False).start()
        except WrongThreadError as error:
            caught.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert [str(error) for error in caught] == [
        "Start the embedded database from the main thread: it ends with its thread."
    ]


def test_the_log_holds_no_data_of_refused_statements(server_folder: Path) -> None:
    with EmbeddedPostgres(server_folder, durable=False) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute("CREATE TABLE people (phone text PRIMARY KEY)")
            connection.execute("INSERT INTO people VALUES (%s)", ("13800138000",))
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES (%s)", ("13800138000",))
            with pytest.raises(psycopg.errors.InvalidTextRepresentation):
                connection.execute("SELECT 'x13800138000'::integer")
        log = Layout(server_folder).log.read_text()
    assert "ready to accept connections" in log
    assert "13800138000" not in log
