"""Jobs as they are shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.api.http.document import Document
from service.api.http.lists.page import PageQuery
from service.database.jobs.job import Job, JobState


class JobView(Document):
    """A read that is answered later."""

    job_id: UUID
    """Id of the job."""
    kind: str
    """Kind of the job."""
    asked: dict[str, Any]
    """Parameters as they were sent."""
    position: int
    """Position of the record that the result is about, set when the job was taken."""
    actor: str
    """Who asked for it: the key, and the member of staff for whom it spoke."""
    state: JobState
    """State of the job."""
    done: int | None
    """Number of parts that are done; null if not known."""
    total: int | None
    """Number of all parts; null if not known."""
    created_at: datetime
    """Time at which the job was taken (UTC)."""
    started_at: datetime | None
    """Time at which it was last begun (UTC); null if it waits."""
    ended_at: datetime | None
    """Time at which it ended (UTC); null if it has not."""
    expires_at: datetime | None
    """Time after which job and result are gone (UTC); null while it has not ended."""
    failure: str | None
    """Slug of the problem with which it failed; null if it did not."""
    media_type: str | None
    """Media type of the result; null if there is none."""
    size_bytes: int | None
    """Size of the result in bytes; null if there is none."""
    sha256: str | None
    """SHA-256 of the result; null if there is none."""


class JobsQuery(PageQuery):
    """Which jobs to list."""

    state: JobState | None = None
    """Only jobs in this state."""
    kind: str | None = None
    """Only jobs of this kind."""


class JobPage(Document):
    """A page of jobs, the newest first."""

    items: list[JobView]
    """Jobs of the page."""
    next: str | None
    """Path of the next page; null on the last page."""


def job_view(job: Job) -> JobView:
    """Return a job as it is shown."""
    return JobView.made_of(
        job,
        media_type=(job.headers or {}).get("content-type"),
        sha256=job.sha256.hex() if job.sha256 else None,
    )
