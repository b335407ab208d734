"""The commands about the rules, by example."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from service.domain.guidelines.report_schedule import ReportSchedule, ScheduledReport
from service.domain.refusal import OccurredInFutureError
from service.domain.rulebook.decisions import (
    CalendarVersionNotNextError,
    ChangedBackwardsError,
    GuidelineVersionNotNextError,
    PolicyVersionNotNextError,
    PublishCalendar,
    PublishGuideline,
    PublishPolicy,
    SegmentWithoutCalendarError,
    SetRoster,
    calendar_version_must_be_the_next,
    calendars_of_guideline_must_be_published,
    calendars_of_policy_must_be_published,
    calendars_of_roster_must_be_published,
    every_segment_must_have_a_calendar,
    guideline_must_not_change_what_has_passed,
    guideline_version_must_be_the_next,
    must_not_lie_in_the_future,
    policy_must_not_change_what_has_passed,
    policy_version_must_be_the_next,
    roster_must_not_change_what_has_passed,
)
from service.domain.rulebook.events import (
    CalendarPublished,
    GuidelinePublished,
    PolicyPublished,
    ReportIssued,
    RosterSet,
)
from service.domain.rulebook.issuing import Due, IssueReport, ReportNotDueError, report_must_be_due
from service.domain.rulebook.state import CalendarNotPublishedError
from tests.domain.example import A_MOMENT, AT, TOO_LATE, Breaks, Example, Ways, on, with_fields
from tests.domain.facts import NINE
from tests.domain.rulebook.published import SUPERVISOR, calendar, directory, policy, roster, rule
from tests.domain.staffed import person, staff
from tests.scene import Scene, Scenes

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = roster(("staff-7", "always")).people
CALENDAR = CalendarPublished(occurred_at=NINE, calendar=calendar())


def published(**fields: Any) -> PolicyPublished:
    return PolicyPublished(**{"occurred_at": NINE, "policy": policy(), "effective_at": NINE, **fields})


def rostered(**fields: Any) -> RosterSet:
    content = {"level": SUPERVISOR, "people": PEOPLE, "effective_at": NINE}
    return RosterSet(**{"occurred_at": NINE, **content, **fields})


def guided(**fields: Any) -> GuidelinePublished:
    content = {"content": directory(), "effective_at": NINE}
    return GuidelinePublished(**{"occurred_at": NINE, **content, **fields})


def _reaching_back(way: Example) -> Example:
    """Take effect before what stands on the record: a policy, the roster of the rung, the guideline."""
    before = (CALENDAR, published(policy=policy(policy_id="strict")), rostered(people=()), guided())
    return replace(with_fields(effective_at=NINE - A_MOMENT)(way), history=before)


def _next_guideline_reaching_back(way: Example) -> Example:
    return with_fields(content=directory(2))(_reaching_back(way))


SCHEDULED_REPORT = ScheduledReport(report="service-performance", recipients=("sales", "general_manager"))
SCHEDULED = guided(content=ReportSchedule(version=1, reports=(SCHEDULED_REPORT,)), effective_at=LONG_AGO)
ENDED = datetime(2026, 2, 28, 16, tzinfo=UTC)
BEGUN = datetime(2026, 1, 31, 16, tzinfo=UTC)
ISSUE = IssueReport(
    scheduled=SCHEDULED_REPORT, from_at=BEGUN, to_at=ENDED, position=7, sha256="a" * 64, size_bytes=9
)
ISSUED = ReportIssued(
    occurred_at=AT,
    issue_id=Due(SCHEDULED_REPORT, BEGUN, ENDED).issue_id,
    report="service-performance",
    from_at=BEGUN,
    to_at=ENDED,
    form="html",
    language="zh",
    position=7,
    sha256="a" * 64,
    size_bytes=9,
    recipients=("sales", "general_manager"),
    schedule_version=1,
    due_at=ENDED,
    is_late=True,
)
WAYS: Ways = (
    Example(PublishCalendar(calendar=calendar()), (), (CALENDAR.model_copy(update={"occurred_at": AT}),)),
    Example(PublishPolicy(policy=policy()), (CALENDAR,), (published(occurred_at=AT, effective_at=AT),)),
    Example(
        SetRoster(level=SUPERVISOR, people=PEOPLE),
        (CALENDAR,),
        (rostered(occurred_at=AT, effective_at=AT),),
    ),
    Example(PublishGuideline(content=directory()), (), (guided(occurred_at=AT, effective_at=AT),)),
    Example(ISSUE, (SCHEDULED,), (ISSUED,)),
)
BREAKS: Breaks = {
    (must_not_lie_in_the_future, OccurredInFutureError): TOO_LATE,
    (policy_version_must_be_the_next, PolicyVersionNotNextError): with_fields(policy=policy(2)),
    (calendar_version_must_be_the_next, CalendarVersionNotNextError): with_fields(
        calendar=calendar(version=2)
    ),
    (guideline_version_must_be_the_next, GuidelineVersionNotNextError): with_fields(content=directory(2)),
    (policy_must_not_change_what_has_passed, ChangedBackwardsError): _reaching_back,
    (guideline_must_not_change_what_has_passed, ChangedBackwardsError): _next_guideline_reaching_back,
    (roster_must_not_change_what_has_passed, ChangedBackwardsError): _reaching_back,
    (report_must_be_due, ReportNotDueError): on(),
    (calendars_of_policy_must_be_published, CalendarNotPublishedError): on(),
    (calendars_of_guideline_must_be_published, CalendarNotPublishedError): with_fields(
        content=staff(person("a.wang", calendar_id="nights"))
    ),
    (calendars_of_roster_must_be_published, CalendarNotPublishedError): on(),
    (every_segment_must_have_a_calendar, SegmentWithoutCalendarError): with_fields(
        policy=policy(rules=(rule(counts="segment"),))
    ),
}
_ALWAYS: dict[str, Any] = {
    "calendar_id": "always",
    "version": 1,
    "title": {"zh": "全天候", "en": "Always"},
    "zone": "Asia/Shanghai",
    "always": True,
}
_NO_PROMISES: dict[str, Any] = {
    "policy_id": "default",
    "version": 1,
    "unclassified_counts_as": "routine",
    "segment_calendars": {},
    "rules": [],
}
SCENES: Scenes = {
    PublishCalendar: Scene("CalendarPublished.v1", {"calendar": _ALWAYS}),
    PublishPolicy: Scene("PolicyPublished.v1", {"policy": _NO_PROMISES}),
    PublishGuideline: Scene(
        "GuidelinePublished.v1",
        {"content": {"guideline": "departments", "version": 1, "departments": []}},
    ),
    SetRoster: Scene("RosterSet.v1", {"level": "manager", "people": []}),
}
