"""How customers are revisited (回访): the questions to go with, and how much of their time we may take."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Channel, Segment, VisitKind

LONGEST_SECONDS = 86_400


class RevisitQuestion(Data):
    """A question for the customer (问题清单, REQUIREMENTS 24)."""

    question: Slug
    """Name of the question, under which an answer is recorded."""
    title: Title
    """Question in words."""


class RevisitTemplate(Data):
    """A kind of revisit: after a delivery, on a festival, to remind of a renewal (REQUIREMENTS 118)."""

    template: Slug
    """Name of the template."""
    title: Title
    """Occasion of the revisit in words."""
    clocks: tuple[Slug, ...] = ()
    """Promises of the policy that it serves; empty if it is chosen by name only."""
    segments: tuple[Segment, ...] = ()
    """Tiers of the customers concerned; empty for all (REQUIREMENTS 114)."""
    channels: tuple[Channel, ...] = (Channel.PHONE, Channel.EMAIL, Channel.SMS)
    """Contact channels that may be planned (REQUIREMENTS 115)."""
    opening: Title | None = None
    """Opening words, such as a reminder to the customer; null if there are none."""
    precedes_the_end: bool = False
    """Whether it is due before the last agreement of the account ends (REQUIREMENTS 118)."""
    questions: tuple[RevisitQuestion, ...] = ()
    """Questions to ask, in order."""

    def suits(self, segment: Segment | None) -> bool:
        """Say whether it is for customers of a tier; one that is not known suits."""
        return not self.segments or segment is None or segment in self.segments


class VisitQuestion(Data):
    """A question of the list for visits to an account (REQUIREMENTS 24)."""

    question: Literal["experience", "new_needs", "inconveniences"]
    """Field of the visit that holds the answer."""
    title: Title
    """Question in words."""


class VisitGuide(Data):
    """How customers are visited by a kind of visit of our own accord (REQUIREMENTS 24, 131)."""

    kind: VisitKind
    """Kind of visit."""
    channels: tuple[Channel, ...] = ()
    """Contact channels by which it is made; empty for all."""
    questions: tuple[VisitQuestion, ...] = ()
    """Question list, of which at least one is answered; empty if any words will do."""


class Revisits(Guideline):
    """Revisit templates and their limits (REQUIREMENTS 119)."""

    guideline: Literal["revisits"] = "revisits"
    most_questions: int = Field(ge=1, le=100)
    """Maximum number of questions per revisit."""
    longest_seconds: int = Field(ge=60, le=LONGEST_SECONDS)
    """Maximum duration of a revisit in seconds."""
    channels: tuple[Channel, ...] = ()
    """Contact channels by which we reach a customer of our own accord; empty for all (REQUIREMENTS 115)."""
    answered_later: tuple[Channel, ...] = ()
    """Contact channels by which the customer answers later, if at all: such a contact reached them only if it
    holds an answer of theirs; what we wrote is none (REQUIREMENTS 120)."""
    visits: tuple[VisitGuide, ...] = ()
    """Kinds of visits to an account; a kind that is not named has no rules."""
    templates: tuple[RevisitTemplate, ...] = ()
    """Revisit templates; the first that applies is used."""

    @model_validator(mode="after")
    def _keeps_its_own_limits(self) -> Self:
        names = [one.template for one in self.templates]
        for one in self.templates:
            if names.count(one.template) > 1:
                raise invalid("named_twice", field="templates", named=one.template)
            if len(one.questions) > self.most_questions:
                raise invalid(
                    "too_many_questions", field="templates", named=one.template, most=self.most_questions
                )
        return self

    def template(self, name: str) -> RevisitTemplate | None:
        """Return a template; None where there is none of this name."""
        return next((one for one in self.templates if one.template == name), None)

    def visit(self, kind: VisitKind) -> VisitGuide | None:
        """Return how a kind of visit is made; None where it has no rules."""
        return next((one for one in self.visits if one.kind is kind), None)

    def template_for(self, clock: str, segment: Segment | None) -> RevisitTemplate | None:
        """Return the template that serves a promise to a customer of a tier; None where none does."""
        return next((one for one in self.templates if clock in one.clocks and one.suits(segment)), None)
