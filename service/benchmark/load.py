"""A program that sends one prepared HTTP request over and over, cheaply enough not to be what is measured.

It reads an Order as JSON from standard input and prints a Tally. Run: `python -m service.benchmark.load`.
"""

import asyncio
import itertools
import re
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import cast

from psycopg import AsyncConnection
from pydantic import BaseModel

from service.benchmark.figures import percentile

MARK = "#" * 32
END_OF_HEAD = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
GOOD = b"HTTP/1.1 2"
LONGEST_FAILURE = 500
PROBE_PAUSE_SECONDS = 0.002
TICK_SECONDS = 0.001
LONGEST_WAIT_SECONDS = 60


class Order(BaseModel):
    """What to send. Each MARK in `request` becomes an id never used before, which begins with `run`.

    With `rate` (requests/s) it is sent on time, else as fast as answers come. `probe_insert` is meanwhile
    committed over and over on a connection to `probe_url`.
    """

    host: str
    port: int
    request: str
    connections: int
    seconds: float
    run: str
    rate: float | None = None
    probe_url: str | None = None
    probe_insert: str = ""


class Tally(BaseModel):
    """What came of it."""

    answers: int
    answers_a_second: float
    p50_seconds: float
    p99_seconds: float
    probe_p99_seconds: float | None
    first_failure: str | None


class _Connection(asyncio.Protocol):
    """Has one request under way at most."""

    def __init__(self, sender: "_Sender") -> None:
        self._sender = sender
        self._received = b""
        self._asked_at = 0.0
        self._transport: asyncio.Transport | None = None
        self._is_closing = False
        self._lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._sender.free(self)

    def send(self, asked_at: float) -> None:
        self._asked_at = asked_at
        if self._transport is not None:
            self._transport.write(self._sender.next_request())

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, separator, body = self._received.partition(END_OF_HEAD)
        length = LENGTH.search(head) if separator else None
        if length and len(body) >= int(length[1]):
            answer, self._received = self._received, b""
            self._sender.answered(self._asked_at, answer)
            self._sender.free(self)

    def connection_lost(self, _: Exception | None) -> None:
        self._lost.set()
        if not self._is_closing:
            self._sender.lost()

    async def close(self) -> None:
        self._is_closing = True
        if self._transport is not None:
            self._transport.close()
            await self._lost.wait()


class _Sender:
    """Spreads requests over connections and notes what comes back."""

    def __init__(self, order: Order) -> None:
        self._parts = [part.encode() for part in order.request.split(MARK)]
        self._numbers = itertools.count()
        self._run = order.run
        self.latencies: list[float] = []
        self.began_at = 0.0
        self.ended_at = 0.0
        self.first_failure: str | None = None
        self._is_paced = order.rate is not None
        self._idle: deque[_Connection] = deque()
        self._waiting: deque[float] = deque()
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._end = 0.0

    def next_request(self) -> bytes:
        written = self._parts[0]
        if len(self._parts) > 1:
            rest = (
                f"{self._run}{next(self._numbers):0{len(MARK) - len(self._run)}d}".encode() + part
                for part in self._parts[1:]
            )
            written += b"".join(rest)
        return written

    def begin(self, seconds: float) -> None:
        self.began_at = time.perf_counter()
        self._end = self.began_at + seconds

    def is_over(self) -> bool:
        return time.perf_counter() >= self._end

    def ask(self, asked_at: float) -> None:
        """Send as soon as a connection is free."""
        self._under_way += 1
        if self._idle:
            self._idle.popleft().send(asked_at)
        else:
            self._waiting.append(asked_at)

    def free(self, connection: _Connection) -> None:
        if self._waiting:
            connection.send(self._waiting.popleft())
        else:
            self._idle.append(connection)

    def answered(self, asked_at: float, answer: bytes) -> None:
        now = time.perf_counter()
        self.latencies.append(now - asked_at)
        self._under_way -= 1
        if not answer.startswith(GOOD):
            self._fail(answer[:LONGEST_FAILURE].decode(errors="replace"))
        self.ended_at = now
        if now < self._end:
            if not self._is_paced:
                self.ask(now)
        elif not self._under_way:
            self._quiet.set()

    def lost(self) -> None:
        self._fail("the server closed a connection")
        self._quiet.set()

    async def all_answered(self) -> None:
        if self._under_way:
            await self._quiet.wait()

    def _fail(self, reason: str) -> None:
        self.first_failure = self.first_failure or reason


async def carry_out(order: Order) -> Tally:
    """Send until the time is over and all is answered."""
    loop = asyncio.get_running_loop()
    sender = _Sender(order)
    connections = [
        (await loop.create_connection(lambda: _Connection(sender), order.host, order.port))[1]
        for _ in range(order.connections)
    ]
    probed = await _send_and_probe(sender, order)
    await asyncio.gather(*(connection.close() for connection in connections))
    return Tally(
        answers=len(sender.latencies),
        answers_a_second=len(sender.latencies) / (sender.ended_at - sender.began_at),
        p50_seconds=percentile(sender.latencies, 0.5),
        p99_seconds=percentile(sender.latencies, 0.99),
        probe_p99_seconds=percentile(probed, 0.99) if probed else None,
        first_failure=sender.first_failure,
    )


async def _send_and_probe(sender: _Sender, order: Order) -> list[float]:
    """Return how long the commits during the load took; empty if none was asked for."""
    if order.probe_url is None:
        await _send_all(sender, order)
        return []
    async with await AsyncConnection.connect(
        order.probe_url, autocommit=True, prepare_threshold=0
    ) as connection:
        _, probed = await asyncio.gather(_send_all(sender, order), _probe(connection, order, sender.is_over))
    return probed


async def _send_all(sender: _Sender, order: Order) -> None:
    sender.begin(order.seconds)
    if order.rate is None:
        for _ in range(order.connections):
            sender.ask(time.perf_counter())
    else:
        due_at = time.perf_counter()
        while not sender.is_over():
            now = time.perf_counter()
            while due_at <= now:
                sender.ask(now)
                due_at += 1 / order.rate
            await asyncio.sleep(TICK_SECONDS)
    await asyncio.wait_for(sender.all_answered(), LONGEST_WAIT_SECONDS)


async def _probe(connection: AsyncConnection, order: Order, is_over: Callable[[], bool]) -> list[float]:
    """Commit one row after another, as plainly as can be; return how long each took."""
    took: list[float] = []
    while not took or not is_over():
        begin = time.perf_counter()
        await connection.execute(order.probe_insert.encode())
        took.append(time.perf_counter() - begin)
        await asyncio.sleep(PROBE_PAUSE_SECONDS)
    return took


if __name__ == "__main__":
    import uvloop

    tally = uvloop.run(carry_out(Order.model_validate_json(sys.stdin.read())))
    print(tally.model_dump_json())  # noqa: T201 - its one way to answer
