"""Facts about follow-up contacts made by us (回访)."""

from typing import Literal
from uuid import UUID

from service.domain.case.revisit_answer import PlannedQuestion, RevisitAnswer, RoutedFeedback
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.vocabulary import Channel


class RevisitPlanned(Event):
    """A follow-up contact was planned beside those that the rules promise (REQUIREMENTS 114, 118)."""

    type: Literal["RevisitPlanned.v1"] = "RevisitPlanned.v1"
    revisit_id: UUID
    """The revisit."""
    due_at: RecordedInstant
    """By when."""
    template: str | None = None
    """The kind of revisit by the guideline."""
    guideline_version: int | None = None
    """The version of the guideline that the template is taken from."""
    channel: Channel
    """How."""
    contact_id: UUID | None = None
    """The contact of the account who is to be asked."""
    questions: tuple[PlannedQuestion, ...] = ()
    """What to ask besides the questions of the template."""
    reason: FreeText | None = None
    """Why."""


class RevisitCancelled(Event):
    """A planned revisit was given up."""

    type: Literal["RevisitCancelled.v1"] = "RevisitCancelled.v1"
    revisit_id: UUID
    """The revisit."""
    reason: FreeText
    """Why."""


class CaseRevisited(Event):
    """We followed the case up with the customer (回访, REQUIREMENTS 115, 120, 151). Not a reopening."""

    type: Literal["CaseRevisited.v1"] = "CaseRevisited.v1"
    channel: Channel
    """How."""
    reached: bool
    """Whether the customer was reached; an attempt is not a contact."""
    outcome: FreeText | None = None
    """What came of it."""
    revisit_id: UUID | None = None
    """The planned revisit that it carried out."""
    template: str | None = None
    """The kind of revisit by the guideline."""
    guideline_version: int | None = None
    """The version of the guideline by which the questions and limits held."""
    contact_id: UUID | None = None
    """The contact of the account who was asked."""
    duration_seconds: int | None = None
    """How long it took."""
    is_too_long: bool | None = None
    """Whether it took longer than the guideline allows (REQUIREMENTS 119); none where that is not known."""
    answers: tuple[RevisitAnswer, ...] | None = None
    """What the customer said to the questions (REQUIREMENTS 24)."""
    usage: FreeText | None = None
    """How the customer uses what was delivered."""
    satisfaction: FreeText | None = None
    """How satisfied the customer is, in words."""
    suggestions: FreeText | None = None
    """What the customer suggests or criticises."""
    new_needs: FreeText | None = None
    """What else the customer needs."""
    routed_to: tuple[RoutedFeedback, ...] | None = None
    """Who was given what the customer said (REQUIREMENTS 99)."""


RevisitingEvent = RevisitPlanned | RevisitCancelled | CaseRevisited
