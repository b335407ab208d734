"""Jobs are done: one after the other, by a program beside the loop. Decision 0047."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import datetime

import orjson
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from service import main
from service.database.jobs.claim import Claim, Result, claimed
from service.database.jobs.limits import JobLimits
from service.database.jobs.store import Jobs
from service.main.long_reads_worker import Asked, Order, Said
from service.main.reading_program import ReadingProgram
from service.projections.as_of.process import NotMadeError, PastRows, TooManyWantedError
from service.settings import Settings

MOST_ATTEMPTS = 5
SECONDS_BETWEEN_LOOKS = 1.0
SERVICE_UNAVAILABLE, FIRST_PROBLEM_STATUS = 503, 400
BYTES_A_PIECE = 1_048_576
ROWS_OF_THEN, WITHOUT_LIBRARY = "past_rows_being_made", "pdf_unavailable"

_log = structlog.get_logger("casebook.jobs")


class TooLargeError(Exception):
    """The result has more bytes than it may have."""


class JobRunner:
    """Does the jobs of a record. Any number may run, and be killed, anywhere. Use `running()`, once."""

    def __init__(
        self,
        engine: AsyncEngine,
        order: Order,
        past_rows: PastRows,
        *,
        now: Callable[[], datetime],
        limits: JobLimits,
    ) -> None:
        self._engine = engine
        self._jobs = Jobs(engine)
        with_patience = order.model_copy(update={"patience_seconds": limits.job_seconds_at_most})
        self.program = ReadingProgram(with_patience)
        self._past_rows = past_rows
        self._now = now
        self._limits = limits

    @asynccontextmanager
    async def running(self) -> AsyncIterator["JobRunner"]:
        """Do jobs in the background while inside; on leaving, the one that is being done is given back."""
        doing = asyncio.create_task(self._do_on())
        try:
            yield self
        finally:
            doing.cancel()
            await asyncio.wait({doing})
            await self.program.stop()

    async def work_off(self) -> int:
        """Do jobs until none waits, and let go of what has expired; return how many were done."""
        await self._jobs.expire(self._now())
        count = 0
        while await self._did_one():
            count += 1
        return count

    async def _do_on(self) -> None:
        while True:
            try:
                await self.work_off()
            except (
                SQLAlchemyError,
                OSError,
            ) as error:  # the record is away: whatever was done is begun again
                _log.warning("jobs_interrupted", error=type(error).__name__)
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _did_one(self) -> bool:
        async with claimed(self._engine, self._now()) as claim:
            if claim is None:
                return False
            try:
                await self._do(claim)
            except asyncio.CancelledError:
                with suppress(SQLAlchemyError):
                    await asyncio.shield(self._give_back(claim))
                raise
            return True

    async def _give_back(self, claim: Claim) -> None:
        await claim.give_back()

    async def _do(self, claim: Claim) -> None:
        """Do a job until it is done, cancelled or failed, or its program has ended."""
        doing = asyncio.create_task(self._answered(claim))
        try:
            async with asyncio.timeout(self._limits.job_seconds_at_most):
                while not doing.done() and await self._jobs.is_wanted(claim.job.job_id):
                    await asyncio.wait({doing}, timeout=SECONDS_BETWEEN_LOOKS)
        except TimeoutError:
            await _stopped(doing)
            await self._fail(claim, "job_took_too_long")
            return
        finally:
            await _stopped(doing)
        if doing.cancelled():
            return
        error = doing.exception()
        match error:
            case None:
                return
            case TooLargeError():
                await self._fail(claim, "job_result_too_large")
            case SQLAlchemyError():
                raise error
            case _ if claim.job.attempts >= MOST_ATTEMPTS:
                await self._fail(claim, "job_gave_up")
            case _:
                told = {"job_id": str(claim.job.job_id), "attempts": claim.job.attempts}
                _log.warning("job_begun_again", error=type(error).__name__, **told)

    async def _answered(self, claim: Claim) -> None:
        """Ask until the answer is none that passes by itself, and keep it."""
        asked = Asked.model_validate(claim.job.request)
        while True:
            kept = _Kept(claim, self._limits.job_result_max_bytes)
            async with aclosing(self.program.answer(asked)) as answer:
                async for said, content in answer:
                    await kept.take(said, content)
            result = await kept.ended()
            if result.status != SERVICE_UNAVAILABLE or kept.slug == WITHOUT_LIBRARY:
                break
            await self._wait(claim.job.position, rows=kept.slug == ROWS_OF_THEN)
        until = self._now() + self._limits.kept
        if result.status >= FIRST_PROBLEM_STATUS:
            await claim.fail(kept.slug, self._now(), until, result)
            return
        most = self._limits.job_results_of_key_max_bytes
        await claim.succeed(result, self._now(), until, most_bytes_of_key=most)

    async def _wait(self, position: int, *, rows: bool) -> None:
        """Wait until asking again may help: rows of earlier positions are made here, not by the program."""
        if rows:
            with suppress(NotMadeError, TooManyWantedError):
                await self._past_rows.made(position)
                return
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _fail(self, claim: Claim, slug: str) -> None:
        until = self._now() + self._limits.kept
        await claim.fail(slug, self._now(), until)


def job_runner(settings: Settings, url: str, engine: AsyncEngine, past_rows: PastRows) -> JobRunner:
    """Return what does the jobs of the record at a URL."""
    order = Order(url=url, zone=settings.zone)
    return JobRunner(engine, order, past_rows, now=main.now, limits=settings.job_limits)


class _Kept:
    """An answer as it is kept: in pieces, counted and hashed."""

    def __init__(self, claim: Claim, most_bytes: int) -> None:
        self._claim = claim
        self._most_bytes = most_bytes
        self._hash = hashlib.sha256()
        self._pending = bytearray()
        self._number = self._size = 0
        self._status = 0
        self._headers: dict[str, str] = {}
        self.beginning = b""

    async def take(self, said: Said, content: bytes) -> None:
        """Keep a part. Raises TooLargeError."""
        self._status, self._headers = said.status or self._status, said.headers or self._headers
        if said.done is not None and said.total is not None:
            await self._claim.tell(said.done, said.total)
        self._size += len(content)
        if self._size > self._most_bytes:
            raise TooLargeError
        self._hash.update(content)
        self._pending += content
        while len(self._pending) >= BYTES_A_PIECE:
            await self._add(bytes(self._pending[:BYTES_A_PIECE]))
            del self._pending[:BYTES_A_PIECE]

    async def ended(self) -> Result:
        """Keep what is left, and return what came out."""
        await self._add(bytes(self._pending))
        return Result(
            status=self._status, headers=self._headers, size_bytes=self._size, sha256=self._hash.digest()
        )

    async def _add(self, content: bytes) -> None:
        self.beginning = self.beginning or content
        await self._claim.add_piece(self._number, content)
        self._number += 1

    @property
    def slug(self) -> str:
        """The slug of the problem that the answer is."""
        found = orjson.loads(self.beginning)["type"]
        return str(found).rpartition("/")[2]


async def _stopped(task: asyncio.Task[None]) -> None:
    """Stop a task and wait for its end, whatever that is."""
    task.cancel()
    await asyncio.wait({task})
