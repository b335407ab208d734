"""Staff ids: their one form, which fields of a command name one of ours, and which of them its sender.

A field is marked once, by its type; whoever decides on commands reads the marks (`aggregates/speaking.py`).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from service.domain.text import Code

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class OfStaff:
    """Marks a field that names a member of staff; `is_sender`: it is whoever sends the command.

    `must_be_known`: what comes without a key must name the sender.
    """

    is_sender: bool = False
    must_be_known: bool = False


StaffId = Annotated[Code, OfStaff()]
"""One of ours. Stored in one form; while the guideline `staff` names people, one of them."""
_SENDER = Field(
    description="Staff id of who does it: the person for whom the key speaks, and nobody else. If omitted, "
    "that person; if the key speaks for nobody, the key itself."
)
Sender = Annotated[Code | None, OfStaff(is_sender=True, must_be_known=True), _SENDER]
"""Who does it: taken from the credential. Only what comes without a key, such as an import, must name it."""
SenderIfKnown = Annotated[Code | None, OfStaff(is_sender=True), _SENDER]
"""The same, where what comes without a key need not say who it was."""


def one_form(staff_id: str) -> str:
    """Return the form in which a staff id is compared and stored: `Lee` and `ｌｅｅ` are one person."""
    return unicodedata.normalize("NFKC", staff_id).strip().casefold()


@cache
def staff_fields(model: type[BaseModel]) -> dict[str, OfStaff]:
    """Return the fields of a model that name members of staff, or hold models that do."""
    found = {
        name: _mark(field.annotation, list(field.metadata)) for name, field in model.model_fields.items()
    }
    return {name: mark for name, mark in found.items() if mark is not None}


def _mark(annotation: object, metadata: list[object]) -> OfStaff | None:
    for item in metadata:
        if isinstance(item, OfStaff):
            return item
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and staff_fields(annotation):
        return OfStaff()
    parts = getattr(annotation, "__args__", ())
    marks = (_mark(part, list(getattr(part, "__metadata__", ()))) for part in parts)
    return next((mark for mark in marks if mark is not None), None)


def staff_named(command: BaseModel) -> list[tuple[str, str]]:
    """Return the members of staff that a command names, each with the field that holds the name."""
    fields = staff_fields(type(command))
    return [(field, name) for field in fields for name in _names(getattr(command, field))]


def in_one_form(command: ModelT) -> ModelT:
    """Return a command with all staff ids in their one form."""
    named = {field: getattr(command, field) for field in staff_fields(type(command))}
    formed = {field: _formed(value) for field, value in named.items()}
    changed = {field: value for field, value in formed.items() if value != named[field]}
    return command.model_copy(update=changed) if changed else command


def _names(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for one in value:
                yield from _names(one)
        case BaseModel():
            for _, name in staff_named(value):
                yield name


def _formed(value: object) -> object:
    match value:
        case str():
            return one_form(value)
        case tuple():
            return tuple(_formed(one) for one in value)
        case BaseModel():
            return in_one_form(value)
        case _:
            return value
