"""The whole history of a stream, for decisions that depend on more than its state remembers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from service.domain.clocks.events import ClockEvent
from service.domain.event import Event
from service.domain.timeline.order import as_they_happened

_happened_at = attrgetter("occurred_at")


@dataclass(frozen=True)
class History:
    """All events of a stream, in the order of recording: the version of the first is 1."""

    events: tuple[Event, ...]

    def with_more(self, events: Iterable[Event]) -> "History":
        """Return the history after more events were recorded."""
        return History((*self.events, *events))

    def in_business_order(self) -> list[Event]:
        """Return what happened in the order in which it happened, then of recording.

        Without the events of clocks: these say what follows from it.
        """
        return as_they_happened(event for event in self.events if not isinstance(event, ClockEvent))


def place_after(facts: list[Event], at: datetime) -> int:
    """Return the place behind all that had happened by an instant."""
    return bisect_right(facts, at, key=_happened_at)


def place_before(facts: list[Event], at: datetime) -> int:
    """Return the place behind all that had happened before an instant."""
    return bisect_left(facts, at, key=_happened_at)
