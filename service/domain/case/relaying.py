"""What is passed on to a department says what the customer demands, in the customer's words (row 94)."""

from typing import Any, Protocol

from service.domain.case.context import DecisionContext
from service.domain.case.standards import Dated, NeedsNotMetError, missing, standard
from service.domain.case.state import Case
from service.domain.decision import refuses_with
from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.vocabulary import Need


class Relaying(Dated, Protocol):
    """A command that passes a demand on to a department."""

    @property
    def customer_words(self) -> str | None: ...


def _told_with(words: str | None) -> frozenset[Need]:
    return frozenset() if words is None else frozenset({Need.CUSTOMER_WORDS})


@refuses_with(NeedsNotMetError)
def collaboration_needs_be_met(case: Case, command: Relaying, context: DecisionContext) -> None:
    rules = standard(case, command, context).before_collaboration
    if needs := missing(case, rules, "refuse", _told_with(command.customer_words)):
        raise NeedsNotMetError(missing=", ".join(needs))


def is_department(whom: str | None, command: Dated, context: DecisionContext) -> bool:
    """Return whether a question goes to a department; without a directory nobody can say so."""
    directory = context.rulebook.guideline(DepartmentDirectory, command.happened_at(context.now))
    return whom is not None and directory is not None and directory.department(whom) is not None


def relayed(case: Case, command: Dated, words: str | None, context: DecisionContext) -> dict[str, Any]:
    """Return what the event says of words that go to a department: whose they are, and what is missing."""
    rules = standard(case, command, context).before_asking
    lacks = missing(case, rules, "warn", _told_with(words))
    return {
        "is_word_for_word": None if words is None else context.looked_up.word_for_word.get(words),
        "missing": lacks or None,
    }
