"""The process that answers what lasts, as its starter sees it: one for all, whose turn it is asks it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import Request, Response

from service.api.http.access import Caller
from service.api.http.beside import SECONDS_UNTIL_RETRY, Turns
from service.api.http.problems.error import ProblemError
from service.main.long_reads_worker import PASSED_ON, Answered, Asked, Order

SECONDS_AT_MOST = 30.0
"""A record that is away takes half of it."""
SECONDS_TO_BEGIN = 180.0
"""Where the machine is busy a program takes long to begin; ended for that, it would never answer."""
BYTES_AT_A_TIME = 1_048_576
BUSY = {"Retry-After": str(SECONDS_UNTIL_RETRY)}


class LongReads:
    """Has requests answered by a program beside the loop. Use `running()`, once.

    It is started when it is first needed, and again after it ended or hung.
    """

    def __init__(self, url: str, zone: str, *, seconds_at_most: float = SECONDS_AT_MOST) -> None:
        self._order = Order(url=url, zone=zone)
        self.seconds_at_most = seconds_at_most
        self._turns = Turns()
        self._beginning: asyncio.Task[None] | None = None
        self.process: asyncio.subprocess.Process | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["LongReads"]:
        """End the program on leaving."""
        try:
            yield self
        finally:
            if self._beginning is not None:
                self._beginning.cancel()
                await asyncio.wait({self._beginning})
            await self._end()

    async def answer(self, request: Request, caller: Caller) -> Response:
        """Return what the program answers to a request that was let in.

        Raises ProblemError `too_many_waiting` or `server_busy`.
        """
        try:
            async with asyncio.timeout(self.seconds_at_most), self._turns.taken(caller.key_id):
                return await self._asked(_asked(request, caller))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            raise ProblemError("server_busy", headers=BUSY) from None

    async def _asked(self, asked: Asked) -> Response:
        process = await self._begun()
        try:
            _write(process, asked.model_dump_json())
            answered = Answered.model_validate_json(await _line(process))
            body = await _stdout(process).readexactly(answered.length)
        except BaseException:  # what it would say next would be taken for the answer to another
            await self._end()
            raise
        return Response(body, answered.status, answered.headers)

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

    async def _end(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            await _ended(process)


async def _ended(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def _asked(request: Request, caller: Caller) -> Asked:
    headers = {name: value for name, value in request.headers.items() if name in PASSED_ON}
    headers["x-request-id"] = request.scope["state"]["request_id"]
    scope = request.scope
    query = scope["query_string"].decode("latin-1")
    return Asked(path=scope["path"], query=query, headers=headers, caller=caller)


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
