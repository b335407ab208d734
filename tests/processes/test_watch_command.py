"""The clocks are watched in `casebook serve`, or alone in `casebook watch`."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.composition import bearer, make_keys
from tests.cli.command import environment, serving

BREACHED = "select count(*) from es.events where type = 'ClockBreached.v1' and actor = 'casebook watch'"


@contextmanager
def watching(folder: Path, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """Start `casebook watch` and wait until it says that it watches."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service", "watch"],
        env=environment(folder, CASEBOOK_DATABASE_URL=database_url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert "Watching the clocks" in process.stdout.readline()
        yield process
        if process.poll() is None:
            process.kill()


def receive_urgent_case_of_an_hour_ago(url: str) -> None:
    at = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    case: dict[str, Any] = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "technical"}
    with httpx.Client(base_url=url, headers=bearer(Role.AGENT), trust_env=False, timeout=60) as client:
        client.post(
            "/v1/accounts", json={"code": "KA-1", "name": "Acme", "occurred_at": at}
        ).raise_for_status()
        received = client.post(
            "/v1/cases", json={**case, "subject": "x", "occurred_at": at}
        ).raise_for_status()
        path = received.headers["Location"]
        urgent = {"response_class": "urgent", "occurred_at": at}
        client.post(f"{path}/classify", json=urgent).raise_for_status()


def breaches_when_there_are(database_url: str, is_well: Callable[[], bool]) -> int:
    """Return how many breaches the watch has noted, once it has noted one."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        while True:
            row = connection.execute(BREACHED).fetchone()
            if row and row[0]:
                return int(row[0])
            assert is_well()


def nothing_has_stopped(url: str) -> bool:
    """Return whether a server says that neither its projections nor its watch have stopped."""
    return "_stopped" not in httpx.get(f"{url}/readyz", trust_env=False).text


def test_the_server_watches_and_measures_it(reachable_folder: Path, database_url: str) -> None:
    make_keys(database_url)
    with serving(reachable_folder, CASEBOOK_DATABASE_URL=database_url) as server:
        receive_urgent_case_of_an_hour_ago(server.url)
        breaches = breaches_when_there_are(database_url, lambda: nothing_has_stopped(server.url))
        said = httpx.get(f"{server.url}/metrics", headers=bearer(Role.MONITORING), trust_env=False).text
        assert f'casebook_watch_noted_total{{kind="breached"}} {breaches}.0' in said
        assert 'casebook_calendar_covered_until_seconds{calendar="cn_5x8"}' in said
        assert nothing_has_stopped(server.url)
        assert server.stop() == 0


def test_a_server_that_does_not_watch_leaves_it_to_the_command(
    reachable_folder: Path, database_url: str
) -> None:
    make_keys(database_url)
    with serving(reachable_folder, CASEBOOK_DATABASE_URL=database_url, CASEBOOK_WATCH="false") as server:
        receive_urgent_case_of_an_hour_ago(server.url)
        assert (
            "casebook_watch"
            not in httpx.get(f"{server.url}/metrics", headers=bearer(Role.MONITORING), trust_env=False).text
        )
        with watching(reachable_folder, database_url) as process:
            assert breaches_when_there_are(database_url, lambda: process.poll() is None) > 0
            process.terminate()
            assert process.wait() == 0


def test_an_error_ends_the_command_with_exit_code_1(reachable_folder: Path, database_url: str) -> None:
    with watching(reachable_folder, database_url) as process:
        with psycopg.connect(database_url, autocommit=True) as owner:
            owner.execute("alter table proj.clocks rename column next_at to gone")
        assert process.wait() == 1
        assert process.stderr is not None
        said = process.stderr.read()
        assert "watch_stopped" in said
        assert "start it again when the cause is gone" in said
