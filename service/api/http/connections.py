"""What a connection may cost before anybody knows who is at its other end: bytes, fields, time."""

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from service.api.http.problems.document import MEDIA_TYPE, Problem
from service.api.http.problems.error import PROBLEM_STATUS
from service.language import text

TOO_LARGE, TOO_SLOW, TOO_MANY = "headers_too_large", "request_too_slow", "too_many_connections"
UNWELCOME = "is_unwelcome"
"""In the state of a request: whether its answer went to nobody known, or refused it."""
MOST_ADDRESSES = 10_000
Refused = Callable[[str], None]
"""Told the slug of each refusal."""


@dataclass(frozen=True, kw_only=True)
class ConnectionBounds:
    """What is taken of a client; where a body or an answer flows fast enough, it may last."""

    header_bytes: int = 32_768
    """Bytes of the request line and all header fields of a request."""
    header_fields: int = 100
    """Header fields of a request."""
    header_seconds: float = 10.0
    """Seconds from the first byte of a request, or the connection, to the end of its headers."""
    body_seconds: float = 10.0
    """Seconds for a body, besides those that its bytes may take."""
    body_bytes_per_second: int = 8_192
    """Bytes of a body for which another second is given."""
    unread_seconds: float = 30.0
    """Seconds for which a client may leave an answer unread."""
    connections: int = 800
    """Connections in all."""
    connections_of_address: int = 200
    """Connections from one address."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Whose connections are those of many: no bound of an address is theirs."""
    unwelcome_a_second: float = 20.0
    """Answers to nobody known, and refusals, that an address gets a second in the long run; then it waits."""
    unwelcome_at_once: int = 100
    """How many of them may come at once."""
    longest_wait_seconds: float = 2.0
    """For how long a connection of an address is not read that has had too many."""


@dataclass
class Connections:
    """The connections that are open, by address, and the bounds for each of them."""

    bounds: ConnectionBounds
    refused: Refused
    seconds: Callable[[], float] = time.monotonic
    of_address: Counter[str] = field(default_factory=Counter)
    open: int = 0
    _unwelcome: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    """By address: how many it has had more than it may, and when that was."""

    def take(self, address: str) -> bool:
        """Count a connection; return False, and do not count it, where there is no room for it."""
        bounds = self.bounds
        is_full = self.open >= bounds.connections
        is_greedy = self.of_address[address] >= bounds.connections_of_address
        if is_full or (is_greedy and not self._is_proxy(address)):
            return False
        self.open += 1
        self.of_address[address] += 1
        return True

    def give_back(self, address: str) -> None:
        """Count a connection no more."""
        self.open -= 1
        self.of_address[address] -= 1
        if not self.of_address[address]:
            del self.of_address[address]

    def count_unwelcome(self, address: str) -> None:
        """Count an answer to nobody known, or a refusal."""
        if self._is_proxy(address):
            return
        self._unwelcome[address] = (self._had(address) + 1, self.seconds())
        self._unwelcome.move_to_end(address)
        while len(self._unwelcome) > MOST_ADDRESSES:
            self._unwelcome.popitem(last=False)

    def wait_seconds(self, address: str) -> float:
        """Return for how long a connection of an address is not read now; mostly 0."""
        bounds = self.bounds
        too_many = self._had(address) - bounds.unwelcome_at_once
        return min(max(too_many / bounds.unwelcome_a_second, 0.0), bounds.longest_wait_seconds)

    def _is_proxy(self, address: str) -> bool:
        return any(ip_address(address) in proxy for proxy in self.bounds.proxies)

    def _had(self, address: str) -> float:
        had, at = self._unwelcome.get(address, (0.0, 0.0))
        return max(had - (self.seconds() - at) * self.bounds.unwelcome_a_second, 0.0)


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with bounds on what a client may send before and while the application reads."""

    def __init__(self, *args: Any, connections: Connections, **named: Any) -> None:
        super().__init__(*args, **named)
        self._connections = connections
        self._bounds = connections.bounds
        self._address: str | None = None
        self._header_bytes: int | None = 0
        """Bytes of the headers that are being read; None while a body is."""
        self._is_dropped = False
        """Whether the request is too large: it is answered when these bytes are read, and goes no further."""
        self._body_bytes = 0
        self._body_began = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if not self._connections.take(address):
            self._refuse(TOO_MANY)
            return
        self._address = address
        self._expect_headers()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_timers()
        if self._address is not None:
            self._connections.give_back(self._address)
            self._address = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._header_bytes is not None:
            if self._timer is None:
                self._expect_headers()
            self._header_bytes += len(data)
        super().data_received(data)
        # What remains within the headers is of one request: those before it in these bytes began anew.
        is_endless = self._header_bytes is not None and self._header_bytes > self._bounds.header_bytes
        if (is_endless or self._is_dropped) and not self.transport.is_closing():
            self._refuse(TOO_LARGE)

    def on_header(self, name: bytes, value: bytes) -> None:
        if len(self.headers) < self._bounds.header_fields:
            super().on_header(name, value)
        else:
            self._is_dropped = True

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        self._is_dropped = self._is_dropped or size > self._bounds.header_bytes
        self._header_bytes = None
        self._body_bytes, self._body_began = 0, self.loop.time()
        self._set_timer(self._bounds.body_seconds, self._look_at_body)
        if not self._is_dropped:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        if not self._is_dropped:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._header_bytes = 0
        self._cancel_timer()
        if not self._is_dropped:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        is_unwelcome = self.cycle.scope["state"].get(UNWELCOME, False)
        super().on_response_complete()
        if is_unwelcome and self._address is not None:
            self._connections.count_unwelcome(self._address)
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(self._bounds.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    def _wait(self) -> None:
        """Read nothing for a while where the address had too many answers that nobody has use for."""
        seconds = self._connections.wait_seconds(self._address or "")
        if seconds and not self.transport.is_closing():
            self.flow.pause_reading()
            self.loop.call_later(seconds, self._read_on)

    def _read_on(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.flow.resume_reading()

    def _expect_headers(self) -> None:
        self._set_timer(self._bounds.header_seconds, lambda: self._refuse(TOO_SLOW))

    def _look_at_body(self) -> None:
        """Give a body as long as its bytes may take; while the application does not read, none passes."""
        bounds, now = self._bounds, self.loop.time()
        if self.flow.read_paused:
            self._body_began, self._body_bytes = now, 0
        ends_at = self._body_began + bounds.body_seconds + self._body_bytes / bounds.body_bytes_per_second
        if ends_at <= now:
            self._refuse(TOO_SLOW)
        else:
            self._set_timer(ends_at - now, self._look_at_body)

    def _refuse(self, slug: str) -> None:
        """Say why and end the connection; where an answer is under way, it is cut off."""
        self._cancel_timer()
        self._connections.refused(slug)
        if self.transport.is_closing():
            return
        if self.cycle is None or not self.cycle.response_started:
            self.transport.write(_answer(slug))
        self.transport.close()

    def _set_timer(self, seconds: float, then: Callable[[], None]) -> None:
        self._cancel_timer()
        self._timer = self.loop.call_later(seconds, then)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cancel_timers(self) -> None:
        self._cancel_timer()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


def bounded_protocol(connections: Connections) -> Callable[..., BoundedProtocol]:
    """Return what makes the protocol of a connection."""

    def protocol(*args: Any, **named: Any) -> BoundedProtocol:
        return BoundedProtocol(*args, connections=connections, **named)

    return protocol


def _answer(slug: str) -> bytes:
    """Return the whole answer. Nobody has read in which language, so it is English."""
    problem = Problem(
        type=f"/problems/{slug}",
        title=text(f"problem.{slug}.title", "en"),
        status=PROBLEM_STATUS[slug],
        detail=text(f"problem.{slug}.detail", "en"),
        instance="",
        request_id="",
    )
    body = problem.model_dump_json().encode()
    fields = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
    retry = "retry-after: 1\r\n" if slug == TOO_MANY else ""
    return STATUS_LINE[problem.status] + f"{fields}{retry}\r\n".encode() + body
