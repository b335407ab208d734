"""The rules that come with the program, as they are folded from the record."""

from datetime import UTC, datetime
from functools import cache

from service.domain.rulebook.decisions import decide
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.state import EMPTY, Rulebook
from service.importers.rule_files.default_rules import default_wishes

PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def default_rulebook() -> Rulebook:
    """Return the rulebook after the first start."""
    book = EMPTY
    for wish in default_wishes():
        for fact in decide(book, wish, PUBLISHED_AT):
            book = evolve(book, fact)
    return book
