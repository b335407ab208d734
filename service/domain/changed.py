"""A frozen value made of an event, or with some of its fields changed."""

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from functools import cache
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
Key = TypeVar("Key")
_new, _set = object.__new__, object.__setattr__


def changed(value: Value, **fields: Any) -> Value:
    """Return a frozen dataclass (without slots) with other fields.

    `dataclasses.replace` goes through every field and runs the constructor again, which costs ten times as
    much and is the greatest part of folding a fact. The fields are not checked here; mypy does not see them
    either, so a test compares each fold with `replace`.
    """
    return filled(type(value), {**value.__dict__, **fields})


def filled(kind: type[Value], fields: dict[str, Any]) -> Value:
    """Return a frozen dataclass (without slots) of these fields, which must be all of its kind.

    The dictionary becomes the value's own. One that was made whole is copied at once for the next `changed`.
    """
    made: Value = _new(kind)
    _set(made, "__dict__", fields)
    return made


def newest(found: Mapping[Key, Value], most: int) -> dict[Key, Value]:
    """Return at most so many entries, those that were put in last."""
    return dict(list(found.items())[-most:])


def taken(kind: Callable[..., Value], event: Any, **more: Any) -> Value:
    """Return a frozen dataclass with what an event says under the names of its fields, and `more`."""
    said, origin = event.__dict__, cast("Any", type(event))
    return kind(**{name: said[name] for name in _shared(kind, origin)}, **more)


@cache
def _shared(kind: Any, event: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields_of(kind) if field.name in event.model_fields)
