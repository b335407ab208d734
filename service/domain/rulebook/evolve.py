"""How the rulebook changes by an event."""

from dataclasses import replace

from service.domain.event import Event
from service.domain.rulebook.events import (
    CalendarPublished,
    GuidelinePublished,
    PolicyPublished,
    ReportIssued,
    RosterSet,
)
from service.domain.rulebook.state import GuidelineInForce, PolicyInForce, Roster, Rulebook


def evolve(book: Rulebook, event: Event) -> Rulebook:
    """Return the rulebook after the event."""
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
        case ReportIssued():
            return replace(book, issued=(*book.issued, event))
        case _:
            raise TypeError(f"{event.STORED_NAME} is no event of the rulebook")
