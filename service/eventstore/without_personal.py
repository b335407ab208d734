"""The mapper's second way to read a payload: quick, and with the personal fields withheld.

They cannot end up where they do not belong: read models get events this way. What is on the record was
validated when it was recorded, so types are made here and not checked again; that takes a third of the time.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson
from pydantic import AwareDatetime, TypeAdapter

from service.domain.aggregates.aggregate import EVENTS, AnyEvent
from service.domain.changed import filled
from service.domain.event import Event
from service.domain.personal import personal_fields
from service.eventstore.mapper import UnknownEventError

WITHHELD = "\N{BLACK CIRCLE}"
"""What stands in place of a personal value."""
Make = Callable[[Any], Any]
"""Makes a value of what JSON has for it."""


@dataclass(frozen=True)
class _Reader:
    kind: type[Event]
    defaults: Mapping[str, Any]
    required: frozenset[str]
    personal: tuple[str, ...]
    made: tuple[tuple[str, Make], ...]
    size: int
    """Number of all fields."""


def decode_without_personal(stored_name: str, payload: bytes) -> AnyEvent:
    """Return an event whose personal fields are WITHHELD where they had a value.

    It is of the event's own class. Raises UnknownEventError, KeyError where a field or the word for a value
    is missing, ValueError.
    """
    reader = _reader(stored_name)
    values: dict[str, Any] = orjson.loads(payload)
    for name, make in reader.made:
        if (value := values.get(name)) is not None:
            values[name] = make(value)
    for name in reader.personal:
        if values.get(name) is not None:
            values[name] = WITHHELD
    values = {**reader.defaults, **values}
    if len(values) != reader.size and not reader.required <= values.keys():
        raise KeyError(*sorted(reader.required - values.keys()))
    return cast("AnyEvent", filled(reader.kind, values))


@cache
def _reader(stored_name: str) -> _Reader:
    kind = EVENTS.get(stored_name)
    if kind is None:
        raise UnknownEventError(f"the event {stored_name!r} is unknown here: is this an older Casebook?")
    personal = tuple(personal_fields(kind))
    hints = get_type_hints(kind, include_extras=True)
    makers = {name: _maker(hints[name]) for name in kind.model_fields if name not in personal}
    return _Reader(
        kind=kind,
        defaults={name: each.default for name, each in kind.model_fields.items() if not each.is_required()},
        required=frozenset(name for name, each in kind.model_fields.items() if each.is_required()),
        personal=personal,
        made=tuple((name, make) for name, make in makers.items() if make is not None),
        size=len(kind.model_fields),
    )


# An id that comes again is the same object: made once, and told from others without being compared.
_id = lru_cache(maxsize=65_536)(UUID)
_FROM_TEXT: dict[Any, Make] = {
    datetime: datetime.fromisoformat,
    AwareDatetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: _id,
}


def _maker(of: Any) -> Make | None:
    """Return what makes a value of this type of JSON; None where it is one already."""
    origin, arguments = get_origin(of), get_args(of)
    if origin is Annotated:
        return _maker(arguments[0])
    if origin is Union or origin is UnionType:
        choices = [each for each in arguments if each is not NoneType]
        return _maker(choices[0]) if len(choices) == 1 else _validated(of)
    if of in {str, int, bool, float} or origin is Literal:
        return None
    if isinstance(of, type) and issubclass(of, Enum):
        return of._value2member_map_.__getitem__
    if isinstance(of, type) and is_dataclass(of):
        return _dataclass_maker(of)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        make = _maker(arguments[0])
        return tuple if make is None else lambda values: tuple([make(each) for each in values])
    return _FROM_TEXT.get(of) or _validated(of)


def _dataclass_maker(of: type[Any]) -> Make:
    hints = get_type_hints(of, include_extras=True)
    makers = {each.name: _maker(hints[each.name]) for each in fields(of)}
    if hasattr(of, "__slots__"):
        return _slots_maker(of, makers)
    needed = [(name, maker) for name, maker in makers.items() if maker is not None]

    def make(values: dict[str, Any]) -> Any:
        for name, of_field in needed:
            if values.get(name) is not None:
                values[name] = of_field(values[name])
        return of(**values)

    return make


def _slots_maker(of: type[Any], makers: Mapping[str, Make | None]) -> Make:
    """Make a frozen dataclass past its constructor, which would take the better part of reading a clock."""
    slots = [
        (each.name, getattr(of, each.name).__set__, makers[each.name] or _same, each.default)
        for each in fields(of)
    ]
    needed = [each[:3] for each in slots if each[3] is MISSING]
    optional = [each for each in slots if each[3] is not MISSING]

    def make(values: dict[str, Any]) -> Any:
        made = object.__new__(of)
        for name, put, of_field in needed:
            put(made, of_field(values[name]))
        for name, put, of_field, default in optional:
            value = values.get(name)
            put(made, default if value is None else of_field(value))
        return made

    return make


def _same(value: Any) -> Any:
    return value


def _validated(of: Any) -> Make:
    adapter: TypeAdapter[Any] = TypeAdapter(of)
    return lambda value: adapter.validate_json(orjson.dumps(value))
