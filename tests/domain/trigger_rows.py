"""What an event is to the clocks, as a row of an example: history, event, what is expected."""

from datetime import datetime
from typing import Any

from service.domain.aggregates.aggregate import AnyEvent
from service.domain.clocks.milestones import ClockTrigger, Milestone, MilestoneReached, SituationChanged
from service.domain.event import Event
from tests.domain.example import Ways
from tests.domain.facts import TEN

TriggerRow = tuple[tuple[AnyEvent, ...], Any, tuple[ClockTrigger, ...]]
Triggers = tuple[TriggerRow, ...]
CHANGED = SituationChanged(at=TEN)


def happened(milestone: Milestone, at: datetime = TEN, **more: Any) -> tuple[ClockTrigger, ...]:
    return (MilestoneReached(milestone=milestone, at=at, **more),)


def untimed(ways: Ways, *kinds: type[Event]) -> Triggers:
    """Return a row for each event of these kinds in the examples: no promise of time knows of it."""
    return tuple(row for row in _rows(ways) if isinstance(row[1], kinds))


def of_its_subject(ways: Ways, kind: type[Event], milestone: Milestone, name: str) -> Triggers:
    """Return rows for events that are a milestone of what they name, due at the instant that they say."""
    return tuple(
        (
            history,
            event,
            happened(milestone, event.occurred_at, subject=str(getattr(event, name)), due_at=_due_at(event)),
        )
        for history, event, _ in _rows(ways)
        if isinstance(event, kind)
    )


def _due_at(event: Event) -> datetime | None:
    return getattr(event, "due_at", None)


def _rows(ways: Ways) -> Triggers:
    return tuple(
        ((*way.history, *way.events[:number]), event, ())
        for way in ways
        for number, event in enumerate(way.events)
    )
