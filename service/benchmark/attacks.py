"""A program that attacks a server in one way until it is told to stop, from an address of its own.

It reads an AttackOrder as JSON from standard input, prints a line when it has begun, and ends with its input.
Run: `python -m service.benchmark.attacks`.
"""

import asyncio
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from itertools import count

from pydantic import BaseModel

BEGUN = "begun"
NICENESS = 10
PAUSE_SECONDS = 0.01
GET = "GET {path} HTTP/1.1\r\nHost: casebook\r\n{key}\r\n"
READ_BYTES = 262_144


class AttackOrder(BaseModel):
    """Which attack, on what, and with which key. `case` is the path of a long case."""

    name: str
    host: str
    port: int
    from_host: str
    key: str
    case: str


class Attacker:
    """Opens connections and uses them badly."""

    def __init__(self, order: AttackOrder) -> None:
        self._order = order
        self._numbers = count()

    async def openapi_without_key(self) -> None:
        """Ask for the largest document there is, 30 at a time."""
        await self._side_by_side(30, lambda: self._get("/openapi.json", key=False))

    async def measures_and_paths_without_key(self) -> None:
        """Ask for the measures, and for paths that do not exist."""
        paths = ("/metrics", "/v1/{}", "/v1/cases/{}", "/readyz")
        await self._side_by_side(
            20, lambda: self._get(paths[next(self._numbers) % len(paths)].format(self._word()), key=False)
        )

    async def waiting_readers(self) -> None:
        """Have 40 reads wait for a position that does not come."""
        await self._side_by_side(40, lambda: self._get("/v1/cases?min_position=9000000000000000"))

    async def made_up_keys(self) -> None:
        """Send keys that nobody has, 50 at a time."""
        await self._side_by_side(
            50, lambda: self._get("/v1/cases", key=f"csk_{self._word()}_{'k' * 43}_00000000")
        )

    async def headers_without_end(self) -> None:
        """Send headers for as long as they are taken, on 20 connections."""
        await self._side_by_side(20, lambda: self._send("GET / HTTP/1.1\r\n", f"x-{'y' * 1_000}: z\r\n"))

    async def half_open_requests(self) -> None:
        """Begin a request on 400 connections and leave it."""
        await self._side_by_side(400, lambda: self._send("GET /v1/cases HTTP/1.1\r\n", None))

    async def slow_bodies(self) -> None:
        """Announce a body on 200 connections and send next to nothing of it."""
        head = f"POST /v1/cases HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n{self._key(True)}\r\n"
        await self._side_by_side(200, lambda: self._send(head, "{", pause_seconds=1))

    async def long_computations(self) -> None:
        """Ask for the story and the clocks of a long case, 10 at a time."""
        await self._side_by_side(10, lambda: self._get(f"{self._order.case}/story?promises=all"))

    async def flood_of_one_key(self) -> None:
        """Ask with one key as fast as answers come, on 50 connections."""
        await self._side_by_side(50, lambda: self._get("/v1/cases?limit=200"))

    async def _side_by_side(self, times: int, once: Callable[[], Awaitable[None]]) -> None:
        async def again_and_again() -> None:
            while True:
                try:
                    await once()
                except (ConnectionError, asyncio.IncompleteReadError):
                    await asyncio.sleep(PAUSE_SECONDS)

        async with asyncio.TaskGroup() as group:
            for _ in range(times):
                group.create_task(again_and_again())
            print(BEGUN, flush=True)  # noqa: T201 - its one way to say so

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        order = self._order
        return await asyncio.open_connection(order.host, order.port, local_addr=(order.from_host, 0))

    async def _get(self, path: str, key: str | bool = True) -> None:
        """Ask on a connection until the server ends it, or often enough."""
        reader, writer = await self._open()
        try:
            for _ in range(100):
                writer.write(GET.format(path=path, key=self._key(key)).encode())
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length or 0))
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            writer.close()

    async def _send(self, head: str, then: str | None, pause_seconds: float = 0.0) -> None:
        """Send a head, and then the same again and again, until the server ends the connection."""
        reader, writer = await self._open()
        try:
            writer.write(head.encode())
            while then is not None and not reader.at_eof():
                writer.write(then.encode())
                await writer.drain()
                await asyncio.sleep(pause_seconds)
            await reader.read(READ_BYTES)
        finally:
            writer.close()

    def _key(self, key: str | bool) -> str:
        if not key:
            return ""
        return f"Authorization: Bearer {key if isinstance(key, str) else self._order.key}\r\n"

    def _word(self) -> str:
        return secrets.token_hex(6)


ATTACKS = tuple(name for name in vars(Attacker) if not name.startswith("_"))
"""What can be ordered."""


async def attack(order: AttackOrder) -> None:
    """Attack until the standard input ends."""
    loop = asyncio.get_running_loop()
    attacking = asyncio.create_task(getattr(Attacker(order), order.name)())
    await loop.run_in_executor(None, sys.stdin.read)
    attacking.cancel()


if __name__ == "__main__":
    os.nice(NICENESS)  # what is measured is the server, not who gets the processor
    asyncio.run(attack(AttackOrder.model_validate_json(sys.stdin.readline())))
