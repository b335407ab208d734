"""One client over HTTP: it sends a wish under the same key until there is an answer."""

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from tests.reliability.history import Operation, Read
from tests.reliability.notes import Notes
from tests.reliability.wishes import Wish

SECONDS_BEFORE_ANOTHER_TRY = 0.05
SECONDS_TO_FINISH = 60.0
FIRST_SERVER_ERROR = 500


@dataclass
class Sender:
    """Gives up only some time after the load was stopped."""

    client: httpx.AsyncClient
    notes: Notes
    stopping: threading.Event

    async def carry_out(self, wish: Wish) -> Operation:
        """Send one wish by the route of its command."""
        invoked_at = time.monotonic()
        reply = await self._answer("POST", wish.path, json=wish.body, headers=wish.headers)
        returned_at = time.monotonic()
        if reply is None:
            return self.notes.settle(wish, None, {}, invoked_at, returned_at)
        return self.notes.settle(wish, reply.status_code, reply.json(), invoked_at, returned_at)

    async def carry_out_together(self, wishes: Sequence[Wish]) -> list[Operation]:
        """Send several in one batch; those that the server could not answer are sent again, the same ids."""
        invoked_at = time.monotonic()
        waiting = {wish.name: wish for wish in wishes}
        settled: list[Operation] = []
        while waiting:
            entries = [wish.entry for wish in waiting.values()]
            reply = await self._answer("POST", "/v1/commands?events=true", json={"commands": entries})
            returned_at = time.monotonic()
            if reply is None:
                missed = [
                    self.notes.settle(wish, None, {}, invoked_at, returned_at) for wish in waiting.values()
                ]
                return settled + missed
            self.notes.batches += 1
            for told in reply.raise_for_status().json()["answers"]:
                self.notes.statuses[f"{told['status']} in a batch"] += 1
                if told["status"] < FIRST_SERVER_ERROR:
                    wish = waiting.pop(told["id"])
                    settled.append(self.notes.settle(wish, told["status"], told, invoked_at, returned_at))
        return settled

    async def read(self, reader: str, case_id: UUID) -> None:
        """Look at a case and note the version that is shown."""
        invoked_at = time.monotonic()
        reply = await self._answer("GET", f"/v1/cases/{case_id}")
        if reply is None:
            return
        read = Read(
            reader=reader,
            stream_id=case_id,
            version=reply.raise_for_status().json()["version"],
            invoked_at=invoked_at,
            returned_at=time.monotonic(),
        )
        self.notes.history.reads.append(read)

    async def _answer(self, method: str, path: str, **how: Any) -> httpx.Response | None:
        """Return the answer that is no server error; None where none comes after the load was stopped."""
        given_up_at: float | None = None
        while given_up_at is None or time.monotonic() < given_up_at:
            try:
                reply = await self.client.request(method, path, **how)
            except httpx.TransportError as error:
                self.notes.statuses[type(error).__name__] += 1
            else:
                self.notes.statuses[str(reply.status_code)] += 1
                if reply.status_code < FIRST_SERVER_ERROR:
                    return reply
            if given_up_at is None and self.stopping.is_set():
                given_up_at = time.monotonic() + SECONDS_TO_FINISH
            await asyncio.sleep(SECONDS_BEFORE_ANOTHER_TRY)
        return None
