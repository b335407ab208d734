"""The mapper's second way to read a payload: the event with its personal fields withheld.

They cannot end up where they do not belong: read models get events this way.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, PlainValidator, create_model

from service.domain.aggregate import EVENTS, AnyEvent
from service.domain.changed import filled
from service.domain.event import Event
from service.domain.personal import personal_fields
from service.eventstore.mapper import UnknownEventError

WITHHELD = "\N{BLACK CIRCLE}"
"""What stands in place of a personal value."""
_Withheld = Annotated[object, PlainValidator(lambda _: WITHHELD)]


class _WithoutPersonal(BaseModel):
    model_config = ConfigDict(extra="ignore")


def decode_without_personal(stored_name: str, payload: bytes) -> AnyEvent:
    """Return an event whose personal fields are WITHHELD where they had a value. Raises UnknownEventError.

    It is of the event's own class. What else is in the payload is not parsed.
    """
    kind, read = _reader(stored_name)
    return cast("AnyEvent", filled(kind, read(payload).__dict__))


@cache
def _reader(stored_name: str) -> tuple[type[Event], Callable[[bytes], BaseModel]]:
    kind = EVENTS.get(stored_name)
    if kind is None:
        raise UnknownEventError(f"the event {stored_name!r} is unknown here: is this an older Casebook?")
    personal = personal_fields(kind)
    fields: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        given = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        fields[name] = (
            _Withheld if name in personal else given,
            ... if field.is_required() else field.default,
        )
    reduced = create_model(kind.__name__, __base__=_WithoutPersonal, **fields)
    return kind, reduced.__pydantic_validator__.validate_json
