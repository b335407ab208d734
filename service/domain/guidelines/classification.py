"""How cases are classified: a matrix of urgency and complexity, and rules in order (REQUIREMENTS 1, 7)."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind, Channel, Degree, Phase, Priority, ResponseClass, Segment

CategoryName = Annotated[str, Field(min_length=1, max_length=200)]


class Category(Data):
    """A subject area of demands (诉求类别, REQUIREMENTS 32)."""

    category: CategoryName
    """Name of the subject area, as used in a classification."""
    title: Title
    """Name in both languages."""


class Circumstance(Data):
    """A circumstance of a case that no field states, such as a stopped production line."""

    circumstance: Slug
    """Name of the circumstance, as stated when a case is classified."""
    title: Title
    """Meaning in both languages."""


class MatrixCell(Data):
    """The response class and priority that follow from a degree of urgency and a degree of complexity."""

    urgency: Degree
    """Degree of urgency of the cell."""
    complexity: Degree
    """Degree of complexity of the cell."""
    response_class: ResponseClass
    """Resulting response class; null if it leaves it open."""
    priority: Priority
    """Resulting priority; null if it leaves it open."""


class ClassificationConditions(Data):
    """Conditions of a rule. An empty list sets no condition; all lists must be satisfied."""

    kinds: tuple[CaseKind, ...] = ()
    """Kinds of case, of which one must apply."""
    categories: tuple[CategoryName, ...] = ()
    """Subject areas of the case, also by an earlier rule, of which one must apply."""
    channels: tuple[Channel, ...] = ()
    """Channels of receipt, of which one must apply."""
    segments: tuple[Segment, ...] = ()
    """Tiers of the account at receipt, of which one must apply."""
    phases: tuple[Phase, ...] = ()
    """Phases of the sale, of which one must apply."""
    circumstances: tuple[Slug, ...] = ()
    """Circumstances stated, of which one must apply."""


class ClassificationRule(Data):
    """Classification of certain cases. What it leaves open is decided by a later rule or the matrix."""

    rule: Slug
    """Name of the rule, unique within the guideline."""
    title: Title
    """Title of the rule."""
    applies_to: ClassificationConditions = ClassificationConditions()
    """Cases to which the rule applies."""
    response_class: ResponseClass | None = None
    """Response class that the rule assigns; null if it leaves it open."""
    priority: Priority | None = None
    """Priority that the rule assigns; null if it leaves it open."""
    priority_at_least: Priority | None = None
    """Priority below which no case of the rule lies, whatever else decides; null for none."""
    urgency: Degree | None = None
    """Degree of urgency that the rule assigns; null if it leaves it open."""
    complexity: Degree | None = None
    """Degree of complexity that the rule assigns; null if it leaves it open."""
    category: CategoryName | None = None
    """Subject area that the rule assigns; null if it leaves it open."""


class ClassificationGuideline(Guideline):
    """How cases are classified. For each property the first matching rule that names it decides."""

    guideline: Literal["classification"] = "classification"
    categories: tuple[Category, ...] = ()
    """Subject areas of the guideline."""
    circumstances: tuple[Circumstance, ...] = ()
    """Circumstances that can be stated when a case is classified."""
    matrix: tuple[MatrixCell, ...] = ()
    """Result of urgency and complexity, each pair at most once."""
    rules: tuple[ClassificationRule, ...] = ()
    """Rules in the order in which they are applied."""
    at_receipt: tuple[Channel, ...] = ()
    """Channels whose cases the rules classify as they are received; of others somebody asks them to."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        _once("categories", (one.category for one in self.categories))
        _once("circumstances", (one.circumstance for one in self.circumstances))
        _once("matrix", (f"urgency {one.urgency}, complexity {one.complexity}" for one in self.matrix))
        _once("rules", (one.rule for one in self.rules))
        return self

    @model_validator(mode="after")
    def _asks_for_named_circumstances(self) -> Self:
        known = self.known_circumstances
        for rule in self.rules:
            for name in rule.applies_to.circumstances:
                if name not in known:
                    raise invalid("circumstance_not_named", field="rules", rule=rule.rule, named=name)
        return self

    @property
    def known_circumstances(self) -> frozenset[str]:
        """The names of all circumstances."""
        return frozenset(one.circumstance for one in self.circumstances)

    def cell(self, urgency: Degree, complexity: Degree) -> MatrixCell | None:
        """Return what two degrees come to; None where the matrix does not say."""
        wanted = (urgency, complexity)
        return next((one for one in self.matrix if (one.urgency, one.complexity) == wanted), None)

    def rule(self, name: str) -> ClassificationRule | None:
        """Return a rule by its name."""
        return next((one for one in self.rules if one.rule == name), None)


def _once(field: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise invalid("named_twice", field=field, named=name)
        seen.add(name)
