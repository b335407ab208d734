"""The one catalogue of all text that people read, in Chinese and English."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUE = Path(__file__).parent / "catalogue"
"""One file a part. `event` is a folder: a file a theme, in it a table an event, with `title` and `story`."""


class MissingTextError(KeyError):
    """The catalogue has no such text, or not in that language."""


def text(key: str, language: Language, **values: object) -> str:
    """Return a text, e.g. `text("kpi.csat.title", "zh")`, with `{names}` filled from `values`.

    Raises MissingTextError.
    """
    part, *names = key.split(".")
    node: Any = catalogue(part)
    for name in (*names, language):
        if not isinstance(node, dict) or name not in node:
            raise MissingTextError(f"{key} has no text in {language!r}")
        node = node[name]
    return str(node).format_map(values) if values else str(node)


@cache
def catalogue(part: str) -> dict[str, Any]:
    """Return the texts of `<part>.toml`, or of all files in the folder `<part>`, each with `en` and `zh`.

    Empty where there is no such part. A part is read when the first of its texts is asked for.
    """
    texts: dict[str, Any] = {}
    for file in (CATALOGUE / f"{part}.toml", *(CATALOGUE / part).rglob("*.toml")):
        if file.is_file():
            texts |= tomllib.loads(file.read_text(encoding="utf-8"))
    return texts


def preferred_language(accept_language: str | None) -> Language:
    """Return the better of our two languages for an HTTP `Accept-Language` header; English when in doubt."""
    weights: list[tuple[float, Language]] = []
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().split("-")[0]
        weight = _quality(parameters)
        if primary in LANGUAGES and 0 < weight <= 1:
            weights.append((weight, "zh" if primary == "zh" else "en"))
    return max(weights, key=lambda item: item[0])[1] if weights else "en"


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
