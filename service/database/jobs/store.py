"""Jobs are kept, found, cancelled and let go of."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.database.jobs.job import COLUMNS, Job, JobState, NewJob, job_of

_OF_KEY = text("select jobs.lock_key(:key_id)")
_SAME = text(f"select {COLUMNS} from jobs.jobs where command_id = :command_id")  # noqa: S608  ours
_WAITING = text("select count(*) from jobs.jobs where key_id = :key_id and state in ('waiting', 'running')")
_ADD = text(f"""
    insert into jobs.jobs (job_id, key_id, actor, kind, asked, request, position, command_id, digest, state,
                           created_at)
    values (:job_id, :key_id, :actor, :kind, cast(:asked as jsonb), cast(:request as jsonb), :position,
            :command_id, :digest, 'waiting', :created_at)
    returning {COLUMNS}
""")  # noqa: S608  ours
_FIND = text(f"select {COLUMNS} from jobs.jobs where job_id = :job_id")  # noqa: S608  ours
_LIST = text(f"""
    select {COLUMNS} from jobs.jobs
    where (cast(:key_id as text) is null or key_id = :key_id)
      and (cast(:state as text) is null or state = :state)
      and (cast(:kind as text) is null or kind = :kind)
      and (cast(:before_at as timestamptz) is null or (created_at, job_id) < (:before_at, :before_id))
    order by created_at desc, job_id desc limit :limit
""")  # noqa: S608  ours
_CANCEL = text("""
    update jobs.jobs set state = 'cancelled', ended_at = :now, expires_at = :expires_at
    where job_id = :job_id and state in ('waiting', 'running')
""")
_STATE = text("select state from jobs.jobs where job_id = :job_id")
_PIECE = text("select content from jobs.pieces where job_id = :job_id and number = :number")
_EXPIRE = text("delete from jobs.jobs where expires_at <= :now")
_FORGET = text("delete from jobs.jobs where job_id = :job_id and state in ('failed', 'cancelled')")


class TooManyJobsError(Exception):
    """As many jobs of the key as may are waiting or running."""


class OtherJobError(Exception):
    """Another job was asked for under the same id."""


class Place(NamedTuple):
    """Where a page of jobs ends."""

    created_at: datetime
    job_id: UUID


class Jobs:
    """The jobs in a database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def add(self, job: NewJob, *, most_of_key: int) -> Job:
        """Keep a job, or return the one that was kept under its command id.

        Raises TooManyJobsError, OtherJobError.
        """
        async with self.engine.begin() as connection:
            await connection.execute(_OF_KEY, {"key_id": job.key_id})
            if job.command_id is not None and (same := await _one(connection, _SAME, **asdict(job))):
                if same.digest != job.digest:
                    raise OtherJobError
                return same
            if (await connection.scalar(_WAITING, {"key_id": job.key_id}) or 0) >= most_of_key:
                raise TooManyJobsError
            told = {**asdict(job), "asked": _json(job.asked), "request": _json(job.request)}
            return job_of((await connection.execute(_ADD, told)).one())

    async def find(self, job_id: UUID) -> Job | None:
        """Return a job; None where there is none, or no more."""
        async with self.engine.connect() as connection:
            return await _one(connection, _FIND, job_id=job_id)

    async def same(self, command_id: UUID) -> Job | None:
        """Return the job that was kept under a command id."""
        async with self.engine.connect() as connection:
            return await _one(connection, _SAME, command_id=command_id)

    async def listed(
        self,
        *,
        limit: int,
        key_id: str | None = None,
        state: JobState | None = None,
        kind: str | None = None,
        before: Place | None = None,
    ) -> Sequence[Job]:
        """Return jobs, the newest first, of one key or of all."""
        before_at, before_id = before or (None, None)
        asked = {"key_id": key_id, "state": state, "kind": kind, "limit": limit}
        async with self.engine.connect() as connection:
            rows = await connection.execute(_LIST, {**asked, "before_at": before_at, "before_id": before_id})
            return [job_of(row) for row in rows]

    async def cancel(self, job_id: UUID, now: datetime, expires_at: datetime) -> None:
        """Cancel a job that has not ended; whoever does it notices."""
        async with self.engine.begin() as connection:
            await connection.execute(_CANCEL, {"job_id": job_id, "now": now, "expires_at": expires_at})

    async def is_wanted(self, job_id: UUID) -> bool:
        """Whether a job that is being done is not cancelled."""
        async with self.engine.connect() as connection:
            return bool(await connection.scalar(_STATE, {"job_id": job_id}) == JobState.RUNNING)

    async def result(self, job_id: UUID) -> AsyncIterator[bytes]:
        """Yield the pieces of a result. Between two pieces no connection is held."""
        number = 0
        while True:
            async with self.engine.connect() as connection:
                piece = await connection.scalar(_PIECE, {"job_id": job_id, "number": number})
            if piece is None:
                return
            yield bytes(piece)
            number += 1

    async def expire(self, now: datetime) -> None:
        """Let go of jobs whose time is over, with their results."""
        async with self.engine.begin() as connection:
            await connection.execute(_EXPIRE, {"now": now})

    async def forget(self, job_id: UUID) -> None:
        """Let go of a job that came to nothing, so that it can be asked for again."""
        async with self.engine.begin() as connection:
            await connection.execute(_FORGET, {"job_id": job_id})


async def _one(connection: AsyncConnection, statement: Any, **values: Any) -> Job | None:
    row = (await connection.execute(statement, values)).one_or_none()
    return None if row is None else job_of(row)


def _json(told: Any) -> str:
    return orjson.dumps(told).decode()
