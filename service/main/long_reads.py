"""Reads that last, answered by one program beside the loop: whose turn it is asks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from fastapi import Request, Response

from service.api.http.access import Caller
from service.api.http.beside import SECONDS_UNTIL_RETRY, Turns
from service.api.http.problems.error import ProblemError
from service.main.long_reads_worker import PASSED_ON, Asked, Order
from service.main.reading_program import ReadingProgram

SECONDS_AT_MOST = 30.0
"""A record that is away takes half of it."""
BUSY = {"Retry-After": str(SECONDS_UNTIL_RETRY)}


class LongReads:
    """Has requests answered by a program beside the loop. Use `running()`, once."""

    def __init__(self, url: str, zone: str, *, seconds_at_most: float = SECONDS_AT_MOST) -> None:
        self._program = ReadingProgram(Order(url=url, zone=zone))
        self.seconds_at_most = seconds_at_most
        self._turns = Turns()

    @property
    def process(self) -> asyncio.subprocess.Process | None:
        """The program that runs."""
        return self._program.process

    @asynccontextmanager
    async def running(self) -> AsyncIterator["LongReads"]:
        """End the program on leaving."""
        try:
            yield self
        finally:
            await self._program.stop()

    async def answer(self, request: Request, caller: Caller, body: str = "") -> Response:
        """Return what the program answers to a request that was let in.

        Raises ProblemError `too_many_waiting`, `server_busy`, or `takes_too_long` where a job would do.
        """
        try:
            async with asyncio.timeout(self.seconds_at_most), self._turns.taken(caller.key_id):
                return await self._answered(_asked(request, caller, body))
        except TimeoutError:
            kinds = request.app.state.job_kinds.values()
            template = request.scope["route"].path
            kind = next((each.name for each in kinds if each.path == template), None)
            slug = "server_busy" if kind is None else "takes_too_long"
            raise ProblemError(slug, headers=BUSY, kind=kind) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ProblemError("server_busy", headers=BUSY) from None

    async def _answered(self, asked: Asked) -> Response:
        status, headers, pieces = 0, dict[str, str](), list[bytes]()
        async with aclosing(self._program.answer(asked)) as answer:
            async for said, content in answer:
                status, headers = said.status or status, said.headers or headers
                pieces.append(content)
        return Response(b"".join(pieces), status, headers)


def _asked(request: Request, caller: Caller, body: str) -> Asked:
    headers = {name: value for name, value in request.headers.items() if name in PASSED_ON}
    headers["x-request-id"] = request.scope["state"]["request_id"]
    scope = request.scope
    query = scope["query_string"].decode("latin-1")
    return Asked(
        method=scope["method"], path=scope["path"], query=query, body=body, headers=headers, caller=caller
    )
