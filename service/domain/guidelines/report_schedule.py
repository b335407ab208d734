"""Which reports are issued by themselves, how often, and to whom (REQUIREMENTS 58, 96)."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_SECONDS, Data, Slug
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid

ReportName = Literal[
    "service-performance",
    "demand-analysis",
    "problem-analysis",
    "needs-analysis",
    "feedback-store",
    "revisit-records",
    "revisit-summary",
    "department-response-times",
    "satisfaction-analysis",
    "complaint-archive",
]
Cadence = Literal["month", "quarter"]
MONTHS: dict[Cadence, int] = {"month": 1, "quarter": 3}
MONTHS_A_YEAR = 12
MOST_RECIPIENTS = 50


class ScheduledReport(Data):
    """A report that is issued for each period of a length."""

    report: ReportName
    """Name of the report in URLs."""
    every: Cadence = "month"
    """Length of the period: calendar months or quarters in the business zone."""
    recipients: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=MOST_RECIPIENTS)]
    """Who gets it: departments of the directory, or a role such as `general_manager`."""
    account_id: UUID | None = None
    """Only this account; null for all accounts."""
    form: Literal["json", "csv", "xlsx", "html", "pdf"] = "html"
    """Form in which it is issued."""
    language: Literal["zh", "en"] = "zh"
    """Language in which it is issued."""
    after_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """Seconds after the end of the period at which it is due."""

    def issues_the_same(self, other: "ScheduledReport") -> bool:
        """Whether the other names the same report, scope, form and language."""
        return self.named == other.named

    @property
    def named(self) -> tuple[object, ...]:
        """What tells it from the others of a schedule."""
        return (self.report, self.every, self.account_id, self.form, self.language)


class ReportSchedule(Guideline):
    """Reports that are issued by themselves, each once a period, with their recipients."""

    guideline: Literal["report_schedule"] = "report_schedule"
    reports: tuple[ScheduledReport, ...] = ()
    """Reports of the schedule; none are issued if it is empty."""
    late_after_seconds: int = Field(default=86_400, ge=0, le=LONGEST_SECONDS)
    """Seconds after the due time beyond which an issued report is marked as late."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for number, one in enumerate(self.reports):
            if any(one.issues_the_same(other) for other in self.reports[:number]):
                raise invalid("named_twice", field="reports", named=one.report)
        return self


def period_before(until: datetime, every: Cadence, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the last whole period that has ended by an instant: its start, and its end excluded."""
    local = until.astimezone(zone)
    months = MONTHS[every]
    number = (local.year * MONTHS_A_YEAR + local.month - 1) // months
    return _begin(number - 1, months, zone), _begin(number, months, zone)


def _begin(number: int, months: int, zone: ZoneInfo) -> datetime:
    year, month = divmod(number * months, MONTHS_A_YEAR)
    return datetime(year, month + 1, 1, tzinfo=zone)
