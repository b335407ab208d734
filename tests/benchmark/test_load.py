"""The load generator counts what was answered, and a bad answer is never counted in silence."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.benchmark.load import MARK, Order, carry_out

GOOD = b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}"
BAD = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nbusy"


@asynccontextmanager
async def answering(answer: bytes, bodies: list[bytes]) -> AsyncIterator[int]:
    """Answer each request with the same, in two pieces, and note its body; yields the port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                bodies.append(await reader.readexactly(len(MARK)))
                writer.write(answer[:30])
                await writer.drain()
                writer.write(answer[30:])
        except asyncio.IncompleteReadError:
            writer.close()
            await writer.wait_closed()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def order(port: int, *, rate: float | None = None) -> Order:
    return Order(
        host="127.0.0.1",
        port=port,
        request=f"POST / HTTP/1.1\r\n\r\n{MARK}",
        connections=3,
        seconds=0.05,
        run="abc",
        rate=rate,
    )


async def test_every_request_that_was_sent_is_answered_and_counted() -> None:
    bodies: list[bytes] = []
    async with answering(GOOD, bodies) as port:
        tally = await carry_out(order(port))
    assert tally.first_failure is None
    assert tally.answers == len(bodies) > 0
    assert tally.p99_seconds > 0


async def test_every_request_carries_an_id_of_its_own() -> None:
    bodies: list[bytes] = []
    async with answering(GOOD, bodies) as port:
        await carry_out(order(port))
    assert len(set(bodies)) == len(bodies)
    assert all(body.startswith(b"abc0") for body in bodies)


async def test_requests_on_time_are_as_many_as_the_rate_says_at_most() -> None:
    bodies: list[bytes] = []
    async with answering(GOOD, bodies) as port:
        tally = await carry_out(order(port, rate=100))
    assert 1 <= tally.answers <= 0.05 * 100 + 1


async def test_a_bad_answer_is_told() -> None:
    async with answering(BAD, []) as port:
        tally = await carry_out(order(port))
    assert tally.first_failure is not None
    assert tally.first_failure.endswith("busy")
