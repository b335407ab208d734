"""What follows from a wish about the rules."""

from datetime import datetime
from typing import assert_never

from service.domain.rulebook.commands import (
    PublishCalendar,
    PublishGuideline,
    PublishPolicy,
    RulebookCommand,
    SetRoster,
)
from service.domain.rulebook.events import (
    CalendarPublished,
    GuidelinePublished,
    PolicyPublished,
    RosterSet,
    RulebookEvent,
)
from service.domain.rulebook.rules import RULES
from service.domain.rulebook.state import Rulebook


def decide(book: Rulebook, command: RulebookCommand, now: datetime) -> tuple[RulebookEvent, ...]:
    """Return the facts that follow; none when it is already so. Raises a `Refusal` when a rule forbids it."""
    if _is_so(book, command, now):
        return ()
    for rule in RULES[type(command)]:
        rule(book, command, now)
    at = command.happened_at(now)
    match command:
        case PublishPolicy():
            effective_at = command.effective_at or now
            return (PolicyPublished(occurred_at=at, policy=command.policy, effective_at=effective_at),)
        case PublishCalendar():
            return (CalendarPublished(occurred_at=at, calendar=command.calendar),)
        case PublishGuideline():
            effective_at = command.effective_at or now
            return (GuidelinePublished(occurred_at=at, content=command.content, effective_at=effective_at),)
        case SetRoster():
            effective_at = command.effective_at or now
            return (
                RosterSet(
                    occurred_at=at, level=command.level, people=command.people, effective_at=effective_at
                ),
            )
        case _:
            assert_never(command)


def _is_so(book: Rulebook, command: RulebookCommand, now: datetime) -> bool:
    """Say whether the very same stands on the record; it is then no matter how long ago."""
    match command:
        case PublishPolicy():
            return any(
                known.policy == command.policy and command.effective_at in {None, known.effective_at}
                for known in book.policies
            )
        case PublishCalendar():
            return command.calendar in book.calendars
        case PublishGuideline():
            return any(
                known.content == command.content and command.effective_at in {None, known.effective_at}
                for known in book.guidelines
            )
        case SetRoster():
            known = [roster for roster in book.rosters if roster.level is command.level]
            last = known[-1] if known else None
            return (
                last is not None
                and last.people == command.people
                and last.effective_at <= (command.effective_at or now)
            )
        case _:
            assert_never(command)
