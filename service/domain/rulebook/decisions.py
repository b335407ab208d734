"""What may be asked of the rules: what is promised, which time counts, who is called, what people work by."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.clocks.calendars.publishable import publishable
from service.domain.clocks.policy import Policy
from service.domain.command import Command
from service.domain.decision import Decision, Events, by_command, decides, refuses_with
from service.domain.event import Instant
from service.domain.guidelines import AnyGuideline
from service.domain.guidelines.staff import StaffDirectory
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.events import CalendarPublished, GuidelinePublished, PolicyPublished, RosterSet
from service.domain.rulebook.issuing import IssueReport, is_report_issued, issue_report, report_must_be_due
from service.domain.rulebook.publishable_policy import publishable_policy
from service.domain.rulebook.state import CalendarNotPublishedError, Rulebook
from service.domain.timeline.tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import EscalationLevel, Segment

BY_SEGMENT = "segment"
"""The word of a rule for the service calendar of the account's tier."""
BACKWARDS_TOLERANCE = timedelta(minutes=1)
"""How long ago "now" may be by the time that a command arrives."""


class PublishPolicy(
    Command,
    example={
        "policy": {
            "policy_id": "default",
            "version": 1,
            "unclassified_counts_as": "routine",
            "segment_calendars": {},
            "rules": [],
        }
    },
):
    """Publish a version of a policy; it makes the promises from its effective time on."""

    policy: Annotated[Policy, AfterValidator(publishable_policy)]
    """Complete version."""
    effective_at: Instant | None = None
    """Time from which the policy makes the promises. If omitted, from now. Existing promises keep their
    version."""


class PublishCalendar(
    Command,
    example={
        "calendar": {
            "calendar_id": "always",
            "version": 1,
            "title": {"zh": "全天候", "en": "Always"},
            "zone": "Asia/Shanghai",
            "always": True,
        }
    },
):
    """Publish a version of a calendar; clocks that start from now on use it."""

    calendar: Annotated[CalendarDocument, AfterValidator(publishable)]
    """Complete version."""


class SetRoster(
    Command, example={"level": "manager", "people": [{"staff_id": "sun.d", "calendar_id": "always"}]}
):
    """Set the people on duty on an escalation level."""

    level: EscalationLevel
    """Escalation level."""
    people: Annotated[tuple[Duty, ...], Field(max_length=500)]
    """People on duty, in the order of call: the first person within duty hours is called. Empty if nobody
    is on duty."""
    effective_at: Instant | None = None
    """Time from which the roster applies. If omitted, from now."""


class PublishGuideline(
    Command, example={"content": {"guideline": "departments", "version": 1, "departments": []}}
):
    """Publish a version of a guideline; it applies from its effective time on."""

    content: AnyGuideline
    """Complete version."""
    effective_at: Instant | None = None
    """Time from which the guideline applies. If omitted, from now."""


class PolicyVersionNotNextError(Refusal, field="policy"):
    """Versions of a policy are numbered without gaps, and no version is ever edited."""


class CalendarVersionNotNextError(Refusal, field="calendar"):
    """Versions of a calendar are numbered without gaps, and no version is ever edited."""


class GuidelineVersionNotNextError(Refusal, field="content"):
    """Versions of a guideline are numbered without gaps, and no version is ever edited."""


class ChangedBackwardsError(Refusal, field="effective_at"):
    """A change of promises or duties cannot take effect in the past."""


class SegmentWithoutCalendarError(Refusal, field="policy"):
    """A rule that uses the service calendar of the tier needs one for every tier."""


@refuses_with(OccurredInFutureError)
def must_not_lie_in_the_future(_: Rulebook, command: Command, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


@refuses_with(PolicyVersionNotNextError)
def policy_version_must_be_the_next(book: Rulebook, command: PublishPolicy, _: datetime) -> None:
    policy, expected = command.policy, book.newest_policy(command.policy.policy_id) + 1
    if policy.version != expected:
        raise PolicyVersionNotNextError(policy_id=policy.policy_id, version=policy.version, expected=expected)


@refuses_with(CalendarVersionNotNextError)
def calendar_version_must_be_the_next(book: Rulebook, command: PublishCalendar, _: datetime) -> None:
    calendar, expected = command.calendar, book.newest_calendar(command.calendar.calendar_id) + 1
    if calendar.version != expected:
        raise CalendarVersionNotNextError(
            calendar_id=calendar.calendar_id, version=calendar.version, expected=expected
        )


@refuses_with(GuidelineVersionNotNextError)
def guideline_version_must_be_the_next(book: Rulebook, command: PublishGuideline, _: datetime) -> None:
    content, expected = command.content, book.newest_guideline(command.content.guideline) + 1
    if content.version != expected:
        raise GuidelineVersionNotNextError(
            guideline=content.guideline, version=content.version, expected=expected
        )


@refuses_with(ChangedBackwardsError)
def policy_must_not_change_what_has_passed(book: Rulebook, command: PublishPolicy, now: datetime) -> None:
    _refuse_backwards([known.effective_at for known in book.policies], command.effective_at, now)


@refuses_with(ChangedBackwardsError)
def guideline_must_not_change_what_has_passed(
    book: Rulebook, command: PublishGuideline, now: datetime
) -> None:
    kind = command.content.guideline
    before = [known.effective_at for known in book.guidelines if known.content.guideline == kind]
    _refuse_backwards(before, command.effective_at, now)


@refuses_with(ChangedBackwardsError)
def roster_must_not_change_what_has_passed(book: Rulebook, command: SetRoster, now: datetime) -> None:
    before = [known.effective_at for known in book.rosters if known.level is command.level]
    _refuse_backwards(before, command.effective_at, now)


@refuses_with(SegmentWithoutCalendarError)
def every_segment_must_have_a_calendar(_: Rulebook, command: PublishPolicy, __: datetime) -> None:
    if any(rule.counts == BY_SEGMENT for rule in command.policy.rules):
        for segment in Segment:
            if segment not in command.policy.segment_calendars:
                raise SegmentWithoutCalendarError(segment=segment)


@refuses_with(CalendarNotPublishedError)
def calendars_of_policy_must_be_published(book: Rulebook, command: PublishPolicy, _: datetime) -> None:
    _refuse_unpublished(book, calendars_of(command.policy), None)


@refuses_with(CalendarNotPublishedError)
def calendars_of_guideline_must_be_published(book: Rulebook, command: PublishGuideline, _: datetime) -> None:
    if isinstance(command.content, StaffDirectory):
        _refuse_unpublished(book, command.content.calendars, "content")


@refuses_with(CalendarNotPublishedError)
def calendars_of_roster_must_be_published(book: Rulebook, command: SetRoster, _: datetime) -> None:
    _refuse_unpublished(book, {duty.calendar_id for duty in command.people}, "people")


def calendars_of(policy: Policy) -> set[str]:
    """Return the ids of all calendars that a policy names."""
    return {rule.counts for rule in policy.rules} - {BY_SEGMENT} | set(policy.segment_calendars.values())


def _refuse_backwards(before: list[datetime], effective_at: datetime | None, now: datetime) -> None:
    """The first of each may reach back: nothing was promised before, and nobody was called."""
    effective_at = effective_at or now
    if before and effective_at < (earliest := max(before[-1], now - BACKWARDS_TOLERANCE)):
        raise ChangedBackwardsError(effective_at=effective_at, earliest=earliest)


def _refuse_unpublished(book: Rulebook, calendar_ids: set[str], field: str | None) -> None:
    for calendar_id in sorted(calendar_ids):
        if not book.newest_calendar(calendar_id):
            raise CalendarNotPublishedError(field=field, calendar_id=calendar_id)


def publish_policy(_: Rulebook, command: PublishPolicy, now: datetime, at: datetime) -> Events:
    effective_at = command.effective_at or now
    return (PolicyPublished(occurred_at=at, policy=command.policy, effective_at=effective_at),)


def publish_calendar(_: Rulebook, command: PublishCalendar, __: datetime, at: datetime) -> Events:
    return (CalendarPublished(occurred_at=at, calendar=command.calendar),)


def publish_guideline(_: Rulebook, command: PublishGuideline, now: datetime, at: datetime) -> Events:
    effective_at = command.effective_at or now
    return (GuidelinePublished(occurred_at=at, content=command.content, effective_at=effective_at),)


def set_roster(_: Rulebook, command: SetRoster, now: datetime, at: datetime) -> Events:
    effective_at = command.effective_at or now
    return (RosterSet(occurred_at=at, level=command.level, people=command.people, effective_at=effective_at),)


def is_policy_published(book: Rulebook, command: PublishPolicy, _: datetime) -> bool:
    return any(
        known.policy == command.policy and command.effective_at in {None, known.effective_at}
        for known in book.policies
    )


def is_calendar_published(book: Rulebook, command: PublishCalendar, _: datetime) -> bool:
    return command.calendar in book.calendars


def is_guideline_published(book: Rulebook, command: PublishGuideline, _: datetime) -> bool:
    return any(
        known.content == command.content and command.effective_at in {None, known.effective_at}
        for known in book.guidelines
    )


def is_roster_set(book: Rulebook, command: SetRoster, now: datetime) -> bool:
    last = next((one for one in reversed(book.rosters) if one.level is command.level), None)
    effective_at = command.effective_at or now
    return last is not None and last.people == command.people and last.effective_at <= effective_at


DECISIONS: tuple[Decision[Rulebook, datetime], ...] = (
    decides(
        PublishPolicy,
        publish_policy,
        must_not_lie_in_the_future,
        policy_version_must_be_the_next,
        policy_must_not_change_what_has_passed,
        every_segment_must_have_a_calendar,
        calendars_of_policy_must_be_published,
    ),
    decides(PublishCalendar, publish_calendar, must_not_lie_in_the_future, calendar_version_must_be_the_next),
    decides(
        PublishGuideline,
        publish_guideline,
        must_not_lie_in_the_future,
        guideline_version_must_be_the_next,
        guideline_must_not_change_what_has_passed,
        calendars_of_guideline_must_be_published,
    ),
    decides(
        SetRoster,
        set_roster,
        must_not_lie_in_the_future,
        roster_must_not_change_what_has_passed,
        calendars_of_roster_must_be_published,
    ),
    decides(IssueReport, issue_report, must_not_lie_in_the_future, report_must_be_due),
)
_DECISION_OF = by_command(DECISIONS)
_IS_RECORDED: dict[type[Command], Callable[[Rulebook, Any, datetime], bool]] = {
    PublishPolicy: is_policy_published,
    PublishCalendar: is_calendar_published,
    PublishGuideline: is_guideline_published,
    SetRoster: is_roster_set,
    IssueReport: is_report_issued,
}
"""Whether an identical version is on the record, however old: then no rule is asked."""


def decide(book: Rulebook, command: Command, now: datetime) -> Events:
    """Return the events that follow; none when the record shows them already. Raises a `Refusal`."""
    if _IS_RECORDED[type(command)](book, command, now):
        return ()
    decision = _DECISION_OF[type(command)]
    for rule in decision.rules:
        rule(book, command, now)
    return decision.decide(book, command, now, command.happened_at(now))
