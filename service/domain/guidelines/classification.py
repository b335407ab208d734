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
    """Its name, as a classification gives it."""
    title: Title
    """Its name in words."""


class Circumstance(Data):
    """Something that whoever classifies knows of a case and no field of it says, such as a stopped line."""

    circumstance: Slug
    """Its name, as it is told when a case is classified."""
    title: Title
    """What it means."""


class MatrixCell(Data):
    """What a degree of urgency and a degree of complexity come to together."""

    urgency: Degree
    """How urgent."""
    complexity: Degree
    """How complex."""
    response_class: ResponseClass
    """The class that decides which promises run."""
    priority: Priority
    """The order in which cases are taken up."""


class ClassificationConditions(Data):
    """Which cases a rule is for. An empty list asks for nothing; the lists must all be satisfied."""

    kinds: tuple[CaseKind, ...] = ()
    """The case is of one of these kinds."""
    categories: tuple[CategoryName, ...] = ()
    """The case has one of these categories, also by a rule before."""
    channels: tuple[Channel, ...] = ()
    """It came one of these ways."""
    segments: tuple[Segment, ...] = ()
    """The account was in one of these tiers at receipt."""
    phases: tuple[Phase, ...] = ()
    """It belongs to one of these phases of the sale."""
    circumstances: tuple[Slug, ...] = ()
    """One of these was told of it."""


class ClassificationRule(Data):
    """What cases of a sort are. What it leaves open, a later rule or the matrix decides."""

    rule: Slug
    """Its name, unique in the guideline."""
    title: Title
    """The rule in words."""
    applies_to: ClassificationConditions = ClassificationConditions()
    """Which cases it is for."""
    response_class: ResponseClass | None = None
    """Their class."""
    priority: Priority | None = None
    """Their priority."""
    urgency: Degree | None = None
    """How urgent they are."""
    complexity: Degree | None = None
    """How complex they are."""
    category: CategoryName | None = None
    """Their category."""


class ClassificationGuideline(Guideline):
    """How cases are classified. For each property the first rule that fits and names it decides."""

    guideline: Literal["classification"] = "classification"
    categories: tuple[Category, ...] = ()
    """The subject areas."""
    circumstances: tuple[Circumstance, ...] = ()
    """What can be told of a case when it is classified."""
    matrix: tuple[MatrixCell, ...] = ()
    """What urgency and complexity come to, each pair at most once."""
    rules: tuple[ClassificationRule, ...] = ()
    """The rules, in the order in which they are asked."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        _once("categories", (one.category for one in self.categories))
        _once("circumstances", (one.circumstance for one in self.circumstances))
        _once("matrix", (f"{one.urgency} x {one.complexity}" for one in self.matrix))
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
