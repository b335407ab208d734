"""The program that makes rows of earlier positions as its starter sees it."""

import asyncio
import sys
from collections.abc import Awaitable, Callable

from service.projections.as_of.builder import NOT_NOW, UNAVAILABLE, Order

MOST_WANTED = 8


class TooManyWantedError(RuntimeError):
    """Rows of so many positions are wanted at once that another one would have to wait for long."""


class NotMadeError(RuntimeError):
    """The rows could not be made just now; try again."""


class BuilderFailedError(RuntimeError):
    """The program ended without rows; what it said stands in the error output of the server."""


Make = Callable[[int], Awaitable[None]]


class PastRows:
    """Has the rows of earlier positions made, one after the other, each once however many want it."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._turn = asyncio.Lock()
        self._wanted: dict[int, asyncio.Task[None]] = {}

    async def made(self, position: int) -> None:
        """Wait until the rows of a position were made. Who stops waiting does not stop it.

        Raises TooManyWantedError, NotMadeError, BuilderFailedError.
        """
        if position not in self._wanted:
            if len(self._wanted) >= MOST_WANTED:
                raise TooManyWantedError(f"rows of {MOST_WANTED} positions are being made")
            task = self._wanted[position] = asyncio.create_task(self._in_turn(position))
            task.add_done_callback(lambda ended: self._ended(position, ended))
        await asyncio.shield(self._wanted[position])

    async def _in_turn(self, position: int) -> None:
        async with self._turn:
            await self._make(position)

    def _ended(self, position: int, task: asyncio.Task[None]) -> None:
        del self._wanted[position]
        if not task.cancelled():
            task.exception()  # whoever still waits is told; nobody else need be


def made_by_process(url: str) -> Make:
    """Return what makes the rows of a position on the record at a URL, in a process of its own."""

    async def make(position: int) -> None:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "service.projections.as_of.builder", stdin=asyncio.subprocess.PIPE
        )
        try:
            await process.communicate(Order(url=url, position=position).model_dump_json().encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode in {UNAVAILABLE, NOT_NOW}:
            raise NotMadeError("the rows could not be made just now: try again later")
        if process.returncode:
            raise BuilderFailedError(f"the program ended with {process.returncode}")

    return make
