"""How customers are revisited (回访): the questions to go with, and how much of their time we may take."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Channel, Segment

LONGEST_SECONDS = 86_400


class RevisitQuestion(Data):
    """Something to ask the customer (问题清单, REQUIREMENTS 24)."""

    question: Slug
    """Its name, under which an answer is recorded."""
    title: Title
    """The question in words."""


class RevisitTemplate(Data):
    """A kind of revisit: after a delivery, on a festival, to remind of a renewal (REQUIREMENTS 118)."""

    template: Slug
    """Its name."""
    title: Title
    """The occasion in words."""
    clocks: tuple[Slug, ...] = ()
    """The promises of the policy that it serves; empty: it is chosen by name."""
    segments: tuple[Segment, ...] = ()
    """For customers of these tiers; empty: for all (REQUIREMENTS 114)."""
    channels: tuple[Channel, ...] = (Channel.PHONE, Channel.EMAIL, Channel.SMS)
    """The ways by which it may be planned (REQUIREMENTS 115)."""
    opening: Title | None = None
    """What to say first, such as what the customer is to be reminded of."""
    questions: tuple[RevisitQuestion, ...] = ()
    """What to ask, in order."""

    def suits(self, segment: Segment | None) -> bool:
        """Say whether it is for customers of a tier; one that is not known suits."""
        return not self.segments or segment is None or segment in self.segments


class Revisits(Guideline):
    """The templates of revisits, and their limits (REQUIREMENTS 119)."""

    guideline: Literal["revisits"] = "revisits"
    most_questions: int = Field(ge=1, le=100)
    """No more may be asked at a time."""
    longest_seconds: int = Field(ge=60, le=LONGEST_SECONDS)
    """No revisit should take longer."""
    templates: tuple[RevisitTemplate, ...] = ()
    """The kinds of revisits, the first that suits before the others."""

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
