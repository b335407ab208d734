"""What pydantic found wrong with a body, each at a place that the body has."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError


def errors_in(error: ValidationError, body: object) -> list[Mapping[str, Any]]:
    """Return the errors without input. Where one of several kinds was meant, pydantic puts in its name."""
    found = error.errors(include_url=False, include_input=False)
    placed = [{**each, "loc": tuple(_in_body(each["loc"], body))} for each in found]
    return [each for each in placed if not _is_counted_too_few(each, placed)]


def _is_counted_too_few(error: Mapping[str, Any], found: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether a list lacks items only because those that have errors of their own were left out."""
    place = error["loc"]
    return error["type"] == "too_short" and any(
        len(each["loc"]) > len(place) and each["loc"][: len(place)] == place for each in found
    )


def _in_body(place: tuple[int | str, ...], body: Any) -> Iterable[int | str]:
    for number, part in enumerate(place, 1):
        is_last = number == len(place)
        if isinstance(body, dict):
            if part not in body and not is_last:
                continue
            body = body.get(part)
        elif isinstance(body, list) and isinstance(part, int):
            body = body[part] if part < len(body) else None
        yield part
