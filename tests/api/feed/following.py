"""A reader of Server-Sent Events that reads while the stream goes on, as an HTTP server would feed it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from service.api.http.access import Role
from tests.api.composition import House, bearer


class Stream:
    """What has come so far; `frame()` waits for the next."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self._messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._left = ""

    async def send(self, message: Any) -> None:
        await self._messages.put(dict(message))

    async def begin(self) -> None:
        started = await self._messages.get()
        self.status = started["status"]
        self.headers = {name.decode(): value.decode() for name, value in started["headers"]}

    async def frame(self) -> dict[str, str] | None:
        """Return the fields of the next frame, a comment under ""; None at the end of the stream."""
        while "\n\n" not in self._left:
            message = await self._messages.get()
            self._left += message.get("body", b"").decode()
            if not message.get("more_body", False):
                return None
        written, _, self._left = self._left.partition("\n\n")
        return {
            name: value.strip() for name, _, value in (line.partition(":") for line in written.split("\n"))
        }

    async def positions(self, many: int) -> list[int]:
        """Return the positions of the next events, comments left out."""
        found: list[int] = []
        while len(found) < many:
            frame = await self.frame()
            assert frame is not None
            if "data" in frame:
                assert json.loads(frame["data"])["position"] == int(frame["id"])
                found.append(int(frame["id"]))
        return found


@asynccontextmanager
async def streaming(
    house: House, query: str = "", role: Role = Role.AUDITOR, **headers: str
) -> AsyncIterator[Stream]:
    """Follow /v1/events/stream while inside, then go away."""
    stream, gone = Stream(), asyncio.Event()
    sent = {**bearer(role), **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/v1/events/stream",
        "raw_path": b"/v1/events/stream",
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("casebook", 80),
    }

    async def receive() -> Any:
        await gone.wait()
        return {"type": "http.disconnect"}

    running = asyncio.create_task(house.app(scope, receive, stream.send))
    try:
        await stream.begin()
        yield stream
    finally:
        gone.set()
        with suppress(asyncio.CancelledError):
            await running
