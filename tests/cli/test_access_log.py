"""`casebook access-log` shows who read what from a server that has answered, and outlives it."""

from pathlib import Path
from typing import Any

import httpx
import orjson

from tests.cli.command import casebook, found, serving


def shown(folder: Path, *options: str, **settings: str) -> list[dict[str, Any]]:
    printed = casebook(folder, "access-log", *options, **settings)
    assert printed.returncode == 0, printed.stderr
    return [orjson.loads(line) for line in printed.stdout.splitlines()]


async def test_who_read_a_case_is_found_by_case_key_and_time(
    reachable_folder: Path, database_url: str
) -> None:
    own = {"CASEBOOK_DATABASE_URL": database_url}
    created = casebook(reachable_folder, "key", "create", "--role", "supervisor", "--name", "lead", **own)
    key = found(r"csk_\S+", created.stdout)
    key_id = key.split("_")[1]
    about = "0195C3A0-0000-7000-8000-000000000012"
    assert shown(reachable_folder) == []
    with serving(reachable_folder, **own) as server:
        headers = {"Authorization": f"Bearer {key}", "X-Request-Id": "r-1"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, trust_env=False) as client:
            await client.get("/v1/cases?owner=geheim")
            await client.get(f"/v1/cases/{about}")
    listed, read = shown(reachable_folder, "--key", key_id)
    assert (listed["route"], listed["status"], listed["request_id"]) == ("/v1/cases", 200, "r-1")
    assert shown(reachable_folder, "--about", about.lower(), "--since", read["at"]) == [read]
    assert shown(reachable_folder, "--until", listed["at"]) == []
    assert shown(reachable_folder, "--key", "another") == []
    assert shown(reachable_folder, "--staff", "li.na") == []
    assert "geheim" not in str((listed, read))
