"""Cases searched by their words: in the texts of the record, because no projection holds any. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from service.domain.personal import personal_fields
from service.eventstore.envelope import RecordedEvent


def words_of(query: str) -> tuple[str, ...]:
    """Return the words of a query as they are compared: wide letters are narrow, capitals are small."""
    return tuple(_plain(query).split())


def cases_with_words(events: Iterable[RecordedEvent], words: Sequence[str]) -> set[UUID]:
    """Return the streams whose texts hold every word, be it in one event or in several.

    A word counts wherever its letters stand, since Chinese sets no spaces between words.
    """
    missing: dict[UUID, set[str]] = {}
    for recorded in events:
        lacking = missing.setdefault(recorded.stream_id, set(words))
        if lacking:
            for said in texts_of(recorded):
                lacking -= {word for word in lacking if word in said}
    return {stream_id for stream_id, lacking in missing.items() if not lacking}


def texts_of(recorded: RecordedEvent) -> Iterator[str]:
    """Yield the personal texts of an event, as they are compared."""
    names = personal_fields(type(recorded.event))
    if names:
        yield from map(_plain, _strings(recorded.event.model_dump(mode="json", include=set(names))))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
