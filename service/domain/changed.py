"""A frozen value with some of its fields changed."""

from typing import Any, TypeVar

Value = TypeVar("Value")
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
