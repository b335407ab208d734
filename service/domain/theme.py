"""A theme of the record: its events, how they change the state, and what they are to the clocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from service.domain.clocks.milestones import ClockTrigger
from service.domain.event import Event

StateT = TypeVar("StateT")
EventT = TypeVar("EventT")
Triggers = tuple[ClockTrigger, ...]
Stands = Callable[[Any, Any], bool]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What stands on the record about one theme."""

    events: tuple[type[Event], ...]
    evolve: Callable[[Any, Any], Any]
    clock_triggers: Callable[[Any, Any], Triggers]
    stands: Stands
    triggers_read_state: bool


def no_clock_triggers(_: object, __: object) -> Triggers:
    """Return nothing: no clock looks at the theme."""
    return ()


def always_stands(_: object, __: object) -> bool:
    """Return that an event makes sense after whatever came before it."""
    return True


def theme(
    events: object,
    evolve: Callable[[StateT, EventT], StateT],
    clock_triggers: Callable[[EventT, StateT], Triggers] = no_clock_triggers,
    stands: Callable[[StateT, EventT], bool] = always_stands,
    *,
    triggers_read_state: bool = False,
) -> Theme:
    """Return a theme.

    `events` is the union of its events; `clock_triggers` gets the state after one. `stands` gets the state
    before an event and returns whether the event still makes sense there: asked when something earlier
    becomes known. `triggers_read_state`: what an event is to the clocks does not follow from it alone.
    """
    return Theme(
        events=get_args(events) or (events,),
        evolve=evolve,
        clock_triggers=clock_triggers,
        stands=stands,
        triggers_read_state=triggers_read_state,
    )


def by_event(themes: Iterable[Theme]) -> dict[type[Event], Theme]:
    """Return the theme of each event."""
    return {event: one for one in themes for event in one.events}
