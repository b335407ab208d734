"""Facts about the rules."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import Policy
from service.domain.event import Event, RecordedInstant
from service.domain.guidelines import AnyGuideline
from service.domain.rulebook.duty import Duty
from service.domain.vocabulary import EscalationLevel


class RulebookFact(Event):
    """Base of the events of the rulebook."""


class PolicyPublished(RulebookFact):
    """A version of a policy was published. It is never edited; a change is another version."""

    type: Literal["PolicyPublished.v1"] = "PolicyPublished.v1"
    policy: Policy
    """Complete version."""
    effective_at: RecordedInstant
    """Time from which the policy makes the promises (UTC), until the next version takes over."""


class CalendarPublished(RulebookFact):
    """A version of a calendar was published. Clocks already started use the previous one."""

    type: Literal["CalendarPublished.v1"] = "CalendarPublished.v1"
    calendar: CalendarDocument
    """Complete version."""


class RosterSet(RulebookFact):
    """The people on duty on an escalation level were set."""

    type: Literal["RosterSet.v1"] = "RosterSet.v1"
    level: EscalationLevel
    """Escalation level."""
    people: tuple[Duty, ...]
    """People on duty, in the order of call: the first person within duty hours is called."""
    effective_at: RecordedInstant
    """Time from which the roster applies (UTC)."""


class GuidelinePublished(RulebookFact):
    """A version of a guideline was published. What was done by an earlier version stays as it is."""

    type: Literal["GuidelinePublished.v1"] = "GuidelinePublished.v1"
    content: AnyGuideline
    """Complete version."""
    effective_at: RecordedInstant
    """Time from which the guideline applies (UTC), until the next version takes over."""


class ReportIssued(RulebookFact):
    """A report was issued for a period by the schedule. The same position gives the same bytes again."""

    type: Literal["ReportIssued.v1"] = "ReportIssued.v1"
    issue_id: UUID
    """Id of the issued report: that of its report, period, scope, form and language."""
    report: str
    """Name of the report in URLs."""
    from_at: RecordedInstant
    """Start of the period (UTC)."""
    to_at: RecordedInstant
    """End of the period, excluded (UTC)."""
    account_id: UUID | None = None
    """Account that it is about; null if it is about all accounts."""
    form: str
    """Form in which it was issued."""
    language: str
    """Language in which it was issued."""
    position: int
    """Position of the record at which its figures hold."""
    sha256: str
    """SHA-256 of its bytes."""
    size_bytes: int
    """Number of its bytes."""
    recipients: tuple[str, ...]
    """Who gets it: departments, or roles such as `general_manager`."""
    schedule_version: int
    """Version of the guideline `report_schedule` by which it was issued."""
    due_at: RecordedInstant
    """Time at which it was due (UTC)."""
    is_late: bool = False
    """Whether it was issued later than the schedule allows."""


RulebookEvent = Annotated[
    PolicyPublished | CalendarPublished | RosterSet | GuidelinePublished | ReportIssued,
    Field(discriminator="type"),
]
RULEBOOK_EVENTS: tuple[type[RulebookFact], ...] = get_args(get_args(RulebookEvent)[0])
