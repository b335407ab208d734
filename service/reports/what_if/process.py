"""The what-if program as its starter sees it."""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime

from service.database.engine import create_single_use_engine
from service.reports.what_if.query import WhatIf
from service.reports.what_if.report import what_if
from service.reports.what_if.worker import UNAVAILABLE, Order

Progress = Callable[[int, int], None]


class WhatIfUnavailableError(RuntimeError):
    """The database did not answer the program."""


class WhatIfFailedError(RuntimeError):
    """The program ended without a report; what it said stands in the error output of the server."""


class WhatIfs:
    """Computes what-ifs on one record, one after the other, each in a process of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turn = asyncio.Lock()

    async def report(
        self,
        query: WhatIf,
        now: datetime,
        position: int | None = None,
        progress: Progress | None = None,  # noqa: ARG002  of the process nothing is heard before its end
    ) -> bytes:
        """Return a WhatIfReport as JSON. Raises WhatIfUnavailableError, WhatIfFailedError."""
        order = Order(url=self._url, query=query, now=now, position=position).model_dump_json().encode()
        async with self._turn:
            return await _computed(order)


class WhatIfsHere(WhatIfs):
    """Computes what-ifs in this process, which is there for them."""

    async def report(
        self, query: WhatIf, now: datetime, position: int | None = None, progress: Progress | None = None
    ) -> bytes:
        """Return a WhatIfReport as JSON."""
        return (await asyncio.to_thread(self._here, query, now, position, progress)).encode()

    def _here(self, query: WhatIf, now: datetime, position: int | None, progress: Progress | None) -> str:
        engine = create_single_use_engine(self._url, application_name="casebook what-if")
        with engine.connect() as connection:
            report = what_if(connection, query, now, position=position, progress=progress)
        return report.model_dump_json()


async def _computed(order: bytes) -> bytes:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "service.reports.what_if.worker", stdin=pipe, stdout=pipe
    )
    try:
        report, _ = await process.communicate(order)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == UNAVAILABLE:
        raise WhatIfUnavailableError("the database did not answer: try again later")
    if process.returncode:
        raise WhatIfFailedError(f"the what-if program ended with {process.returncode}")
    return report
