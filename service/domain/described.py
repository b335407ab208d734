"""Models whose fields are described: by a docstring below, else by what a field of that name always means."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

MEANINGS = {
    "account_code": "Customer number in other systems; null if not known.",
    "account_id": "Id of the customer account.",
    "action_id": "Id of the improvement action.",
    "audience": "Who can see the file; with `public`, also the customer.",
    "calendar_id": "Id of the calendar whose time counts.",
    "case_id": "Id of the case.",
    "channel": "Contact channel.",
    "collaboration_id": "Id of the collaboration.",
    "commitment_id": "Id of the commitment.",
    "dispatch_id": "Id of the dispatch.",
    "due_at": "Due time (UTC).",
    "exception_id": "Id of the exception.",
    "guideline": "Kind of guideline.",
    "industry": "Line of business of the customer.",
    "limit": "Maximum number of rows.",
    "note": "Note in free text.",
    "other_case_id": "Id of the other case.",
    "outcome": "Outcome in free text.",
    "phase": "Phase of the sale.",
    "question_id": "Id of the question.",
    "reason": "Reason given by the member of staff.",
    "received_at": "Time of receipt (UTC).",
    "remedy_id": "Id of the remedy.",
    "remedy_type": "Kind of remedy in the catalogue.",
    "revisit_id": "Id of the revisit.",
    "stream_id": "Id of the case or account.",
    "subject": "Subject of the case in one line.",
    "survey_id": "Id of the survey.",
    "type": "Name of the event, and version of its form.",
    "verbatim": "Comment of the customer in free text.",
}
"""What a field means wherever it has no docstring of its own."""


class Described(BaseModel):
    """A frozen model with a description of every field."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    MEANT: ClassVar[Mapping[str, str]] = {}
    """The fields without a docstring, and what they mean."""

    @classmethod
    def made_of(cls, source: object, **more: Any) -> Self:
        """Return the model with `more`, and what the source says under the names of the other fields."""
        names = (name for name in cls.model_fields if name not in more and hasattr(source, name))
        return cls(**{name: getattr(source, name) for name in names}, **more)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls._describe(MEANINGS)

    @classmethod
    def take_meanings(cls, other: type["Described"]) -> None:
        """Have each field that has no docstring mean what the field of its name means in another model."""
        found = {name: field.description for name, field in other.model_fields.items()}
        cls._describe({name: meaning for name, meaning in found.items() if meaning})

    @classmethod
    def _describe(cls, meanings: Mapping[str, str]) -> None:
        bare = [
            name for name, field in cls.model_fields.items() if name in cls.MEANT or not field.description
        ]
        cls.MEANT = {**cls.MEANT, **{name: meanings[name] for name in bare if name in meanings}}
        for name in bare:
            cls.model_fields[name].description = cls.MEANT.get(name)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema with all descriptions: pydantic itself knows only those of docstrings."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name in cls.MEANT.keys() & properties:
            properties[name].setdefault("description", cls.MEANT[name])
        return schema
