"""What is wrong with a field, in the words of the catalogue and without repeating the input."""

from collections.abc import Mapping
from typing import Any

from service.language import Language, catalogue, text

MESSAGES = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_type": "text",
    "string_unicode": "text",
    "string_too_short": "too_short",
    "too_short": "too_few",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_pattern_mismatch": "pattern",
    "enum": "choice",
    "literal_error": "choice",
    "uuid_type": "uuid",
    "uuid_parsing": "uuid",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_parsing_size": "integer",
    "int_from_float": "integer",
    "finite_number": "finite",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "datetime_type": "instant",
    "datetime_parsing": "instant",
    "datetime_from_date_parsing": "instant",
    "datetime_object_invalid": "instant",
    "timezone_aware": "zone",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "model_type": "object",
    "dict_type": "object",
    "list_type": "list",
    "tuple_type": "list",
    "float_type": "number",
    "float_parsing": "number",
    "cursor": "cursor",
}
"""pydantic's error type -> the message's name under `problem.field`.

The rules of the domain raise that name themselves; anything else is just `invalid`."""

_OF_TEXT = {"too_short": "too_short", "too_long": "too_long"}
"""Where pydantic measured what a validator of ours returned, which is text; it calls the characters items."""


def field_message(error: Mapping[str, Any], language: Language) -> str:
    """Return what one error of pydantic says (`type` and `ctx` are read)."""
    kind = str(error["type"])
    ours = kind if kind in catalogue("problem")["field"] else "invalid"
    context = error.get("ctx", {})
    known = _OF_TEXT if context.get("field_type") == "Value" and kind in _OF_TEXT else MESSAGES
    name = known.get(kind, ours)
    values = {key: context.get(key, "") for key in ("min_length", "max_length", "expected", "ge", "le")}
    return text(f"problem.field.{name}", language, **{**values, **context})
