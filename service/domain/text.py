"""What may stand in a text field."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from service.domain.invalid import invalid


def _storable(value: str) -> str:
    """Refuse the one character that PostgreSQL cannot store in text."""
    if "\x00" in value:
        raise invalid("nul_character")
    return value


Storable = AfterValidator(_storable)
Trimmed = StringConstraints(strip_whitespace=True)
Code = Annotated[str, Trimmed, Storable, Field(min_length=1, max_length=200)]
"""An identifier or a word of another system: never personal, shown in reports."""
