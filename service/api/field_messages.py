"""What pydantic found wrong, in the words of the catalogue and without repeating the input."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.api.problem_error import FieldProblem
from service.language import Language, catalogue, text

LONGEST_POINTER = 200
MOST_FIELDS = 50
SOURCES = {"body", "query", "path", "header"}

MESSAGES = {
    "missing": "missing",
    "extra_forbidden": "unknown",
    "string_type": "text",
    "string_unicode": "text",
    "string_too_short": "too_short",
    "too_short": "too_short",
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
    "finite_number": "integer",
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
    "float_type": "number",
    "float_parsing": "number",
    "cursor": "cursor",
    "header": "header",
}
"""pydantic's error type -> the message's name under `problem.field`.

The rules of the domain raise that name themselves; anything else is just `invalid`."""


def field_problems(
    errors: Iterable[Mapping[str, Any]], language: Language, within: str = ""
) -> list[FieldProblem]:
    """Return one problem a field, at most MOST_FIELDS. Pointers begin with `within`."""
    few = zip(errors, range(MOST_FIELDS), strict=False)
    return [_field_problem(error, language, within) for error, _ in few]


def _field_problem(error: Mapping[str, Any], language: Language, within: str) -> FieldProblem:
    place = [str(part) for part in error.get("loc", ())]
    source = place.pop(0) if place and place[0] in SOURCES else "body"
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in place)
    if not place and (spanning := error.get("ctx", {}).get("field")):
        pointer, place = f"/{spanning}", [spanning]
    name = place[0][:LONGEST_POINTER] if place else None
    return FieldProblem(
        pointer=(within + pointer)[:LONGEST_POINTER] if source == "body" else None,
        field=name,
        message=_message(error, language),
    )


def _message(error: Mapping[str, Any], language: Language) -> str:
    kind = str(error["type"])
    ours = kind if kind in catalogue()["problem"]["field"] else "invalid"
    name = MESSAGES.get(kind, ours)
    context = error.get("ctx", {})
    values = {key: context.get(key, "") for key in ("min_length", "max_length", "expected", "ge", "le")}
    return text(f"problem.field.{name}", language, **{**values, **context})
