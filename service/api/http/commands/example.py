"""The example of a command: what it declares, and the values of its other required fields by their types."""

from datetime import date
from enum import Enum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import AwareDatetime

from service.domain.command import Command

BY_TYPE = {AwareDatetime: "2030-03-01T18:00:00+08:00", date: "2030-03-01", bool: True}


def example_of(command: type[Command]) -> dict[str, Any]:
    """Return a body of the command as JSON has it, the same each time.

    A required field is left out if the command does not declare it and its type suggests no value (a text).
    """
    example = {
        name: command.example.get(name, _value(name, field.annotation))
        for name, field in command.model_fields.items()
        if name in command.example or field.is_required()
    }
    return {name: value for name, value in example.items() if value is not None}


def _value(name: str, kind: Any) -> Any:
    """Return a value of a type; null if it suggests none. An id has one value under one name."""
    if kind is UUID:
        return str(uuid5(NAMESPACE_URL, name))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    return BY_TYPE.get(kind)
