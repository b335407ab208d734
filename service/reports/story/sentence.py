"""An event as a sentence: the catalogue's words, filled with the values of the event. Pure.

The words stand under `event.<class>.story`. `{names}` are fields of the event, `{promise}` is the title of
the promise that a clock is about. A part in [brackets] is left out where one of its fields is empty.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from enum import Enum
from functools import cache
from string import Formatter
from types import MappingProxyType

from pydantic import BaseModel

from service.domain.event import Event
from service.language import Language, text
from service.language.money import amount
from service.reports.story.code_titles import CodeTitles

OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
WORDS = {"CaseKind": "kind", "EscalationLevel": "level"}
MINUTE, HOUR, DAY = 60, 3600, 86_400
BETWEEN: Mapping[Language, str] = {"zh": "、", "en": ", "}
LEFT_OVER = ",,::;; "
"""What stands between parts of a sentence, and must not begin it where its first part is left out."""


def sentence(
    event: Event,
    language: Language,
    zone: tzinfo,
    titles: CodeTitles = MappingProxyType({}),
    words_of: str | None = None,
    **more: str,
) -> str:
    """Return the values of an event, with instants in `zone`; `more` are words from elsewhere.

    `words_of` names words of the catalogue that tell it instead of its own.
    """
    words = text(words_of or f"event.{type(event).__name__}.story", language)
    values = {
        name: _amount(value, event) if name.endswith("_minor") else said(name, value, language, zone, titles)
        for name in placeholders(words) & type(event).model_fields.keys()
        for value in (getattr(event, name),)
    } | more
    filled = OPTIONAL.sub(lambda part: _optional(part[1], values), words)
    return filled.format_map(values).strip().lstrip(LEFT_OVER)


@cache
def placeholders(words: str) -> frozenset[str]:
    """Return the fields that a sentence of the catalogue names, those in brackets too."""
    bare = words.replace("[", "").replace("]", "")
    return frozenset(name for _, name, _, _ in Formatter().parse(bare) if name)


def said(
    name: str,
    value: object,
    language: Language,
    zone: tzinfo,
    titles: CodeTitles = MappingProxyType({}),
) -> str:
    """Return the value of a field as people say it; empty where there is none."""
    if value is None or value == ():
        return ""
    match value:
        case bool():
            return text(f"story_word.{'yes' if value else 'no'}", language)
        case Enum():
            kind = type(value).__name__
            key = WORDS.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
            return text(f"word.{key}.{value.value}", language)
        case datetime():
            return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case int() if name.endswith("_seconds"):
            return duration(value, language)
        case tuple() | list() | frozenset():
            return BETWEEN[language].join(said(name, each, language, zone, titles) for each in value)
        case BaseModel():
            return _words_of(value, language, zone, titles)
        case str() if name in titles and value in titles[name]:
            return str(getattr(titles[name][value], language))
        case _:
            return str(value)


def _amount(minor: int | None, event: Event) -> str:
    return "" if minor is None else amount(minor, getattr(event, "currency", None))


def _optional(words: str, values: Mapping[str, str]) -> str:
    if any(not values.get(name, "") for name in placeholders(words)):
        return ""
    return words.format_map(values).replace("{", "{{").replace("}", "}}")


def _words_of(value: BaseModel, language: Language, zone: tzinfo, titles: CodeTitles) -> str:
    """Return the words of a part of an event in order, such as the title and the day of a stage."""
    parts = [said(name, getattr(value, name), language, zone, titles) for name in type(value).model_fields]
    first, *rest = [part for part in parts if part] or [""]
    return f"{first} ({BETWEEN[language].join(rest)})" if rest else first


def duration(seconds: int, language: Language) -> str:
    """Return a length of time in its two largest units."""
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    units = (("days", days), ("hours", hours), ("minutes", minutes), ("seconds", rest))
    lengths = [text(f"story_word.{unit}", language, number=number) for unit, number in units if number][:2]
    return " ".join(lengths) or text("story_word.seconds", language, number=0)
