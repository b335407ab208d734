"""Rules for tests: small documents, and books in which they stand."""

from datetime import UTC, datetime
from typing import Any

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.policy import ClockRule, Policy, Title
from service.domain.command import Command
from service.domain.guidelines.departments import Department, DepartmentDirectory
from service.domain.rulebook.decisions import PublishCalendar, PublishPolicy, SetRoster, decide
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.vocabulary import EscalationLevel, ResponseClass, Segment

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
TITLE = Title(zh="名称", en="Title")
SUPERVISOR = EscalationLevel.SUPERVISOR


def calendar(calendar_id: str = "always", version: int = 1, **fields: Any) -> CalendarDocument:
    content = {"zone": "Asia/Shanghai", "always": "weekly" not in fields, **fields}
    return CalendarDocument(calendar_id=calendar_id, version=version, title=TITLE, **content)


def mornings(calendar_id: str, *windows: str, version: int = 1) -> CalendarDocument:
    """Return a calendar with these windows on Mondays."""
    return calendar(calendar_id, version, weekly={"monday": windows})


def rule(name: str = "first_reply", *, counts: str = "always", seconds: int = 1800) -> ClockRule:
    return ClockRule.model_validate(
        {
            "rule": name,
            "clock": name,
            "title": TITLE,
            "starts_on": ["received"],
            "met_by": ["answered"],
            "counts": counts,
            "target_seconds": seconds,
        }
    )


def policy(
    version: int = 1,
    *,
    policy_id: str = "default",
    rules: tuple[ClockRule, ...] = (),
    segment_calendars: dict[Segment, str] | None = None,
) -> Policy:
    return Policy(
        policy_id=policy_id,
        version=version,
        unclassified_counts_as=ResponseClass.ROUTINE,
        segment_calendars=segment_calendars or {},
        rules=rules or (rule(),),
    )


def publish(version: int = 1, effective_at: datetime | None = None, **fields: Any) -> PublishPolicy:
    return PublishPolicy(policy=policy(version, **fields), effective_at=effective_at)


def directory(version: int = 1, *, departments: tuple[str, ...] = ("logistics",)) -> DepartmentDirectory:
    return DepartmentDirectory(
        version=version, departments=tuple(Department(department=name, title=TITLE) for name in departments)
    )


def roster(*people: tuple[str, str], effective_at: datetime | None = None) -> SetRoster:
    duties = tuple(Duty(staff_id=staff_id, calendar_id=calendar_id) for staff_id, calendar_id in people)
    return SetRoster(level=SUPERVISOR, people=duties, effective_at=effective_at)


def book_of(*commands: Command | CalendarDocument, after: Rulebook = EMPTY) -> Rulebook:
    """Return the rulebook `after` with these commands carried out, all of them at NOW."""
    book = after
    for each in commands:
        command = PublishCalendar(calendar=each) if isinstance(each, CalendarDocument) else each
        for event in decide(book, command, NOW):
            book = evolve(book, event)
    return book
