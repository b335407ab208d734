"""What may stand in a text field, and the marks by which the types of fields say what is true of them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from service.domain.invalid import invalid

MarkT = TypeVar("MarkT")


def _storable(value: str) -> str:
    """Refuse the one character that PostgreSQL cannot store in text."""
    if "\x00" in value:
        raise invalid("nul_character")
    return value


Storable = AfterValidator(_storable)
Trimmed = StringConstraints(strip_whitespace=True)
Code = Annotated[str, Trimmed, Storable, Field(min_length=1, max_length=200)]
"""An identifier or a word of another system: never personal, shown in reports."""


def signs_of(words: str) -> str:
    """Return the letters and digits: other spacing, case or marks say nothing else."""
    return "".join(filter(str.isalnum, words.casefold()))


@dataclass(frozen=True)
class Says:
    """Marks a text that says something where a command tells it, whatever stands on the record already."""

    least: int
    """Least number of different letters, characters, digits or pictures; a full stop is none."""

    def holds_of(self, words: str) -> bool:
        """Return whether the words say so much."""
        different = set[str]()
        for sign in words.casefold():
            if sign.isalnum() or unicodedata.category(sign) == "So":
                different.add(sign)
                if len(different) >= self.least:
                    return True
        return False


SAYS_A_WORD = Says(1)
MEANS_SOMETHING = Says(2)
"""Two signs can be an answer: 可以, OK, 48."""
MeaningfulCode = Annotated[Code, MEANS_SOMETHING]
"""A word or number that shows that something was done, such as the proof of a delivery."""


def marked_fields(model: type[BaseModel], kind: type[MarkT]) -> dict[str, MarkT]:
    """Return the fields of a model with a mark of this kind, or with models that have such fields."""
    return _found(model, kind)  # type: ignore[arg-type]  # a class is hashable


@cache
def _found(model: type[BaseModel], kind: type[MarkT]) -> dict[str, MarkT]:
    found = {
        name: _mark(field.annotation, list(field.metadata), kind)
        for name, field in model.model_fields.items()
    }
    return {name: mark for name, mark in found.items() if mark is not None}


def marked_texts(model: BaseModel, kind: type[MarkT]) -> Iterator[tuple[str, MarkT, str]]:
    """Return the texts under marked fields, each with the field of this model that holds it."""
    for field, mark in marked_fields(type(model), kind).items():
        for inner, text in _texts(getattr(model, field), kind):
            yield field, inner or mark, text


def _mark(annotation: object, metadata: list[object], kind: type[MarkT]) -> MarkT | None:
    for item in metadata:
        if isinstance(item, kind):
            return item
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return next(iter(marked_fields(annotation, kind).values()), None)
    parts = getattr(annotation, "__args__", ())
    marks = (_mark(part, list(getattr(part, "__metadata__", ())), kind) for part in parts)
    return next((mark for mark in marks if mark is not None), None)


def _texts(value: object, kind: type[MarkT]) -> Iterator[tuple[MarkT | None, str]]:
    match value:
        case str():
            yield None, value
        case tuple():
            for one in value:
                yield from _texts(one, kind)
        case BaseModel():
            for _, mark, text in marked_texts(value, kind):
                yield mark, text
