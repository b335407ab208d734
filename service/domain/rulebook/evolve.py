"""How the rulebook changes by a fact."""

from dataclasses import replace
from typing import assert_never

from service.domain.rulebook.events import (
    CalendarPublished,
    GuidelinePublished,
    PolicyPublished,
    RosterSet,
    RulebookEvent,
)
from service.domain.rulebook.state import GuidelineInForce, PolicyInForce, Roster, Rulebook


def evolve(book: Rulebook, event: RulebookEvent) -> Rulebook:
    """Return the rulebook after the fact."""
    match event:
        case PolicyPublished():
            published = PolicyInForce(policy=event.policy, effective_at=event.effective_at)
            return replace(book, policies=(*book.policies, published))
        case CalendarPublished():
            return replace(book, calendars=(*book.calendars, event.calendar))
        case RosterSet():
            roster = Roster(level=event.level, people=event.people, effective_at=event.effective_at)
            return replace(book, rosters=(*book.rosters, roster))
        case GuidelinePublished():
            content = GuidelineInForce(content=event.content, effective_at=event.effective_at)
            return replace(book, guidelines=(*book.guidelines, content))
        case _:
            assert_never(event)
