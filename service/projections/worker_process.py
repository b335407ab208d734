"""The worker as its starter sees it: started, started again when it dies or hangs, ended with its starter."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Engine

from service.projections.runner import Failure, RunnerStatus, log_change, status_of
from service.projections.worker import Change, Order

SECONDS_BEFORE_ANOTHER = 1.0
SILENT_SECONDS = 10.0
"""A worker that says nothing for so long hangs: it would have said something ten times."""
SECONDS_TO_BEGIN = 60.0


class WorkerProcess:
    """Keeps one worker alive. Use `running()`, once. `engine` is only read from, for the status."""

    def __init__(
        self, url: str, *, batch_size: int, engine: Engine, silent_seconds: float = SILENT_SECONDS
    ) -> None:
        self._silent_seconds = silent_seconds
        self._order = Order(url=url, batch_size=batch_size)
        self._engine = engine
        self._failure: Failure | None = None
        self._stop = asyncio.Event()
        self._has_begun = asyncio.Event()
        self.process: asyncio.subprocess.Process | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["WorkerProcess"]:
        """Have the record folded while inside, from the moment that it begins."""
        keeping = asyncio.create_task(self._keep_alive())
        try:
            await self._has_begun.wait()
            yield self
        finally:
            self._stop.set()
            if self.process is not None and self.process.stdin is not None:
                self.process.stdin.close()
            await keeping

    def status(self) -> RunnerStatus:
        """Return how far the rows are. Blocks; raises OperationalError where the database is away."""
        return status_of(self._engine, self._failure)

    async def _keep_alive(self) -> None:
        while not self._stop.is_set():
            problem = await self._work()
            if self._stop.is_set():
                return
            self._changed(problem)
            try:
                await asyncio.wait_for(self._stop.wait(), SECONDS_BEFORE_ANOTHER)
            except TimeoutError:
                continue

    async def _work(self) -> Failure:
        """Run one worker to its end, which is ours to bring about where it hangs; return why it ended."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "service.projections.worker", stdin=pipe, stdout=pipe
        )
        self.process = process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process was started with pipes and has none")
        process.stdin.write(self._order.model_dump_json().encode() + b"\n")
        if self._stop.is_set():
            process.stdin.close()
        silence_ends = SECONDS_TO_BEGIN
        try:
            while line := await asyncio.wait_for(process.stdout.readline(), silence_ends):
                self._changed(Change.model_validate_json(line).failure)
                silence_ends = self._silent_seconds
        except TimeoutError:
            process.kill()  # not asked to end: it does not listen; what it had not committed is folded again
            await process.wait()
            return _interrupted("WorkerHungError", f"said nothing for {silence_ends:g} s")
        return _interrupted("WorkerEndedError", f"ended with {await process.wait()}")

    def _changed(self, failure: Failure | None) -> None:
        self._has_begun.set()
        if failure != self._failure:
            self._failure = failure
            log_change(failure)


def _interrupted(kind: str, what: str) -> Failure:
    message = f"the process that folds {what} and is started again"
    return Failure(type=kind, message=message, position=0, is_final=False)
