"""What is due by the schedule: each period once, by what the schedule was at its end."""

from datetime import UTC, datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from service.domain.guidelines.report_schedule import Cadence, ReportName, ReportSchedule, ScheduledReport
from service.domain.rulebook.decisions import decide
from service.domain.rulebook.events import GuidelinePublished, ReportIssued
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.issuing import Due, IssueReport, due_reports
from service.domain.rulebook.state import EMPTY, Rulebook
from service.reports.named.registry import REPORTS

ZONE = ZoneInfo("Asia/Shanghai")
MID_MARCH = datetime(2026, 3, 15, tzinfo=UTC)


def scheduled(every: Cadence = "month", report: ReportName = "service-performance") -> ScheduledReport:
    return ScheduledReport(report=report, every=every, recipients=("general_manager",))


def book_with(*versions: tuple[datetime, tuple[ScheduledReport, ...]]) -> Rulebook:
    book = EMPTY
    for number, (at, reports) in enumerate(versions, 1):
        content = ReportSchedule(version=number, reports=reports)
        book = evolve(book, GuidelinePublished(occurred_at=at, content=content, effective_at=at))
    return book


def local(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def ends(due: list[Due]) -> list[datetime]:
    return [each.to_at.astimezone(ZONE) for each in due]


def issued(book: Rulebook, due: Due, now: datetime) -> Rulebook:
    command = IssueReport(
        scheduled=due.scheduled,
        from_at=due.from_at,
        to_at=due.to_at,
        position=7,
        sha256="0" * 64,
        size_bytes=1,
    )
    for event in decide(book, command, now):
        book = evolve(book, event)
    return book


def test_the_first_period_is_the_one_that_ends_after_the_schedule_began() -> None:
    book = book_with((MID_MARCH, (scheduled(),)))
    assert due_reports(book, local(3, 31, 23), ZONE) == []
    assert ends(due_reports(book, local(4, 1), ZONE)) == [local(4, 1)]
    assert due_reports(EMPTY, local(4, 1), ZONE) == []


def test_periods_that_were_missed_are_due_one_after_the_other_and_each_once() -> None:
    book = book_with((MID_MARCH, (scheduled(),)))
    now = local(6, 3)
    due = due_reports(book, now, ZONE)
    assert ends(due) == [local(4, 1), local(5, 1), local(6, 1)]
    for each in due:
        book = issued(issued(book, each, now), each, now)
    assert due_reports(book, now, ZONE) == []
    assert [each.is_late for each in book.issued] == [True, True, True]
    assert isinstance(book.issued[0], ReportIssued)


def test_months_and_quarters_are_those_of_the_business_zone() -> None:
    book = book_with((MID_MARCH, (scheduled(), scheduled("quarter"))))
    first = due_reports(book, datetime(2026, 3, 31, 16, tzinfo=UTC), ZONE)
    assert [(each.scheduled.every, each.from_at.astimezone(ZONE)) for each in first] == [
        ("month", local(3, 1)),
        ("quarter", local(1, 1)),
    ]
    assert due_reports(book, datetime(2026, 3, 31, 15, 59, tzinfo=UTC), ZONE) == []


def test_what_counts_is_the_schedule_at_the_end_of_the_period() -> None:
    book = book_with((MID_MARCH, (scheduled(),)), (local(4, 1, 8), ()))
    assert ends(due_reports(book, local(6, 3), ZONE)) == [local(4, 1)]
    before = book_with((MID_MARCH, (scheduled(),)), (local(3, 31, 23), ()))
    assert due_reports(before, local(6, 3), ZONE) == []


def test_a_report_may_be_due_some_time_after_its_period() -> None:
    later = scheduled().model_copy(update={"after_seconds": 86_400})
    book = book_with((MID_MARCH, (later,)))
    assert due_reports(book, local(4, 1, 23), ZONE) == []
    assert ends(due_reports(book, local(4, 2), ZONE)) == [local(4, 1)]


def test_a_schedule_names_each_report_once_and_only_reports_that_exist() -> None:
    with pytest.raises(ValidationError):
        ReportSchedule(version=1, reports=(scheduled(), scheduled()))
    assert set(get_args(ReportName)) == set(REPORTS)
