"""The program that answers what lasts, as its starter sees it."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress

from service.main.long_reads_worker import Asked, Order, Said

SECONDS_TO_BEGIN = 180.0
"""Where the machine is busy a program takes long to begin; ended for that, it would never answer."""
BYTES_AT_A_TIME = 1_048_576


class ReadingProgram:
    """Answers one read after the other. It is started when it is first needed, and again after it ended."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._beginning: asyncio.Task[None] | None = None
        self.process: asyncio.subprocess.Process | None = None

    async def answer(self, asked: Asked) -> AsyncGenerator[tuple[Said, bytes]]:
        """Yield what it answers, part by part; whoever stops before the last part has it ended.

        Raises IncompleteReadError or ConnectionError where it ends by itself.
        """
        process = await self._begun()
        is_whole = False
        try:
            _write(process, asked.model_dump_json())
            while not is_whole:
                said = Said.model_validate_json(await _line(process))
                content = await _stdout(process).readexactly(said.length)
                is_whole = said.is_last
                yield said, content
        finally:
            if not is_whole:  # what it would say next would be taken for the answer to another
                await self.end()

    async def stop(self) -> None:
        """End it for good, also while it begins."""
        if self._beginning is not None:
            self._beginning.cancel()
            await asyncio.wait({self._beginning})
        await self.end()

    async def end(self) -> None:
        """End it; it is started again when it is needed."""
        process, self.process = self.process, None
        if process is not None:
            await _ended(process)

    async def _begun(self) -> asyncio.subprocess.Process:
        """Return the program once it listens; whoever waits no longer does not keep it from beginning."""
        if self.process is None or self.process.returncode is not None:
            if self._beginning is None or self._beginning.done():
                self._beginning = asyncio.create_task(self._begin())
            await asyncio.shield(self._beginning)
        if self.process is None:
            raise ConnectionError("the program ended as it began")
        return self.process

    async def _begin(self) -> None:
        pipe = asyncio.subprocess.PIPE
        program = (sys.executable, "-m", "service.main.long_reads_worker")
        process = await asyncio.create_subprocess_exec(
            *program, stdin=pipe, stdout=pipe, limit=BYTES_AT_A_TIME
        )
        try:
            _write(process, self._order.model_dump_json())
            async with asyncio.timeout(SECONDS_TO_BEGIN):
                await _line(process)
        except BaseException:
            await _ended(process)
            raise
        self.process = process


async def _ended(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def _line(process: asyncio.subprocess.Process) -> bytes:
    return await _stdout(process).readuntil(b"\n")


def _stdout(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise ConnectionError("a process was started with pipes and has none")
    return process.stdout


def _write(process: asyncio.subprocess.Process, line: str) -> None:
    if process.stdin is None:
        raise ConnectionError("a process was started with pipes and has none")
    process.stdin.write(line.encode() + b"\n")
