"""What pydantic found wrong, one problem a field."""

from collections.abc import Iterable, Mapping
from typing import Any

from service.api.http.problems.error import FieldProblem
from service.language import Language
from service.language.field_message import field_message

LONGEST_POINTER = 200
MOST_FIELDS = 50
SOURCES = {"body", "query", "path", "header", "anywhere"}
"""Where a name stands; `anywhere` in the body is where no pointer can be given."""


def field_problems(
    errors: Iterable[Mapping[str, Any]], language: Language, within: str = ""
) -> list[FieldProblem]:
    """Return one problem a field, at most MOST_FIELDS. Pointers begin with `within`.

    An error may say `inside`: the part of the body that its `loc` begins from.
    """
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
        pointer=(within + error.get("inside", "") + pointer)[:LONGEST_POINTER] if source == "body" else None,
        field=name,
        message=field_message(error, language),
    )
