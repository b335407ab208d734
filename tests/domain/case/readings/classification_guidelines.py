"""Guidelines of classification for tests, and what is decided by them."""

from typing import Any

from service.domain.case.decisions.classification import ClassifyByRules, ClassifyCase
from service.domain.case.record.classification import CaseClassified
from service.domain.guidelines.classification import (
    Circumstance,
    ClassificationConditions,
    ClassificationGuideline,
    ClassificationRule,
    MatrixCell,
)
from service.domain.rulebook.decisions import PublishGuideline
from service.domain.rulebook.state import Rulebook
from tests.domain.facts import TEN, received
from tests.domain.rulebook.published import LONG_AGO, TITLE, book_of
from tests.rules import default_rulebook
from tests.specification import given

BOOK = default_rulebook()


def decided(command: ClassifyByRules | ClassifyCase, book: Rulebook = BOOK, **fields: Any) -> CaseClassified:
    """Return the classification that follows on a case with these usual."""
    (event, *_) = given(received(**fields)).when(command, at=TEN, rulebook=book).decided()
    assert isinstance(event, CaseClassified)
    return event


def guideline(*rules: ClassificationRule, matrix: tuple[MatrixCell, ...] = ()) -> Rulebook:
    circumstances = (Circumstance(circumstance="flood", title=TITLE),)
    content = ClassificationGuideline(version=1, rules=rules, matrix=matrix, circumstances=circumstances)
    return book_of(PublishGuideline(content=content, effective_at=LONG_AGO))


def rule(name: str, applies_to: dict[str, Any] | None = None, **gives: Any) -> ClassificationRule:
    conditions = ClassificationConditions.model_validate(applies_to or {})
    return ClassificationRule(rule=name, title=TITLE, applies_to=conditions, **gives)
