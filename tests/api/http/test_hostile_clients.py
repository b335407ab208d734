"""A client that sends without end or haste, or over many connections, is ended; others are served."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
import uvicorn

from service.api.http.connections import UNWELCOME, ConnectionBounds, Connections, bounded_protocol

BOUNDS = ConnectionBounds(
    header_bytes=2_000,
    header_fields=20,
    header_seconds=30,
    body_seconds=30,
    body_bytes_per_second=1_000_000,
    connections=6,
    connections_of_address=4,
)
GET = b"GET / HTTP/1.1\r\nhost: casebook\r\n"
POST = b"POST / HTTP/1.1\r\nhost: casebook\r\ncontent-length: 1000\r\n\r\n"


@dataclass
class Site:
    """A server on a port, what it refused, and the connections it holds."""

    port: int
    refused: Counter[str]
    connections: Connections

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def said_to(self, *parts: bytes) -> bytes:
        """Send and return all that comes back until the server ends the connection."""
        reader, writer = await self.open()
        return await self.rest(reader, writer, *parts)

    async def rest(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *parts: bytes) -> bytes:
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
            return await reader.read()
        except ConnectionError:
            return await reader.read()
        finally:
            writer.close()

    async def well(self) -> None:
        """Show that another client is served."""
        said = await self.said_to(GET + b"connection: close\r\n\r\n")
        assert said.startswith(b"HTTP/1.1 200 ")


async def application(scope: object, receive: object, send: object) -> None:
    """Read the body to its end and answer."""
    more = True
    while more:
        message = await receive()  # type: ignore[operator]
        if message["type"] == "http.disconnect":
            return
        more = message["more_body"]
    scope["state"][UNWELCOME] = scope["path"] == "/unwelcome"  # type: ignore[index]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})  # type: ignore[operator]
    await send({"type": "http.response.body", "body": b"ok"})  # type: ignore[operator]


@asynccontextmanager
async def site(bounds: ConnectionBounds = BOUNDS) -> AsyncIterator[Site]:
    refused: Counter[str] = Counter()
    connections = Connections(bounds, lambda slug: refused.update([slug]))
    config = uvicorn.Config(
        application,
        port=0,
        lifespan="off",
        log_config=None,
        http=bounded_protocol(connections),  # type: ignore[arg-type]
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield Site(server.servers[0].sockets[0].getsockname()[1], refused, connections)
    finally:
        await server.shutdown()


async def test_headers_without_end_are_ended_at_their_bound() -> None:
    async with site() as at:
        reader, writer = await at.open()
        writer.write(GET)
        sent = 0
        while not reader.at_eof() and sent < 1_000_000 and not at.refused:
            writer.write(b"x-%d: y\r\n" % sent)
            sent += 1
            await writer.drain()
            await asyncio.sleep(0)
        said = await at.rest(reader, writer)
        assert said.startswith(b"HTTP/1.1 431 ")
        assert b"/problems/headers_too_large" in said
        assert at.refused == {"headers_too_large": 1}
        await at.well()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(b"x: " + b"y" * 3_000 + b"\r\n\r\n", id="one long field"),
        pytest.param(b"x: y\r\n" * 30 + b"\r\n", id="many fields"),
        pytest.param(b"x: " + b"y" * 3_000, id="a field without an end"),
        pytest.param(b"x" * 3_000, id="a name without an end"),
    ],
)
async def test_headers_that_are_too_large_are_refused_in_one_piece_too(headers: bytes) -> None:
    async with site() as at:
        assert (await at.said_to(GET + headers)).startswith(b"HTTP/1.1 431 ")
        assert at.refused == {"headers_too_large": 1}
        await at.well()


async def test_a_long_path_is_refused() -> None:
    async with site() as at:
        said = await at.said_to(b"GET /" + b"a" * 3_000 + b" HTTP/1.1\r\nhost: casebook\r\n\r\n")
        assert said.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("begun", [b"", b"GET / HT", GET, GET + b"x: y\r\n"])
async def test_a_request_that_is_not_finished_is_ended(begun: bytes) -> None:
    async with site(replace(BOUNDS, header_seconds=0.05)) as at:
        said = await at.said_to(begun)
        assert said.startswith(b"HTTP/1.1 408 ")
        assert at.refused == {"request_too_slow": 1}
        assert at.connections.open == 0
        await at.well()


async def test_a_body_that_does_not_come_is_ended() -> None:
    async with site(replace(BOUNDS, body_seconds=0.05)) as at:
        said = await at.said_to(POST, b"half of it")
        assert said.startswith(b"HTTP/1.1 408 ")
        assert at.refused == {"request_too_slow": 1}
        await at.well()


async def test_a_body_that_comes_is_read_to_its_end_and_the_next_request_too() -> None:
    async with site() as at:
        reader, writer = await at.open()
        for _ in range(3):
            writer.write(POST)
            for _ in range(10):
                writer.write(b"b" * 100)
                await writer.drain()
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            await reader.readuntil(b"ok")
        writer.close()
        assert at.refused == {}


async def test_requests_in_one_piece_are_each_measured_by_itself() -> None:
    async with site() as at:
        many = (GET + b"x: " + b"y" * 1_000 + b"\r\n\r\n") * 5
        said = await at.said_to(many + GET + b"connection: close\r\n\r\n")
        assert said.count(b"HTTP/1.1 200 ") == 6


async def test_only_so_many_connections_of_one_address_are_kept_and_a_closed_one_makes_room() -> None:
    async with site() as at:
        kept = [await at.open() for _ in range(BOUNDS.connections_of_address)]
        for reader, writer in kept:
            writer.write(GET + b"\r\n")
            await reader.readuntil(b"ok")
        said = await at.said_to()
        assert said.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1\r\n" in said
        assert at.refused == {"too_many_connections": 1}
        await at.rest(*kept.pop(), GET + b"connection: close\r\n\r\n")
        await at.well()
        for _, writer in kept:
            writer.close()


async def test_who_had_too_many_refusals_is_read_slower_and_others_are_not() -> None:
    async with site(replace(BOUNDS, unwelcome_at_once=3, unwelcome_a_second=50)) as at:
        reader, writer = await at.open()
        for _ in range(8):
            writer.write(b"GET /unwelcome HTTP/1.1\r\nhost: casebook\r\n\r\n")
            await reader.readuntil(b"ok")
        assert at.connections.wait_seconds("127.0.0.1") > 0
        assert at.connections.wait_seconds("127.0.0.9") == 0
        await at.well()
        writer.close()


def test_refusals_are_forgiven_with_time_and_no_wait_is_longer_than_its_bound() -> None:
    now = [100.0]
    connections = Connections(BOUNDS, lambda _: None, seconds=lambda: now[0])
    for _ in range(BOUNDS.unwelcome_at_once):
        connections.count_unwelcome("a")
    assert connections.wait_seconds("a") == 0
    connections.count_unwelcome("a")
    assert connections.wait_seconds("a") == 1 / BOUNDS.unwelcome_a_second
    for _ in range(10_000):
        connections.count_unwelcome("a")
    assert connections.wait_seconds("a") == BOUNDS.longest_wait_seconds
    now[0] += 10_000
    assert connections.wait_seconds("a") == 0


async def test_all_addresses_together_have_a_bound_too() -> None:
    connections = Connections(BOUNDS, lambda _: None)
    taken = [connections.take(f"10.0.0.{number}") for number in range(8)]
    assert taken == [True] * 6 + [False] * 2
    connections.give_back("10.0.0.1")
    assert connections.take("10.0.0.9")
    assert "10.0.0.1" not in connections.of_address
