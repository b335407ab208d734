"""Each event has one table in the catalogue, in the file of its theme; no table is left without its event."""

import tomllib
from collections import Counter
from pathlib import PurePath

from service.domain.aggregates.aggregate import EVENTS
from service.domain.event import Event
from service.domain.rulebook.events import RULEBOOK_EVENTS
from service.language import CATALOGUE, LANGUAGES

FOLDER = CATALOGUE / "event"
WORDS = {
    file.relative_to(FOLDER).with_suffix("").as_posix(): tomllib.loads(file.read_text(encoding="utf-8"))
    for file in FOLDER.rglob("*.toml")
}
"""Theme -> event -> its words."""


def theme_of(event: type[Event]) -> str:
    """Return where the words of an event belong, e.g. `case/questions` for an event of its record."""
    _, _, *names = event.__module__.split(".")
    return PurePath(*(name for name in names if name not in {"record", "events"})).as_posix()


def test_each_event_has_one_table_in_the_file_of_its_theme_and_no_table_is_without_an_event() -> None:
    listed = Counter((theme, event) for theme, events in WORDS.items() for event in events)
    assert listed == Counter((theme_of(event), event.__name__) for event in EVENTS.values())


def test_the_tables_of_a_theme_stand_in_the_order_of_its_events() -> None:
    listed = [event.__name__ for event in EVENTS.values()]
    assert {theme: list(events) for theme, events in WORDS.items()} == {
        theme: sorted(events, key=listed.index) for theme, events in WORDS.items()
    }


def test_an_event_has_a_title_and_a_sentence_in_both_languages_and_no_other_words() -> None:
    untold = {event.__name__ for event in RULEBOOK_EVENTS}
    words = {name: parts for events in WORDS.values() for name, parts in events.items()}
    kinds = {name: set(parts) for name, parts in words.items()}
    assert kinds == {name: {"title"} if name in untold else {"title", "story"} for name in words}
    spoken = [set(part) for parts in words.values() for part in parts.values()]
    assert all(languages == set(LANGUAGES) for languages in spoken)


def test_no_folder_of_the_catalogue_has_more_than_25_entries() -> None:
    folders = (CATALOGUE, *(path for path in CATALOGUE.rglob("*") if path.is_dir()))
    assert {folder: size for folder in folders if (size := len(list(folder.iterdir()))) > 25} == {}
