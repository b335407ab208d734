"""Damage is named, with the remedy, by whoever meets it: the request, health, the doctor, the command."""

import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from service.database.embedded.layout import Layout
from service.database.embedded.server import attach
from tests.cli.command import casebook, found, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the server is started by its folder")

BYTES_A_PAGE = 8_192


def recorded(folder: Path) -> tuple[str, Path, int]:
    """Record 120 accounts; return a key, the file of the events and a page that holds some of them only."""
    with serving(folder) as server:
        key = found(r"csk_\S+", casebook(folder, "key", "create", "--role", "auditor", "--name", "a").stdout)
        sender = found(
            r"csk_\S+", casebook(folder, "key", "create", "--role", "integration", "--name", "s").stdout
        )
        headers = {"Authorization": f"Bearer {sender}"}
        with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
            for number in range(120):
                account = {"code": f"KA-{number}", "name": "华东精密制造"}
                assert client.post("/v1/accounts", json=account).status_code == 201
        url = attach(folder)
        assert url
        with psycopg.connect(url) as owner:
            row = owner.execute(
                """select pg_relation_filepath('es.events'), (ctid::text::point)[0]::int
                from es.events where type = 'AccountOpened.v1' order by position offset 70 limit 1"""
            ).fetchone()
        assert row
        assert server.stop() == 0
    return key, Layout(folder).data / row[0], row[1]


def flip(file: Path, page: int) -> None:
    with file.open("r+b") as data:
        data.seek(page * BYTES_A_PAGE + BYTES_A_PAGE // 2)
        written = data.read(16)
        data.seek(-16, 1)
        data.write(bytes(byte ^ 0xFF for byte in written))


def test_sixteen_flipped_bytes_among_the_events_are_named_by_all_who_meet_them(
    started_folder: Path,
) -> None:
    key, file, page = recorded(started_folder)
    flip(file, page)
    with serving(started_folder) as server:
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
            after, read = 0, client.get("/v1/events", params={"after": 0, "limit": 200})
            while read.status_code == 200 and read.json()["items"]:
                after = read.json()["items"][-1]["position"]
                read = client.get("/v1/events", params={"after": after, "limit": 200})
            assert (read.status_code, read.json()["type"]) == (500, "/problems/record_damaged")
            assert f"block {page} of relation" in read.json()["detail"]
            ready = client.get("/readyz")
            assert (ready.status_code, ready.json()["type"]) == (500, "/problems/record_damaged")
            assert "casebook doctor" in ready.json()["detail"]
        doctor = casebook(started_folder, "doctor")
        assert doctor.returncode == 1, doctor.stderr
        assert "in es.events, positions" in " ".join(doctor.stdout.split())
        assert "restore the last backup" in " ".join(doctor.stdout.split())
        rebuild = casebook(started_folder, "rebuild")
        assert rebuild.returncode == 2
        assert "Traceback" not in rebuild.stderr
        assert f"block {page} of relation" in rebuild.stderr


def test_a_table_whose_file_is_gone_is_named(started_folder: Path) -> None:
    with serving(started_folder):
        url = attach(started_folder)
        assert url
        with psycopg.connect(url) as owner:
            [(path,)] = owner.execute("select pg_relation_filepath('files.contents')").fetchall()
    (Layout(started_folder).data / path).unlink()
    doctor = casebook(started_folder, "doctor", CASEBOOK_PORT="1")
    assert doctor.returncode == 1, doctor.stderr
    assert "in files.contents" in " ".join(doctor.stdout.split())


@pytest.mark.parametrize("what", ["superuser.secret", "bi.password", "link.secret", "data/PG_VERSION"])
def test_a_file_of_the_folder_that_is_empty_is_named(started_folder: Path, what: str) -> None:
    casebook(started_folder, "doctor", CASEBOOK_PORT="1")
    (started_folder / what).write_text("")
    for command in ("doctor", "rebuild"):
        told = casebook(started_folder, command, CASEBOOK_PORT="1")
        said = " ".join((told.stdout + told.stderr).split())
        assert told.returncode in {1, 2}
        assert "Traceback" not in said
        assert what.rpartition("/")[2] in said
        assert "estore" in said


def test_a_missing_secret_of_the_server_is_named_with_what_to_do(started_folder: Path) -> None:
    casebook(started_folder, "doctor", CASEBOOK_PORT="1")
    (started_folder / "superuser.secret").unlink()
    told = casebook(started_folder, "rebuild")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "postgres --single" in told.stderr
