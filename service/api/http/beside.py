"""What lasts is answered beside the loop, by a process of its own: everybody else's requests go on."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from fastapi import FastAPI, Request, Response

from service.api.http.guard import caller_of
from service.api.http.problems.error import ProblemError
from service.api.http.services import services_of

MOST_ON_THE_LOOP = 64
"""Events of a stream that are read at once; what shows more of them is answered beside the loop."""
MOST_WAITING = 256
MOST_WAITING_OF_ONE_KEY = 16
SECONDS_UNTIL_RETRY = 1
ON_LASTING = ("too_many_waiting", "server_busy")
ON_JOBS = (*ON_LASTING, "takes_too_long")
"""The problems of a read that can also be a job."""


PROGRESS = "progress"
"""In the state of a request: who is told how far its answer is, where somebody wants to know."""
Progress = Callable[[int, int], None]
"""Is told how many parts are done, of how many."""


def progress_of(request: Request) -> Progress | None:
    """Return who is to be told how far the answer to a request is."""
    progress: Progress | None = request.scope["state"].get(PROGRESS)
    return progress


class LastsError(Exception):
    """The answer to a request would hold the loop: somebody else is to make it, of the body that was read."""

    def __init__(self, body: str = "") -> None:
        super().__init__()
        self.body = body


async def must_not_last(request: Request, stream_id: UUID) -> None:
    """Raise LastsError where a case or account has so many events that the answer is to be made beside."""
    if is_answered_beside(request):
        versions = await services_of(request).application.log.versions([stream_id])
        if versions.get(stream_id, 0) > MOST_ON_THE_LOOP:
            raise LastsError


def is_answered_beside(request: Request) -> bool:
    """Whether there is a process beside the loop; in that process itself there is none."""
    return services_of(request).answer_beside is not None


def install(app: FastAPI) -> None:
    """Have requests that turn out to last answered beside."""
    app.add_exception_handler(LastsError, _answered_beside)


async def _answered_beside(request: Request, lasts: Exception) -> Response:
    answer = services_of(request).answer_beside
    if answer is None:
        raise RuntimeError("nobody is there to answer beside")
    return await answer(request, caller_of(request), getattr(lasts, "body", ""))


class Turns:
    """Whose request is next: of each key one, the keys in turn, and only so many wait."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._of_key: dict[str, asyncio.Lock] = {}
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def taken(self, key_id: str) -> AsyncIterator[None]:
        """Wait until it is the turn of a key.

        Raises ProblemError `too_many_waiting` or `server_busy` where a key, or all, have too many wait.
        """
        retry = {"Retry-After": str(SECONDS_UNTIL_RETRY)}
        if self._asked[key_id] >= MOST_WAITING_OF_ONE_KEY:
            raise ProblemError("too_many_waiting", headers=retry, most=MOST_WAITING_OF_ONE_KEY)
        if self._asked.total() >= MOST_WAITING:
            raise ProblemError("server_busy", headers=retry)
        self._asked[key_id] += 1
        try:
            async with self._of_key.setdefault(key_id, asyncio.Lock()), self._turn:
                yield
        finally:
            self._asked[key_id] -= 1
            if not self._asked[key_id]:
                del self._asked[key_id], self._of_key[key_id]
