"""Who does a job: whoever holds its lock, over the connection by which all of it is written."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.database.jobs.job import COLUMNS, Job, JobState, job_of

# The first job of each key before the second of any. Locks are tried row by row, until one is got.
_LOCK_ONE = text("""
    with waiting as materialized (
        select job_id, created_at,
               row_number() over (partition by key_id order by created_at, job_id) as place
        from jobs.jobs where state in ('waiting', 'running')
    ), in_turn as materialized (
        select job_id from waiting order by place, created_at, job_id limit 1000
    )
    select job_id from in_turn where jobs.take(job_id) limit 1
""")
_UNLOCK = text("select jobs.let_go(:job_id)")
_BEGIN = text(f"""
    update jobs.jobs
    set state = 'running', started_at = :now, attempts = attempts + 1, done = null, total = null
    where job_id = :job_id and state in ('waiting', 'running')
    returning {COLUMNS}
""")  # noqa: S608  ours
_CLEAR = text("delete from jobs.pieces where job_id = :job_id")
_PROGRESS = text("update jobs.jobs set done = :done, total = :total where job_id = :job_id")
_PIECE = text("insert into jobs.pieces (job_id, number, content) values (:job_id, :number, :content)")
_END = text("""
    update jobs.jobs
    set state = :state, ended_at = :now, expires_at = :expires_at, failure = :failure, status = :status,
        headers = cast(:headers as jsonb), size_bytes = :size_bytes, sha256 = :sha256
    where job_id = :job_id and state = 'running'
""")
_GIVE_BACK = text("""
    update jobs.jobs set state = 'waiting', attempts = attempts - 1
    where job_id = :job_id and state = 'running'
""")
_MAKE_ROOM = text("""
    delete from jobs.jobs where job_id in (
        select job_id from (
            select job_id, sum(size_bytes) over (order by ended_at desc, job_id) as kept
            from jobs.jobs where key_id = :key_id and size_bytes is not null
        ) as ended where kept > :most_bytes
    ) and job_id <> :job_id
""")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came out: status and headers of the answer, size and hash of its body."""

    status: int
    headers: Mapping[str, str]
    size_bytes: int
    sha256: bytes


class Claim:
    """A job that nobody else does while its connection lasts."""

    def __init__(self, connection: AsyncConnection, job: Job) -> None:
        self._connection = connection
        self.job = job

    async def add_piece(self, number: int, content: bytes) -> None:
        """Keep a piece of the result; with the first one what an earlier attempt has left goes."""
        if number == 0:
            await self._do(_CLEAR)
        await self._do(_PIECE, number=number, content=content)

    async def tell(self, done: int, total: int) -> None:
        """Say how far it is."""
        await self._do(_PROGRESS, done=done, total=total)

    async def succeed(
        self, result: Result, now: datetime, expires_at: datetime, *, most_bytes_of_key: int
    ) -> None:
        """Say what came out; the oldest results of the key make room for it."""
        await self._end(JobState.DONE, now, expires_at, result=result)
        await self._do(_MAKE_ROOM, key_id=self.job.key_id, most_bytes=most_bytes_of_key)

    async def fail(
        self, failure: str, now: datetime, expires_at: datetime, result: Result | None = None
    ) -> None:
        """Say why nothing came out. `result` is the problem with which the read was answered."""
        await self._end(JobState.FAILED, now, expires_at, failure=failure, result=result)

    async def give_back(self) -> None:
        """Have somebody else do it: nothing was wrong with it."""
        await self._do(_GIVE_BACK)

    async def _end(
        self,
        state: JobState,
        now: datetime,
        expires_at: datetime,
        *,
        failure: str | None = None,
        result: Result | None = None,
    ) -> None:
        if result is None:
            await self._do(_CLEAR)
        await self._do(
            _END,
            state=state,
            now=now,
            expires_at=expires_at,
            failure=failure,
            status=result and result.status,
            headers=None if result is None else orjson.dumps(dict(result.headers)).decode(),
            size_bytes=result and result.size_bytes,
            sha256=result and result.sha256,
        )

    async def _do(self, statement: Any, **values: Any) -> None:
        await self._connection.execute(statement, {"job_id": self.job.job_id, **values})


@asynccontextmanager
async def claimed(engine: AsyncEngine, now: datetime) -> AsyncIterator[Claim | None]:
    """Have the next job that nobody does, begun; None where there is none. On leaving it is let go of."""
    async with engine.connect() as pooled:
        connection = await pooled.execution_options(isolation_level="AUTOCOMMIT")
        job = await _taken(connection, now)
        if job is None:
            yield None
            return
        try:
            yield Claim(connection, job)
        finally:
            await _let_go(connection, job.job_id)


async def _taken(connection: AsyncConnection, now: datetime) -> Job | None:
    while job_id := await connection.scalar(_LOCK_ONE):
        begun = (await connection.execute(_BEGIN, {"job_id": job_id, "now": now})).one_or_none()
        if begun is not None:
            return job_of(begun)
        await _let_go(connection, job_id)  # it has ended meanwhile
    return None


async def _let_go(connection: AsyncConnection, job_id: UUID) -> None:
    """Give the lock back; with a connection that is lost or in doubt it goes by itself."""
    try:
        await connection.execute(_UNLOCK, {"job_id": job_id})
    except SQLAlchemyError:
        await connection.invalidate()
