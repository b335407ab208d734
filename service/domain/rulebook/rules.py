"""The rules of the wishes about the rules, each a named function, and which wish obeys which."""

from collections.abc import Callable
from datetime import datetime, timedelta

from service.domain.clocks.policy import Policy
from service.domain.guidelines import StaffDirectory
from service.domain.refusal import OccurredInFutureError, Refusal
from service.domain.rulebook.commands import (
    PublishCalendar,
    PublishGuideline,
    PublishPolicy,
    RulebookCommand,
    SetRoster,
)
from service.domain.rulebook.refusals import (
    CalendarNotPublishedError,
    CalendarVersionNotNextError,
    ChangedBackwardsError,
    GuidelineVersionNotNextError,
    PolicyVersionNotNextError,
    SegmentWithoutCalendarError,
)
from service.domain.rulebook.state import Rulebook
from service.domain.time_tolerance import CLOCK_TOLERANCE
from service.domain.vocabulary import Segment

BY_SEGMENT = "segment"
"""The word of a rule for the service calendar of the account's tier."""
BACKWARDS_TOLERANCE = timedelta(minutes=1)
"""How long ago "now" may be by the time that a wish arrives."""

_NAMES_CALENDARS: dict[type[RulebookCommand], str] = {PublishGuideline: "content", SetRoster: "people"}
"""In which field a wish names calendars, where that is not its policy."""

Rule = Callable[[Rulebook, RulebookCommand, datetime], None]


def must_not_lie_in_the_future(_: Rulebook, command: RulebookCommand, now: datetime) -> None:
    if command.happened_at(now) > now + CLOCK_TOLERANCE:
        raise OccurredInFutureError(occurred_at=command.occurred_at, now=now)


def policy_version_must_be_the_next(book: Rulebook, command: RulebookCommand, _: datetime) -> None:
    if isinstance(command, PublishPolicy):
        wanted, expected = command.policy, book.newest_policy(command.policy.policy_id) + 1
        if wanted.version != expected:
            raise PolicyVersionNotNextError(
                policy_id=wanted.policy_id, version=wanted.version, expected=expected
            )


def calendar_version_must_be_the_next(book: Rulebook, command: RulebookCommand, _: datetime) -> None:
    if isinstance(command, PublishCalendar):
        wanted, expected = command.calendar, book.newest_calendar(command.calendar.calendar_id) + 1
        if wanted.version != expected:
            raise CalendarVersionNotNextError(
                calendar_id=wanted.calendar_id, version=wanted.version, expected=expected
            )


def guideline_version_must_be_the_next(book: Rulebook, command: RulebookCommand, _: datetime) -> None:
    if isinstance(command, PublishGuideline):
        wanted, expected = command.content, book.newest_guideline(command.content.guideline) + 1
        if wanted.version != expected:
            raise GuidelineVersionNotNextError(
                guideline=wanted.guideline, version=wanted.version, expected=expected
            )


def must_not_change_what_has_passed(book: Rulebook, command: RulebookCommand, now: datetime) -> None:
    """The first of each may reach back: nothing was promised before, and nobody was called."""
    before = _instants_before(book, command)
    if not before or isinstance(command, PublishCalendar):
        return
    effective_at = command.effective_at or now
    earliest = max(before[-1], now - BACKWARDS_TOLERANCE)
    if effective_at < earliest:
        raise ChangedBackwardsError(effective_at=effective_at, earliest=earliest)


def calendars_must_be_published(book: Rulebook, command: RulebookCommand, _: datetime) -> None:
    for calendar_id in sorted(_calendars_named(command)):
        if not book.newest_calendar(calendar_id):
            raise CalendarNotPublishedError(
                field=_NAMES_CALENDARS.get(type(command)), calendar_id=calendar_id
            )


def every_segment_must_have_a_calendar(_: Rulebook, command: RulebookCommand, __: datetime) -> None:
    if isinstance(command, PublishPolicy) and any(rule.counts == BY_SEGMENT for rule in command.policy.rules):
        for segment in Segment:
            if segment not in command.policy.segment_calendars:
                raise SegmentWithoutCalendarError(segment=segment)


def calendars_of(policy: Policy) -> set[str]:
    """Return the ids of all calendars that a policy names."""
    by_rule = {rule.counts for rule in policy.rules} - {BY_SEGMENT}
    return by_rule | set(policy.segment_calendars.values())


def _calendars_named(command: RulebookCommand) -> set[str]:
    match command:
        case PublishPolicy():
            return calendars_of(command.policy)
        case SetRoster():
            return {duty.calendar_id for duty in command.people}
        case PublishGuideline():
            return command.content.calendars if isinstance(command.content, StaffDirectory) else set()
        case PublishCalendar():
            return set()


def _instants_before(book: Rulebook, command: RulebookCommand) -> list[datetime]:
    match command:
        case PublishPolicy():
            return [known.effective_at for known in book.policies]
        case SetRoster():
            return [known.effective_at for known in book.rosters if known.level is command.level]
        case PublishGuideline():
            kind = command.content.guideline
            return [known.effective_at for known in book.guidelines if known.content.guideline == kind]
        case PublishCalendar():
            return []


REFUSALS: dict[Rule, tuple[type[Refusal], ...]] = {
    must_not_lie_in_the_future: (OccurredInFutureError,),
    policy_version_must_be_the_next: (PolicyVersionNotNextError,),
    calendar_version_must_be_the_next: (CalendarVersionNotNextError,),
    guideline_version_must_be_the_next: (GuidelineVersionNotNextError,),
    must_not_change_what_has_passed: (ChangedBackwardsError,),
    calendars_must_be_published: (CalendarNotPublishedError,),
    every_segment_must_have_a_calendar: (SegmentWithoutCalendarError,),
}

RULES: dict[type[RulebookCommand], tuple[Rule, ...]] = {
    PublishPolicy: (
        must_not_lie_in_the_future,
        policy_version_must_be_the_next,
        must_not_change_what_has_passed,
        every_segment_must_have_a_calendar,
        calendars_must_be_published,
    ),
    PublishCalendar: (must_not_lie_in_the_future, calendar_version_must_be_the_next),
    PublishGuideline: (
        must_not_lie_in_the_future,
        guideline_version_must_be_the_next,
        must_not_change_what_has_passed,
        calendars_must_be_published,
    ),
    SetRoster: (must_not_lie_in_the_future, must_not_change_what_has_passed, calendars_must_be_published),
}
