"""Whatever people read stands in both languages and says the same."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from service.language import CATALOGUE, LANGUAGES, MissingTextError, catalogue, text

Table = dict[str, Any]


def texts(node: Table, key: str = "") -> Iterator[tuple[str, Table]]:
    """Yield every text with its key; a table that holds anything else than tables is a text."""
    if any(not isinstance(value, dict) for value in node.values()):
        yield key, node
        return
    for name, below in node.items():
        yield from texts(below, f"{key}.{name}" if key else name)


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


TEXTS = dict(texts({part: catalogue(part) for part in sorted({path.stem for path in CATALOGUE.iterdir()})}))


def test_the_search_for_texts_finds_every_one() -> None:
    planted = {"a": {"b": {"en": "B", "zh": "乙"}, "c": {"en": "C"}}, "d": {"e": 3}}
    assert dict(texts(planted)) == {"a.b": {"en": "B", "zh": "乙"}, "a.c": {"en": "C"}, "d": {"e": 3}}
    assert "refusal.case_not_found.title" in TEXTS


def test_every_text_stands_in_both_languages_and_no_other() -> None:
    assert {key: set(words) for key, words in TEXTS.items() if set(words) != set(LANGUAGES)} == {}
    spoken = {(key, language): words[language] for key, words in TEXTS.items() for language in LANGUAGES}
    assert [key for key, words in spoken.items() if not isinstance(words, str) or not words.strip()] == []
    assert [key for key, words in spoken.items() if text(*key) != words] == []


def test_every_text_has_the_same_placeholders_in_both_languages() -> None:
    named = {key: [placeholders(words[language]) for language in LANGUAGES] for key, words in TEXTS.items()}
    assert {key: names for key, names in named.items() if names[0] != names[1]} == {}
    assert [key for key, names in named.items() if not all(name.isidentifier() for name in names[0])] == []


def test_a_text_is_filled_from_its_values() -> None:
    remedy = "refusal.account_already_opened.remedy"
    assert "KA-0042" in text(remedy, "en", code="KA-0042")
    assert "KA-0042" in text(remedy, "zh", code="KA-0042")


@pytest.mark.parametrize("key", ["refusal.no_such_refusal.title", "refusal.case_not_found", "nothing", ""])
def test_a_missing_text_is_named(key: str) -> None:
    with pytest.raises(MissingTextError, match=f"{key} has no text in 'zh'"):
        text(key, "zh")
