"""The what-if program as its starter sees it."""

import asyncio
import sys
from datetime import datetime

from service.reports.what_if.query import WhatIf
from service.reports.what_if.worker import UNAVAILABLE, Order


class WhatIfUnavailableError(RuntimeError):
    """The database did not answer the program."""


class WhatIfFailedError(RuntimeError):
    """The program ended without a report; what it said stands in the error output of the server."""


class WhatIfs:
    """Computes what-ifs on one record, one after the other, each in a process of its own."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._turn = asyncio.Lock()

    async def report(self, query: WhatIf, now: datetime) -> bytes:
        """Return a WhatIfReport as JSON. Raises WhatIfUnavailableError, WhatIfFailedError."""
        order = Order(url=self._url, query=query, now=now).model_dump_json().encode()
        async with self._turn:
            return await _computed(order)


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
