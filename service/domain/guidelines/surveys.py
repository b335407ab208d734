"""The survey programme: when, whom and what customers are asked, and how often (REQUIREMENTS 37, 44, 160)."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import LONGEST_DAYS, LONGEST_SECONDS, Data, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind, Channel, RatingScale, ResponseClass, Segment

Asked = RatingScale | Literal["verbatim"]
Whom = Literal["reporting_contact", "account_contacts"]
MOST_QUESTIONS = 4
"""Each scale once, and free words: a survey must not be long (REQUIREMENTS 119)."""


class SurveyQuestion(Data):
    """A question, as customers read it."""

    asks: Asked
    """The scale of the answer: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7; or free words."""
    title: Title
    """The question."""
    lowest: Title | None = None
    """What the lowest score means."""
    highest: Title | None = None
    """What the highest score means."""


class SurveyConditions(Data):
    """Which cases are asked about. An empty list asks for nothing; the lists must all be satisfied."""

    response_classes: tuple[ResponseClass, ...] = ()
    """The case is in one of these classes."""
    kinds: tuple[CaseKind, ...] = ()
    """The case is of one of these kinds."""
    segments: tuple[Segment, ...] = ()
    """The account was in one of these tiers at receipt."""
    channels: tuple[Channel, ...] = ()
    """The case came in by one of these channels."""


class SurveyProgramme(Guideline):
    """When, whom and what customers are asked after a resolution, and at most how often."""

    guideline: Literal["surveys"] = "surveys"
    house: Title
    """Our name, as it stands on the survey page."""
    delay_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """How long after the resolution the customer is asked. By when at the latest says the survey clock."""
    ask_within_days: int = Field(ge=1, le=LONGEST_DAYS)
    """A resolution longer ago is not asked about any more."""
    whom: Whom = "reporting_contact"
    """Who is asked first: who reported the case, else any contact of the account; or just any contact."""
    conditions: SurveyConditions = SurveyConditions()
    """Which cases are asked about."""
    questions: Annotated[tuple[SurveyQuestion, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    """What is asked, in this order."""
    days_between: int = Field(ge=0, le=LONGEST_DAYS)
    """A contact who was asked about another case is left in peace for so many days."""
    link_valid_days: int = Field(ge=1, le=LONGEST_DAYS)
    """How long the link of an invitation can be used."""
    late_after_days: int = Field(ge=0, le=LONGEST_DAYS)
    """An answer that comes later than this after the asking is kept, and marked as late."""

    @model_validator(mode="after")
    def _asks_each_once(self) -> Self:
        asked = [question.asks for question in self.questions]
        for one in asked:
            if asked.count(one) > 1:
                raise invalid("named_twice", field="questions", named=one)
        return self

    def expires_at(self, sent_at: datetime) -> datetime:
        """Return until when the link of an invitation can be used."""
        return sent_at + timedelta(days=self.link_valid_days)

    def is_late(self, sent_at: datetime, answered_at: datetime) -> bool:
        """Return whether an answer comes too late to say how the resolution felt."""
        return answered_at > sent_at + timedelta(days=self.late_after_days)

    def free_at(self, last_asked_at: datetime) -> datetime:
        """Return from when on somebody may be asked again who was asked about another case."""
        return last_asked_at + timedelta(days=self.days_between)
