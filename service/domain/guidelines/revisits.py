"""How customers are revisited (回访): the questions to go with, and how much of their time we may take."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Channel, Segment

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
    questions: tuple[RevisitQuestion, ...] = ()
    """Questions to ask, in order."""

    def suits(self, segment: Segment | None) -> bool:
        """Say whether it is for customers of a tier; one that is not known suits."""
        return not self.segments or segment is None or segment in self.segments


class Revisits(Guideline):
    """Revisit templates and their limits (REQUIREMENTS 119)."""

    guideline: Literal["revisits"] = "revisits"
    most_questions: int = Field(ge=1, le=100)
    """Maximum number of questions per revisit."""
    longest_seconds: int = Field(ge=60, le=LONGEST_SECONDS)
    """Maximum duration of a revisit in seconds."""
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

    def template_for(self, clock: str, segment: Segment | None) -> RevisitTemplate | None:
        """Return the template that serves a promise to a customer of a tier; None where none does."""
        return next((one for one in self.templates if clock in one.clocks and one.suits(segment)), None)
