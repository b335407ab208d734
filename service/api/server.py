"""uvicorn, with what it lacks: where it listens is said, and followers are let go before it ends."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from service.eventstore.feed import Bell


class Server(uvicorn.Server):
    """Says where it listens as soon as it does, and lets followers go before it waits for what runs."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[str], None], bell: Bell) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._bell = bell

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
        self._bell.close()
        await super().shutdown(sockets)
