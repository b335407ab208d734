"""The mark of a personal field: whose data it is. Names, contacts, free text carry it (REQUIREMENTS 129)."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from service.domain.text import Storable, Trimmed


@dataclass(frozen=True)
class Personal:
    """Marks a field as personal data.

    `subject` names the field, or the stream (`stream`), that says whose data it is.
    """

    subject: str


FreeText = Annotated[str, Personal("stream"), Trimmed, Storable, Field(min_length=1, max_length=20_000)]
PersonName = Annotated[str, Personal("contact_id"), Trimmed, Storable, Field(min_length=1, max_length=200)]
ContactPoint = Annotated[str, Personal("contact_id"), Trimmed, Storable, Field(min_length=1, max_length=320)]
PartyName = Annotated[str, Personal("stream"), Trimmed, Storable, Field(min_length=1, max_length=200)]


def personal_fields(model: type[BaseModel]) -> dict[str, str]:
    """Return the personal fields of a model: field name -> whose data it is.

    A field that holds models with personal fields (the stages of a plan) is personal as a whole.
    """
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        for mark in _marks(field.annotation, list(field.metadata)):
            found[name] = mark.subject
    return found


def _marks(annotation: object, metadata: list[object]) -> list[Personal]:
    marks = [item for item in metadata if isinstance(item, Personal)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        marks += [Personal(subject) for subject in personal_fields(annotation).values()]
    for part in getattr(annotation, "__args__", ()):
        marks += _marks(part, list(getattr(part, "__metadata__", ())))
    return marks
