"""A frozen value with some of its fields changed."""

from typing import Any, TypeVar

Value = TypeVar("Value")


def changed(value: Value, **fields: Any) -> Value:
    """Return a frozen dataclass (without slots) with other fields.

    `dataclasses.replace` goes through every field and runs the constructor again, which costs ten times as
    much and is the greatest part of folding a fact. The fields are not checked here; mypy does not see them
    either, so a test compares each fold with `replace`.
    """
    after = object.__new__(type(value))
    after.__dict__.update(value.__dict__)
    after.__dict__.update(fields)
    return after
