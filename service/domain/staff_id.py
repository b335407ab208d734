"""Staff ids: their one form, which fields of a command name one of ours, and which of them its sender.

A field is marked once, by its type; whoever decides on commands reads the marks (`aggregates/speaking.py`).
"""

import unicodedata
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field

from service.domain.text import Code, marked_fields, marked_texts

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


def staff_fields(model: type[BaseModel]) -> dict[str, OfStaff]:
    """Return the fields of a model that name members of staff, or hold models that do."""
    return marked_fields(model, OfStaff)


def staff_named(command: BaseModel) -> list[tuple[str, str]]:
    """Return the members of staff that a command names, each with the field that holds the name."""
    return [(field, name) for field, _, name in marked_texts(command, OfStaff)]


def in_one_form(command: ModelT) -> ModelT:
    """Return a command with all staff ids in their one form."""
    named = {field: getattr(command, field) for field in staff_fields(type(command))}
    formed = {field: _formed(value) for field, value in named.items()}
    changed = {field: value for field, value in formed.items() if value != named[field]}
    return command.model_copy(update=changed) if changed else command


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
