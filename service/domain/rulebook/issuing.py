"""Reports that are issued by themselves: what is due by the schedule, and is on the record once."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from service.domain.command import Command
from service.domain.decision import Events, refuses_with
from service.domain.event import Instant
from service.domain.guidelines.report_schedule import ReportSchedule, ScheduledReport, period_before
from service.domain.quick_ids import named_id
from service.domain.refusal import Refusal
from service.domain.rulebook.events import ReportIssued
from service.domain.rulebook.state import SHORTEST, Rulebook

_ISSUES = UUID("5b7c7c53-2f0b-5a4e-8f3c-6c0f6d1f5a47")
MOST_AT_ONCE = 100


class IssueReport(Command):
    """Note that a report was issued. The watch sends it; recipients follow from the schedule."""

    scheduled: ScheduledReport
    """Report as the schedule names it."""
    from_at: Instant
    """Start of the period."""
    to_at: Instant
    """End of the period, excluded."""
    position: int = Field(ge=1)
    """Position of the record at which its figures hold."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of its bytes."""
    size_bytes: int = Field(ge=1)
    """Number of its bytes."""


class ReportNotDueError(Refusal):
    """A report is issued once its period has ended, and where the schedule of the period names it."""


class Due(NamedTuple):
    """A report that is to be issued for a period."""

    scheduled: ScheduledReport
    from_at: datetime
    to_at: datetime

    @property
    def due_at(self) -> datetime:
        """When it is due."""
        return self.to_at + timedelta(seconds=self.scheduled.after_seconds)

    @property
    def issue_id(self) -> UUID:
        """What makes it one report of one period, whoever asks."""
        one = self.scheduled
        scope = (one.report, one.every, one.account_id, one.form, one.language)
        return named_id(_ISSUES, f"{scope} {self.from_at.astimezone(UTC)} {self.to_at.astimezone(UTC)}")


def due_reports(book: Rulebook, until: datetime, zone: ZoneInfo) -> list[Due]:
    """Return what is due by an instant and was not issued, the oldest period first.

    A period counts that has ended since there is a schedule; that of its last instant says what is issued.
    """
    since = next(
        (known.effective_at for known in book.guidelines if isinstance(known.content, ReportSchedule)), None
    )
    found: list[Due] = []
    for every in ("month", "quarter"):
        from_at, to_at = period_before(until, every, zone)
        while since is not None and to_at > since and len(found) < MOST_AT_ONCE:
            schedule = book.guideline(ReportSchedule, to_at - SHORTEST)
            found += [
                due
                for one in (schedule.reports if schedule else ())
                if one.every == every
                and (due := Due(one, from_at.astimezone(UTC), to_at.astimezone(UTC))).due_at <= until
                and not book.has_issued(due.issue_id)
            ]
            from_at, to_at = period_before(from_at, every, zone)
    return sorted(found, key=lambda due: due.due_at)


@refuses_with(ReportNotDueError)
def report_must_be_due(book: Rulebook, command: IssueReport, now: datetime) -> None:
    if _scheduled(book, command) is None or _due(command).due_at > command.happened_at(now):
        raise ReportNotDueError(report=command.scheduled.report, to_at=command.to_at)


def issue_report(book: Rulebook, command: IssueReport, _: datetime, at: datetime) -> Events:
    due, found = _due(command), _scheduled(book, command)
    if found is None:
        raise ReportNotDueError(report=command.scheduled.report, to_at=command.to_at)
    schedule, scheduled = found
    return (
        ReportIssued(
            occurred_at=at,
            issue_id=due.issue_id,
            report=scheduled.report,
            from_at=command.from_at,
            to_at=command.to_at,
            account_id=scheduled.account_id,
            form=scheduled.form,
            language=scheduled.language,
            position=command.position,
            sha256=command.sha256,
            size_bytes=command.size_bytes,
            recipients=scheduled.recipients,
            schedule_version=schedule.version,
            due_at=due.due_at,
            is_late=at > due.due_at + timedelta(seconds=schedule.late_after_seconds),
        ),
    )


def is_report_issued(book: Rulebook, command: IssueReport, _: datetime) -> bool:
    return book.has_issued(_due(command).issue_id)


def _due(command: IssueReport) -> Due:
    return Due(command.scheduled, command.from_at, command.to_at)


def _scheduled(book: Rulebook, command: IssueReport) -> tuple[ReportSchedule, ScheduledReport] | None:
    schedule = book.guideline(ReportSchedule, command.to_at - SHORTEST)
    reports = schedule.reports if schedule else ()
    same = next((one for one in reports if one.issues_the_same(command.scheduled)), None)
    return None if schedule is None or same is None else (schedule, same)
