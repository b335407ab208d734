"""A TCP proxy before the server that cuts connections at the worst moment."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from sqlalchemy import make_url


class Proxy:
    """Forwards bytes until a cut is armed. `url` leads through it."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._before_cut: int | None = None
        self._until: Callable[[], Awaitable[None]] | None = None
        self._connections: list[asyncio.StreamWriter] = []
        self.cuts = 0
        self.is_away = False
        self.url = ""

    def cut_before(self, message: int = 1) -> None:
        """Cut when the client sends its n-th message from now, which the server does not get."""
        self._before_cut = message

    def cut_after(self, until: Callable[[], Awaitable[None]]) -> None:
        """Forward the next message of the client, keep the answer back, and cut when `until` has returned."""
        self._until = until

    def cut_now(self) -> None:
        self.cuts += 1
        for writer in self._connections:
            writer.transport.abort()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Proxy"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = self._target.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        try:
            yield self
        finally:
            server.close()
            for writer in self._connections:
                writer.transport.abort()
            await server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_away:
            writer.transport.abort()
            return
        assert self._target.host
        assert self._target.port
        to_server = await asyncio.open_connection(self._target.host, self._target.port)
        self._connections += [writer, to_server[1]]
        with suppress(ConnectionError):
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump_questions(reader, to_server[1]))
                pumps.create_task(self._pump_answers(to_server[0], writer))

    async def _pump_questions(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while message := await reader.read(1 << 20):
            if self._before_cut is not None:
                self._before_cut -= 1
                if self._before_cut == 0:
                    self._before_cut = None
                    self.cut_now()
                    return
            writer.write(message)
            await writer.drain()
            if self._until is not None:
                await self._until()
                self._until = None
                self.cut_now()
                return
        writer.close()

    async def _pump_answers(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while message := await reader.read(1 << 20):
            if self._until is None:
                writer.write(message)
                await writer.drain()
        writer.close()
