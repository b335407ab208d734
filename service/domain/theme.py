"""A theme of the record: its events, how they change the state, and what they are to the clocks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar, get_args

from service.domain.clocks.milestones import ClockTrigger
from service.domain.event import Event

StateT = TypeVar("StateT")
EventT = TypeVar("EventT")
Triggers = tuple[ClockTrigger, ...]
Stands = Callable[[Any, Any], bool]
Statuses = frozenset[str]
"""How far a case or an account may be for an event to happen."""
WHEREVER: Mapping[type[Event], Statuses] = {}


@dataclass(frozen=True, kw_only=True)
class Theme:
    """What stands on the record about one theme."""

    events: tuple[type[Event], ...]
    evolve: Callable[[Any, Any], Any]
    clock_triggers: Callable[[Any, Any], Triggers]
    stands: Stands
    on: Mapping[type[Event], Statuses]
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
    on: Mapping[type[Event], Statuses] = WHEREVER,
    triggers_read_state: bool = False,
) -> Theme:
    """Return a theme.

    `events` is the union of its events; `clock_triggers` gets the state after one. `stands` gets the state
    before an event and returns whether the event still makes sense there: asked when something earlier
    becomes known. It is true of all that a command records there, of none that its rules refuse there, and
    of a beginning only where it has not begun; what only says again how it stands, or is found to have been
    earlier, stands as well. `on` names events that cannot happen however far a case or account is.
    `triggers_read_state`: what an event is to the clocks does not follow from it alone.
    """
    return Theme(
        events=get_args(events) or (events,),
        evolve=evolve,
        clock_triggers=clock_triggers,
        stands=stands,
        on=on,
        triggers_read_state=triggers_read_state,
    )


def by_status(themes: Iterable[Theme], otherwise: Statuses) -> dict[type[Event], Statuses]:
    """Return how far a case or an account may be for each event."""
    return {event: one.on.get(event, otherwise) for one in themes for event in one.events}


def by_event(themes: Iterable[Theme]) -> dict[type[Event], Theme]:
    """Return the theme of each event."""
    return {event: one for one in themes for event in one.events}


def events_of(union: object) -> tuple[type[Event], ...]:
    """Return the events of an annotated union, in its order."""
    return get_args(get_args(union)[0])


def themes_of(events: Iterable[type[Event]]) -> tuple[Theme, ...]:
    """Return the themes of these events: each stands in the module of its events, under `THEME`."""
    modules = dict.fromkeys(event.__module__ for event in events)
    return tuple(import_module(module).THEME for module in modules)


def decisions_of(themes: Iterable[Theme]) -> tuple[Any, ...]:
    """Return the decisions of these themes, which stand in `decisions` under the name of the theme.

    Raises ModuleNotFoundError where a theme has no such module.
    """
    modules = (one.events[0].__module__.replace(".record.", ".decisions.") for one in themes)
    return tuple(decision for module in modules for decision in import_module(module).DECISIONS)
