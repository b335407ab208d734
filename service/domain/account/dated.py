"""Values that hold from an instant on."""

from datetime import datetime
from typing import TypeVar

Value = TypeVar("Value")
Dated = tuple[tuple[datetime, Value], ...]
"""Each value with the instant from which it held, in the order of time."""


def with_value(dated: Dated[Value], at: datetime, value: Value) -> Dated[Value]:
    """Return the values with one more; of two from the same instant on the one added last holds."""
    return tuple(sorted((*dated, (at, value)), key=lambda each: each[0]))


def value_since(dated: Dated[Value], at: datetime) -> tuple[datetime, Value] | None:
    """Return the value that held at an instant, with since when; None before the first."""
    return next((each for each in reversed(dated) if each[0] <= at), None)
