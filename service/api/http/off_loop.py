"""What computes long does so beside the loop, one at a time: everybody else's requests go on."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from fastapi import Request

from service.api.http.problems.error import ProblemError

Found = TypeVar("Found")
MOST_WAITING = 32
SECONDS_UNTIL_RETRY = 1


class OffLoop:
    """A thread of its own for what may compute long. It shares the processor with the loop, so it is one."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="computing")
        self._waiting = 0

    async def run(self, compute: Callable[[], Found]) -> Found:
        """Return what `compute` returns. Raises ProblemError `server_busy` while too many wait for it."""
        if self._waiting >= MOST_WAITING:
            raise ProblemError("server_busy", headers={"Retry-After": str(SECONDS_UNTIL_RETRY)})
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, compute)
        finally:
            self._waiting -= 1


def off_loop(request: Request) -> OffLoop:
    """Return where a request computes what may last."""
    computing: OffLoop = request.app.state.off_loop
    return computing
