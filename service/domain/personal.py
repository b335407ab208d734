"""The mark of a personal field: whose data it is. Names, contacts, free text carry it (REQUIREMENTS 129)."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from service.domain.text import MEANS_SOMETHING, SAYS_A_WORD, Storable, Trimmed, marked_fields


@dataclass(frozen=True)
class Personal:
    """Marks a field as personal data.

    `subject` names the field, or the stream (`stream`), that says whose data it is.
    """

    subject: str


Verbatim = Annotated[str, Personal("stream"), Trimmed, Storable, Field(min_length=1, max_length=20_000)]
"""Words that are taken as they come: the customer's, or a remark in which nobody is told anything."""
Quoted = Annotated[Verbatim, SAYS_A_WORD]
"""Words of the customer, as evidence or answer: 好, 无 or 👍 can be all of them."""
FreeText = Annotated[Verbatim, MEANS_SOMETHING]
"""Words that are what a command does: said, found out, given as a reason."""
PersonName = Annotated[str, Personal("contact_id"), Trimmed, Storable, Field(min_length=1, max_length=200)]
ContactPoint = Annotated[str, Personal("contact_id"), Trimmed, Storable, Field(min_length=1, max_length=320)]
PartyName = Annotated[str, Personal("stream"), Trimmed, Storable, Field(min_length=1, max_length=200)]
Confirmer = Annotated[PartyName, SAYS_A_WORD]
"""The name of whom the customer's word is from."""


def personal_fields(model: type[BaseModel]) -> dict[str, str]:
    """Return the personal fields of a model: field name -> whose data it is.

    A field that holds models with personal fields (the stages of a plan) is personal as a whole.
    """
    return {name: mark.subject for name, mark in marked_fields(model, Personal).items()}
