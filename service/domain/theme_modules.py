"""The modules of the themes of an aggregate, found by name, so that no list names every theme again."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, get_args

from service.domain.event import Event
from service.domain.theme import Theme


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
