"""`casebook serve` as a user and an operator meet it, with kills."""

import os
import signal
import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from service.database.embedded.server import attach
from tests.cli.command import ENDED_BY_SIGTERM, Server, casebook, found, serving

pytestmark = pytest.mark.xdist_group("processes")
kills = pytest.mark.skipif(sys.platform != "linux", reason="watches processes through /proc")


def _key(folder: Path, role: str = "integration") -> str:
    made = casebook(folder, "key", "create", "--role", role, "--name", f"crm-{role}")
    assert made.returncode == 0, made.stderr
    return found(r"csk_[\w-]+", made.stdout)


def _client(server: Server, key: str) -> httpx.Client:
    return httpx.Client(
        base_url=server.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=20
    )


@kills
def test_what_was_acknowledged_survives_a_kill_and_is_written_once(reachable_folder: Path) -> None:
    account = {"code": "KA-1", "name": "华东精密制造", "segment": "high_value"}
    case = {"channel": "phone", "kind": "technical", "subject": "三号产线停机"}
    with serving(reachable_folder) as server:
        key = _key(reachable_folder)
        with _client(server, key) as client:
            opened = client.post("/v1/accounts", json=account)
            assert opened.status_code == 201, opened.text
            case["account_id"] = opened.headers["Location"].rpartition("/")[2]
            received = client.post("/v1/cases", json=case, headers={"Idempotency-Key": "call-4711"})
            assert received.status_code == 201, received.text
        server.kill()
    with serving(reachable_folder) as server, _client(server, key) as client:
        again = client.post("/v1/cases", json=case, headers={"Idempotency-Key": "call-4711"})
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.json()["stream_id"] == received.json()["stream_id"]
        history = client.get(received.headers["Location"] + "/history")
        told = [step["event"]["type"] for step in history.json()["items"]]
        assert (told[0], told.count("CaseReceived.v1")) == ("CaseReceived.v1", 1)
        position = again.headers["Case-Position"]
        [row] = client.get("/v1/cases", params={"min_position": position}).json()["items"]
        assert row["version"] == len(told)
        assert client.get("/readyz").status_code == 200


def test_the_printed_bi_url_reads_the_mart_and_nothing_else(started_folder: Path) -> None:
    with serving(started_folder) as server:
        url = found(r"postgresql://casebook_bi:\S+", server.said)
        with psycopg.connect(url, autocommit=True) as bi:
            assert bi.execute("select count(*) from mart.v1_fact_case").fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                bi.execute("select * from es.events")


def test_a_server_has_no_session_that_could_become_the_owner(started_folder: Path) -> None:
    with serving(started_folder) as server:
        with _client(server, _key(started_folder)) as client:
            assert client.get("/v1/cases").status_code == 200
        owner = attach(started_folder)
        assert owner
        with psycopg.connect(owner) as connection:
            sessions = connection.execute(
                """select usename, count(*) from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid() group by 1"""
            ).fetchall()
        assert {name for name, _ in sessions} == {"casebook_serves", "casebook_folds"}


def test_a_second_server_on_the_same_folder_is_told_who_owns_it(started_folder: Path) -> None:
    with serving(started_folder) as server:
        second = casebook(started_folder, "serve", "--port", "0")
        assert second.returncode == 2
        assert str(server.process.pid) in second.stderr
        assert str(started_folder) in second.stderr


def test_sigterm_ends_the_server_and_its_database(started_folder: Path) -> None:
    with serving(started_folder) as server:
        url = found(r"postgresql://casebook_bi:\S+", server.said)
        assert server.stop() == ENDED_BY_SIGTERM
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@kills
def test_health_tells_a_running_server_from_none(started_folder: Path) -> None:
    with serving(started_folder) as server:
        assert casebook(started_folder, "health", "--url", server.url).returncode == 0
        server.kill()
        assert casebook(started_folder, "health", "--url", server.url).returncode == 1


def test_a_database_of_ones_own_is_used_and_no_other_is_started(
    reachable_folder: Path, database_url: str
) -> None:
    with serving(reachable_folder, CASEBOOK_DATABASE_URL=database_url) as server:
        assert httpx.get(f"{server.url}/readyz", trust_env=False).status_code == 200
        assert "CASEBOOK_BI_PASSWORD" in server.said
    assert list(reachable_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("CASEBOOK_PORT", "eight thousand"), ("CASEBOOK_LOG_FORMAT", "xml"), ("CASEBOOK_HOST", "nowhere")],
)
def test_a_wrong_setting_is_named(reachable_folder: Path, setting: str, value: str) -> None:
    refused = casebook(reachable_folder, "serve", **{setting: value})
    assert refused.returncode == 2
    assert setting in refused.stderr


def test_a_database_that_cannot_be_reached_is_one_clear_line(reachable_folder: Path) -> None:
    url = "postgresql://someone:secret-word@127.0.0.1:1/nothing"
    refused = casebook(reachable_folder, "serve", CASEBOOK_DATABASE_URL=url)
    assert refused.returncode == 2
    assert "127.0.0.1:1" in refused.stderr
    assert "secret-word" not in refused.stderr
    assert "Traceback" not in refused.stderr


def test_square_brackets_in_customers_words_are_shown_as_they_are(started_folder: Path) -> None:
    words = "[/bold] see [E-42] [red]"
    with serving(started_folder) as server:
        with _client(server, _key(started_folder)) as client:
            opened = client.post("/v1/accounts", json={"code": "KA-1", "name": "Acme"})
            account_id = opened.headers["Location"].rpartition("/")[2]
            case = {"account_id": account_id, "channel": "phone", "kind": "technical", "subject": words}
            case_id = client.post("/v1/cases", json=case).json()["stream_id"]
        shown = casebook(started_folder, "replay", case_id)
    assert shown.returncode == 0, shown.stderr
    assert words in shown.stdout


@kills
def test_a_helper_that_hangs_is_told_by_health_and_replaced(started_folder: Path) -> None:
    with serving(started_folder) as server, _client(server, _key(started_folder)) as client:
        os.kill(_worker_of(server), signal.SIGSTOP)
        while (ready := client.get("/readyz")).status_code == 200:
            continue
        assert ready.json()["type"] == "/problems/projection_stopped"
        opened = client.post("/v1/accounts", json={"code": "KA-1", "name": "华东精密制造"})
        assert opened.status_code == 201, opened.text
        while client.get("/readyz").status_code != 200:
            continue
        listed = client.get("/v1/accounts", params={"min_position": opened.json()["position"]})
        assert [row["code"] for row in listed.json()["items"]] == ["KA-1"]


def _worker_of(server: Server) -> int:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
    [worker] = [pid for pid in children if b"projections.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return int(worker)
