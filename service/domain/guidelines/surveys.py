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
    """Scale of the answer: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7; or free text."""
    title: Title
    """Question as the customer reads it."""
    lowest: Title | None = None
    """Meaning of the lowest score."""
    highest: Title | None = None
    """Meaning of the highest score."""


class SurveyConditions(Data):
    """Conditions for a survey. An empty list sets no condition; all lists must be satisfied."""

    response_classes: tuple[ResponseClass, ...] = ()
    """Response classes of the case, of which one must apply."""
    kinds: tuple[CaseKind, ...] = ()
    """Kinds of case, of which one must apply."""
    segments: tuple[Segment, ...] = ()
    """Tiers of the account at receipt, of which one must apply."""
    channels: tuple[Channel, ...] = ()
    """Channels of receipt, of which one must apply."""


class LowScore(Data):
    """A score with which the owner must contact the customer (挽回不满意顾客, REQUIREMENTS 124)."""

    scale: RatingScale
    """Scale of the score."""
    at_most: int = Field(ge=0, le=10)
    """Highest score that asks for it."""


class SurveyProgramme(Guideline):
    """When customers are asked after a resolution, who is asked what, and how often at most."""

    guideline: Literal["surveys"] = "surveys"
    house: Title
    """Name of our company on the survey page."""
    delay_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """Seconds between the resolution and the survey. The survey clock sets the latest time."""
    ask_within_days: int = Field(ge=1, le=LONGEST_DAYS)
    """Number of days after the resolution within which the customer is asked."""
    whom: Whom = "reporting_contact"
    """Order of the contacts: the reporter first and then any contact of the account, or any contact."""
    conditions: SurveyConditions = SurveyConditions()
    """Cases about which customers are asked."""
    questions: Annotated[tuple[SurveyQuestion, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    """Questions in this order."""
    days_between: int = Field(ge=0, le=LONGEST_DAYS)
    """Number of days for which a contact is not asked again after a survey about another case."""
    link_valid_days: int = Field(ge=1, le=LONGEST_DAYS)
    """Number of days for which the survey link is valid."""
    corrections_at_most: int = Field(default=3, ge=0, le=100)
    """Number of times an answer can be corrected on the survey page."""
    recovery: tuple[LowScore, ...] = ()
    """Scores with which the owner of the case is asked to contact the customer, at most one per scale."""
    late_after_days: int = Field(ge=0, le=LONGEST_DAYS)
    """Number of days after the survey from which an answer counts as late. A late answer is kept."""

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
