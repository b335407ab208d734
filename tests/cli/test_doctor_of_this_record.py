"""`casebook doctor` speaks of the server of this record, not of any that has the port."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from service.api.description import VERSION
from service.database.engine import create_single_use_engine
from service.database.record_identity import mark_of
from tests.cli.command import casebook, serving
from tests.cluster import fresh_database

pytestmark = pytest.mark.xdist_group("processes")

WELL = json.dumps({"status": "ok", "warnings": []})


@contextmanager
def answering(body: str, headers: Mapping[str, str], status: int = 200) -> Iterator[str]:
    """Answer every request on a port so, and offer the port."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield str(server.server_address[1])
        finally:
            server.shutdown()


def examined(folder: Path, url: str, port: str, language: str = "en") -> tuple[int, str]:
    """Return the exit code of the doctor, and its words."""
    settings = {"CASEBOOK_DATABASE_URL": url, "CASEBOOK_PORT": port, "CASEBOOK_LANGUAGE": language}
    done = casebook(folder, "doctor", **settings)
    assert "Traceback" not in done.stderr
    return done.returncode, " ".join(done.stdout.split())


def test_the_server_of_this_record_is_well_and_that_of_another_is_not_ours(
    reachable_folder: Path, database_url: str, template_database: str
) -> None:
    with (
        serving(reachable_folder, CASEBOOK_DATABASE_URL=database_url) as server,
        fresh_database(template_database) as other_url,
    ):
        port = server.url.rpartition(":")[2]
        code, told = examined(reachable_folder, database_url, port)
        assert (code, f"ready at {server.url}" in told) == (0, True), told
        code, told = examined(reachable_folder, other_url, port)
        assert (code, "serves another record" in told) == (1, True), told
        code, told = examined(reachable_folder, other_url, port, "zh")
        assert (code, "属于另一个记录" in told) == (1, True), told


@pytest.mark.parametrize(
    ("body", "status"),
    [("<html>It works</html>", 200), (WELL, 200), ("{}", 200), ("no such page", 404), ("", 500)],
)
def test_another_program_on_the_port_is_not_taken_for_the_server(
    reachable_folder: Path, database_url: str, body: str, status: int
) -> None:
    with answering(body, {}, status) as port:
        code, told = examined(reachable_folder, database_url, port)
    assert code == 1
    assert "does not say whose record it serves" in told
    assert "CASEBOOK_PORT" in told


@pytest.mark.parametrize("status", [200, 503])
def test_a_server_of_another_record_is_named_however_it_stands(
    reachable_folder: Path, database_url: str, status: int
) -> None:
    headers = {"Casebook-Record": "0123456789abcdef", "Casebook-Version": VERSION}
    with answering(WELL, headers, status) as port:
        code, told = examined(reachable_folder, database_url, port)
    assert (code, "serves another record" in told) == (1, True)


def test_a_server_of_another_version_is_warned_of(reachable_folder: Path, database_url: str) -> None:
    with create_single_use_engine(database_url, application_name="tests").connect() as connection:
        mark = mark_of(connection)
    with answering(WELL, {"Casebook-Record": mark, "Casebook-Version": "0.0.1"}) as port:
        code, told = examined(reachable_folder, database_url, port)
    assert code == 0
    assert f"is of version 0.0.1, this program of {VERSION}" in told


def test_a_server_without_its_database_is_wrong_in_its_own_words(
    reachable_folder: Path, database_url: str
) -> None:
    with answering('{"type": "/problems/record_unavailable"}', {}, 503) as port:
        code, told = examined(reachable_folder, database_url, port)
    assert (code, "503" in told, "record_unavailable" in told) == (1, True, True)
