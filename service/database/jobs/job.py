"""A job as its row says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


TO_DO = (JobState.WAITING, JobState.RUNNING)
"""The states of a job that has not ended."""


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """A job that is asked for. `request` is the read for which it stands, and for whom it is."""

    job_id: UUID
    key_id: str
    actor: str
    kind: str
    asked: Mapping[str, Any]
    request: Mapping[str, Any]
    position: int
    digest: bytes
    command_id: UUID | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job on its way, or ended. `failure` is the slug of a problem."""

    job_id: UUID
    key_id: str
    actor: str
    kind: str
    asked: Mapping[str, Any]
    request: Mapping[str, Any]
    position: int
    digest: bytes
    state: JobState
    attempts: int
    done: int | None
    total: int | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    failure: str | None
    status: int | None
    headers: Mapping[str, str] | None
    size_bytes: int | None
    sha256: bytes | None

    @property
    def is_to_do(self) -> bool:
        """Whether it has not ended."""
        return self.state in TO_DO


COLUMNS = ", ".join(Job.__dataclass_fields__)


def job_of(row: Row[Any]) -> Job:
    """Return the job of a row with COLUMNS."""
    told = {name: getattr(row, name) for name in Job.__dataclass_fields__}
    return Job(**{**told, "state": JobState(told["state"])})
