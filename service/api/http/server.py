"""uvicorn, with what it lacks: where it listens is said, and followers are let go before it ends."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn


class Server(uvicorn.Server):
    """Says where it listens as soon as it does, and that it ends before it waits for what runs.

    `on_end` is to let go of followers and of whatever else would not end by itself.
    """

    def __init__(
        self, config: uvicorn.Config, on_ready: Callable[[str], None], on_end: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._on_end = on_end

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End in order on a signal. Raised again afterwards, as uvicorn does, it would cut our ending off."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            listening = self.servers[0].sockets[0].getsockname()
            self._on_ready(f"http://{listening[0]}:{listening[1]}")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_end()
        await super().shutdown(sockets)
