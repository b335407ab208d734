"""`casebook serve` on its embedded database, whose server is killed."""

import json
import os
import re
import select
import signal
import sys
from pathlib import Path

import httpx
import pytest

from service.database.embedded.layout import Layout
from tests.cli.command import casebook, found, serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="waits for processes by descriptor")

SECONDS_TO_END = 60


def kill_server_of(folder: Path) -> int:
    """Kill the postmaster, wait until it has ended, and return its number."""
    pid = int(json.loads(Layout(folder).address.read_text())["pid"])
    watched = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    ended, _, _ = select.select([watched], [], [], SECONDS_TO_END)
    os.close(watched)
    assert ended
    return pid


def test_commands_are_taken_again_after_the_database_was_killed(reachable_folder: Path) -> None:
    with serving(reachable_folder) as server:
        created = casebook(
            *(reachable_folder, "key", "create", "--role", "integration", "--name", "hand"),
            *("--requests-per-second", "100000"),
        )
        key = found(r"csk_\S+", created.stdout)
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "KA-1"}
        with httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=60) as client:
            killed = kill_server_of(reachable_folder)
            account = {"code": "KA-1", "name": "华东精密制造"}
            while (
                answer := client.post("/v1/accounts", json=account)
            ).status_code == httpx.codes.SERVICE_UNAVAILABLE:
                continue
            assert answer.status_code == httpx.codes.CREATED, answer.text
            while client.get("/readyz").status_code != httpx.codes.OK:
                continue
            position = answer.json()["position"]
            rows = client.get("/v1/accounts", params={"min_position": position}).json()["items"]
            assert [row["code"] for row in rows] == ["KA-1"]
        assert json.loads(Layout(reachable_folder).address.read_text())["pid"] != killed
        assert re.search("PostgreSQL 18", casebook(reachable_folder, "doctor").stdout)
        assert server.stop() == 0
