"""A server that is told to stop while commands are under way: each is answered, and what was told is true."""

import asyncio
import signal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.cli.command import ENDED_BY_SIGTERM, casebook, found, serving

BATCHES, COMMANDS = 6, 1000


async def test_sigterm_amid_batches_answers_every_command(reachable_folder: Path, database_url: str) -> None:
    own = {"CASEBOOK_DATABASE_URL": database_url}
    created = casebook(reachable_folder, "key", "create", "--role", "integration", "--name", "load", **own)
    key = found(r"csk_\S+", created.stdout)
    with serving(reachable_folder, **own) as server:
        async with httpx.AsyncClient(
            base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=120, trust_env=False
        ) as client:
            account = await _told(client, "/v1/accounts", {"code": "KA-1", "name": "Acme"})
            wish = {
                "channel": "phone",
                "kind": "technical",
                "subject": "x",
                "account_id": account["stream_id"],
            }
            case_id = (await _told(client, "/v1/cases", wish))["stream_id"]
            sent = [
                asyncio.create_task(_told(client, "/v1/commands", _notes(case_id))) for _ in range(BATCHES)
            ]
            await asyncio.wait(sent, return_when=asyncio.FIRST_COMPLETED)
            server.process.send_signal(signal.SIGTERM)
            answers = [one for told in await asyncio.gather(*sent) for one in told["answers"]]
        assert await asyncio.to_thread(server.process.wait) == ENDED_BY_SIGTERM
    told = [one["version"] for one in answers if one["status"] == 200]
    assert len(answers) == BATCHES * COMMANDS
    assert {one["problem"]["type"] for one in answers if one["status"] != 200} <= {
        "/problems/service_stopping"
    }
    assert sorted(told) == list(range(min(told), min(told) + len(told)))


def _notes(case_id: str) -> dict[str, Any]:
    note = {"type": "AddNote", "stream_id": case_id, "command": {"text": "n"}}
    return {"commands": [{"id": str(uuid4()), **note} for _ in range(COMMANDS)]}


async def _told(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answered = await client.post(path, json=body)
    assert answered.is_success, answered.text
    told: dict[str, Any] = answered.json()
    return told
