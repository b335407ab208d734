"""What somebody can do whose command was refused, in the words of the catalogue."""

from collections.abc import Mapping

from service.language import Language, text

_LISTED = {("needs_not_met", "missing"): "word.met_by"}
"""Values that are a list of words, each of which has a text of its own."""
_BETWEEN: dict[Language, str] = {"en": "; ", "zh": ";"}


def remedy_of(slug: str, language: Language, values: Mapping[str, str], part: str = "remedy") -> str:
    """Return the remedy of a refusal. Raises MissingTextError."""
    said = {name: _in_words(slug, name, value, language) for name, value in values.items()}
    return text(f"refusal.{slug}.{part}", language, **said)


def _in_words(slug: str, name: str, value: str, language: Language) -> str:
    key = _LISTED.get((slug, name))
    if key is None:
        return value
    return _BETWEEN[language].join(text(f"{key}.{each}", language) for each in value.split(", "))
