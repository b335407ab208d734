"""The rules that come with the program, as they are folded from the record."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from service.domain.command import Command
from service.domain.guidelines.guideline import Guideline
from service.domain.guidelines.handling import HandlingStandard, NeedRule
from service.domain.guidelines.staff import StaffDirectory
from service.domain.rulebook.decisions import PublishGuideline, decide
from service.domain.rulebook.evolve import evolve
from service.domain.rulebook.state import EMPTY, Rulebook
from service.domain.vocabulary import Need
from service.importers.rule_files.default_rules import default_wishes

PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def default_rulebook() -> Rulebook:
    """Return the rulebook after the first start."""
    return _folded(default_wishes())


def _folded(wishes: Iterable[Command]) -> Rulebook:
    book = EMPTY
    for wish in wishes:
        for fact in decide(book, wish, PUBLISHED_AT):
            book = evolve(book, fact)
    return book


WARNS_ONLY = HandlingStandard(
    version=1,
    before_resolution=(
        NeedRule(need=Need.ANSWER, if_missing="warn"),
        NeedRule(need=Need.CLASSIFICATION, if_missing="warn"),
    ),
    before_close=(NeedRule(need=Need.FEEDBACK, if_missing="warn"),),
    confirmation_needs_evidence=False,
)


def lenient(wish: Command) -> Command:
    """Return what publishes a rule, for a house in which a case can end at any time."""
    match wish:
        case PublishGuideline(content=HandlingStandard()):
            return wish.model_copy(update={"content": WARNS_ONLY})
        case PublishGuideline(content=StaffDirectory() as staff):
            content = staff.model_copy(update={"owner_required": False})
            return wish.model_copy(update={"content": content})
        case _:
            return wish


@cache
def lenient_rulebook() -> Rulebook:
    """Return the rulebook of such a house, for tests about its clocks."""
    return _folded(lenient(wish) for wish in default_wishes())


def guided_by(kind: type[Guideline]) -> Rulebook:
    """Return a rulebook that holds nothing but one guideline that comes with the program."""
    wanted = (
        wish
        for wish in default_wishes()
        if isinstance(wish, PublishGuideline) and isinstance(wish.content, kind)
    )
    return _folded(wanted)
