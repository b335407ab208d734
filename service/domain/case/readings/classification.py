"""What a case is by the rules of the house, and why. Pure."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from service.domain.case.record.classification import Classification
from service.domain.case.state import Case
from service.domain.guidelines.classification import (
    ClassificationConditions,
    ClassificationGuideline,
    ClassificationRule,
    MatrixCell,
)
from service.domain.vocabulary import Degree, Priority, ResponseClass

Property = Literal["response_class", "priority", "urgency", "complexity", "category"]
Source = Literal["told", "rule", "matrix", "kept"]
PROPERTIES: tuple[Property, ...] = ("response_class", "priority", "urgency", "complexity", "category")
_ASKED_FOR: tuple[Property, ...] = ("urgency", "complexity", "category")
"""What the matrix and the conditions of rules ask for: it is found before class and priority."""
_RANKS = list(Priority)
BEYOND_THE_MATRIX = {ResponseClass.COMPLAINT, ResponseClass.GREEN_CHANNEL}
"""No degree of urgency or complexity takes a case out of these classes."""


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What whoever classifies knows of a case: it goes before the rules."""

    urgency: Degree | None = None
    complexity: Degree | None = None
    category: str | None = None
    circumstances: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Why:
    """Where one property comes from: it was told, a rule or the matrix gives it, or it is as it was."""

    property: Property
    value: str
    source: Source
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A classification and the reasons for it."""

    classification: Classification
    reasons: tuple[Why, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided anything, each once."""
        return tuple(dict.fromkeys(why.rule for why in self.reasons if why.rule is not None))

    @property
    def is_by_matrix(self) -> bool:
        """Whether the matrix decided anything."""
        return any(why.source == "matrix" for why in self.reasons)


def suggested(case: Case, told: Assessment, guideline: ClassificationGuideline | None) -> Suggestion:
    """Return what a case is: by what was told, then the rules in order, then the matrix; else as it was.

    Degrees that were told go before the rules that know only fields of the case: the matrix says what they
    come to. Circumstances were told as well, and no degree takes a case out of what they or a complaint say;
    it may only raise the priority.
    """
    found = _Found(case, told)
    fitting = found.fitting(guideline)
    is_assessed = told.urgency is not None or told.complexity is not None
    for rule in fitting:
        if not is_assessed or rule.applies_to.circumstances or rule.response_class in BEYOND_THE_MATRIX:
            found.give_outcome(rule)
    cell = matrix_cell(guideline, found.now("urgency"), found.now("complexity"))
    if cell is not None and case.classification.response_class not in BEYOND_THE_MATRIX:
        found.give("response_class", cell.response_class, "matrix")
        found.give("priority", cell.priority, "matrix")
    for rule in fitting:
        found.give_outcome(rule)
    for name in PROPERTIES:
        found.give(name, getattr(case.classification, name), "kept")
    if is_assessed and cell is not None:
        found.raise_priority(cell.priority, "matrix")
    for rule in fitting:
        found.raise_priority(rule.priority_at_least, "rule", rule.rule)
    return found.suggestion()


def priority_floor(case: Case, guideline: ClassificationGuideline | None) -> Priority | None:
    """Return the highest priority below which the rules let no such case lie; None: they name none."""
    fitting = _Found(case, Assessment()).fitting(guideline)
    floors = [rule.priority_at_least for rule in fitting if rule.priority_at_least is not None]
    return min(floors, key=_RANKS.index, default=None)


def named_priority(
    case: Case, told: Assessment, guideline: ClassificationGuideline | None
) -> Priority | None:
    """Return the priority that a rule names for such a case, whatever its class; None: no rule does.

    What only its degrees come to is not a rule's word: without it, the limit of the class holds.
    """
    fitting = _Found(case, told).fitting(guideline)
    named = next((rule.priority for rule in fitting if rule.priority is not None), None)
    return None if named is None else higher(named, priority_floor(case, guideline))


def word_of_the_rules(
    case: Case, told: Assessment, guideline: ClassificationGuideline | None
) -> Classification:
    """Return the class and priority that the rules give such a case, of what nobody has classified yet.

    Degrees may be told with it; below the priority that a rule names, none of them takes the case.
    """
    known = case.classification
    found = suggested(case, told, guideline).classification
    named = named_priority(case, replace(told, urgency=None, complexity=None), guideline)
    return Classification(
        response_class=None if known.response_class else found.response_class,
        priority=None if known.priority else higher(found.priority, named),
    )


def higher(one: Priority | None, other: Priority | None) -> Priority | None:
    """Return the higher of two priorities; None is none."""
    return min((each for each in (one, other) if each is not None), key=_RANKS.index, default=None)


def matrix_cell(
    guideline: ClassificationGuideline | None, urgency: Degree | None, complexity: Degree | None
) -> MatrixCell | None:
    """Return what two degrees come to; None where one is not known or nobody has said."""
    if guideline is None or urgency is None or complexity is None:
        return None
    return guideline.cell(urgency, complexity)


class _Found:
    """The properties found so far: the first to name one decides."""

    def __init__(self, case: Case, told: Assessment) -> None:
        self._case = case
        self._circumstances = frozenset(told.circumstances)
        self._values: dict[Property, Any] = {}
        self._reasons: list[Why] = []
        self.give("urgency", told.urgency, "told")
        self.give("complexity", told.complexity, "told")
        self.give("category", told.category, "told")

    def give(self, name: Property, value: Any, source: Source, rule: str | None = None) -> None:
        if value is not None and name not in self._values:
            self._values[name] = value
            self._reasons.append(Why(property=name, value=str(value), source=source, rule=rule))

    def fitting(self, guideline: ClassificationGuideline | None) -> list[ClassificationRule]:
        """Return the rules that fit, in order, having taken from them what the others ask for."""
        found: list[ClassificationRule] = []
        for rule in guideline.rules if guideline else ():
            if self.fits(rule.applies_to):
                found.append(rule)
                for name in _ASKED_FOR:
                    self.give(name, getattr(rule, name), "rule", rule.rule)
        return found

    def give_outcome(self, rule: ClassificationRule) -> None:
        self.give("response_class", rule.response_class, "rule", rule.rule)
        self.give("priority", rule.priority, "rule", rule.rule)

    def raise_priority(self, least: Priority | None, source: Source, rule: str | None = None) -> None:
        raised = higher(self._values.get("priority"), least)
        if raised is not None and raised != self._values.get("priority"):
            self._values.pop("priority", None)
            self._reasons = [why for why in self._reasons if why.property != "priority"]
            self.give("priority", raised, source, rule)

    def now(self, name: Property) -> Any:
        return self._values.get(name) or getattr(self._case.classification, name)

    def fits(self, wanted: ClassificationConditions) -> bool:
        case = self._case
        asked: tuple[tuple[tuple[object, ...], object], ...] = (
            (wanted.kinds, case.kind),
            (wanted.categories, self.now("category")),
            (wanted.channels, case.channel),
            (wanted.segments, case.segment),
            (wanted.phases, case.phase),
        )
        if any(names and value not in names for names, value in asked):
            return False
        return not wanted.circumstances or not self._circumstances.isdisjoint(wanted.circumstances)

    def suggestion(self) -> Suggestion:
        order = {name: place for place, name in enumerate(PROPERTIES)}
        reasons = sorted(self._reasons, key=lambda why: order[why.property])
        return Suggestion(classification=Classification(**self._values), reasons=tuple(reasons))
