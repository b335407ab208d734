"""A theme of the record: its events, how they change the state, and what they are to the clocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from service.domain.clocks.milestones import ClockTrigger
from service.domain.event import Event

StateT = TypeVar("StateT")
EventT = TypeVar("EventT")
Triggers = tuple[ClockTrigger, ...]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What stands on the record about one theme."""

    events: tuple[type[Event], ...]
    evolve: Callable[[Any, Any], Any]
    clock_triggers: Callable[[Any, Any], Triggers]


def no_clock_triggers(_: object, __: object) -> Triggers:
    """Return nothing: no clock looks at the theme."""
    return ()


def theme(
    events: object,
    evolve: Callable[[StateT, EventT], StateT],
    clock_triggers: Callable[[EventT, StateT], Triggers] = no_clock_triggers,
) -> Theme:
    """Return a theme. `events` is the union of its events; `clock_triggers` gets the state after one."""
    return Theme(events=get_args(events) or (events,), evolve=evolve, clock_triggers=clock_triggers)


def by_event(themes: Iterable[Theme]) -> dict[type[Event], Theme]:
    """Return the theme of each event."""
    return {event: one for one in themes for event in one.events}
