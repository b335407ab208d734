"""Reports that are due by the schedule are computed as jobs, and then noted on the record. Decision 0048."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from service.api.http.access import Caller, Role
from service.api.job_table import JOB_KINDS
from service.api.jobs.asking import new_job
from service.database.jobs.job import Job, JobState
from service.database.jobs.store import Jobs
from service.domain.refusal import Refusal
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.issuing import Due, IssueReport, due_reports
from service.eventstore.application import Application
from service.eventstore.request import Request
from service.processes.observer import ACTOR
from service.processes.watching import Issuing
from service.projections.engine.entries import head
from service.settings import Settings

WATCH = Caller(key_id="watch", name="watch", role=Role.AUDITOR)
MOST_WAITING = 100_000
"""What the schedule asks for is bounded by itself."""
BEFORE_ANOTHER_TRY = timedelta(minutes=10)

_log = structlog.get_logger()


def issuing(settings: Settings) -> Issuing:
    """Return what makes the issuer of a record."""
    return lambda application, engine: ReportIssuer(application, engine, settings.business_zone).issue


class ReportIssuer:
    """Has what is due computed, and notes what was. Any number may ask: a job, and a fact, is there once."""

    def __init__(self, application: Application, engine: AsyncEngine, zone: ZoneInfo) -> None:
        self._application = application
        self._engine = engine
        self._jobs = Jobs(engine)
        self._zone = zone

    async def issue(self, until: datetime) -> None:
        """Ask for what is due by an instant, and note what has been computed since."""
        for due in due_reports(await self._application.rulebook(), until, self._zone):
            job = await self._jobs.same(due.issue_id) or await self._asked(due, until)
            if job.state is JobState.DONE:
                await self._note(due, job, until)
            elif not job.is_to_do and job.ended_at is not None and until > job.ended_at + BEFORE_ANOTHER_TRY:
                _log.error("report_not_issued", report=due.scheduled.report, failure=job.failure)
                await self._jobs.forget(job.job_id)

    async def _asked(self, due: Due, until: datetime) -> Job:
        scheduled, kind = due.scheduled, JOB_KINDS["document"]
        body = kind.body.model_validate(
            {
                "kind": kind.name,
                "slug": scheduled.report,
                "from_at": due.from_at,
                "to_at": due.to_at,
                "format": scheduled.form,
                "language": scheduled.language,
                **({"account_id": scheduled.account_id} if scheduled.account_id else {}),
            }
        )
        async with self._engine.connect() as connection:
            position = await connection.run_sync(head)
        wanted = new_job(
            kind,
            body,
            job_id=self._application.new_id(),
            caller=WATCH,
            position=position,
            language=None,
            now=until,
            command_id=due.issue_id,
        )
        return await self._jobs.add(wanted, most_of_key=MOST_WAITING)

    async def _note(self, due: Due, job: Job, until: datetime) -> None:
        if job.sha256 is None or job.size_bytes is None:
            return
        command = IssueReport(
            occurred_at=until,
            scheduled=due.scheduled,
            from_at=due.from_at,
            to_at=due.to_at,
            position=job.position,
            sha256=job.sha256.hex(),
            size_bytes=job.size_bytes,
        )
        command_id = self._application.new_id()
        request = Request(stream_id=RULEBOOK_ID, commands=(command,), command_id=command_id, actor=ACTOR)
        try:
            await self._application.execute(request)
        except Refusal as refusal:  # of two that note it at once one finds the other's, and asks again
            _log.warning("report_not_noted", report=due.scheduled.report, refusal=refusal.slug)
            return
        _log.info("report_issued", report=due.scheduled.report, to_at=due.to_at.isoformat())
