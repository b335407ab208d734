"""Follow-up contacts made by us, planned or not. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.text import Code
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel


class RevisitAnswer(BaseModel):
    """One question and its answer (REQUIREMENTS 24)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    question: Code
    """The question by its name in the template, or another word for what was asked."""
    answer: FreeText
    """What the customer said."""


class PlannedQuestion(BaseModel):
    """A question to go with, besides those of the template."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    question: Code
    """Its name, under which the answer will be recorded."""
    wording: FreeText
    """The question in words."""


class RoutedFeedback(BaseModel):
    """The department that was given what the customer said, and who leads it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    department: Code
    """The department."""
    head: Code | None = None
    """The staff id of its head; none where the directory names nobody."""


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


RevisitEvent = RevisitPlanned | RevisitCancelled | CaseRevisited


@dataclass(frozen=True, kw_only=True)
class PlannedRevisit:
    """A follow-up contact that was planned. It is open until it is held or cancelled."""

    revisit_id: UUID
    due_at: datetime
    template: str | None = None
    channel: Channel = Channel.PHONE
    contact_id: UUID | None = None
    attempts: int = 0
    """How often the customer was not reached."""
    held_at: datetime | None = None
    """When the customer was first reached."""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class RevisitState:
    """The revisits of a case that somebody planned, in the order of planning."""

    planned_revisits: tuple[PlannedRevisit, ...] = ()

    def planned_revisit(self, revisit_id: UUID | None) -> PlannedRevisit | None:
        """Return a planned revisit; None when the case has none of this id."""
        return next((one for one in self.planned_revisits if one.revisit_id == revisit_id), None)


def evolve(case: RevisitState, event: RevisitEvent) -> RevisitState:
    """Return the case after the event. A revisit that nobody planned changes nothing of the plans."""
    if isinstance(event, RevisitPlanned):
        planned = PlannedRevisit(
            revisit_id=event.revisit_id,
            due_at=event.due_at,
            template=event.template,
            channel=event.channel,
            contact_id=event.contact_id,
        )
        return changed(case, planned_revisits=(*case.planned_revisits, planned))
    if case.planned_revisit(event.revisit_id) is None:
        return case
    plans = (
        _after(one, event) if one.revisit_id == event.revisit_id else one for one in case.planned_revisits
    )
    return changed(case, planned_revisits=tuple(plans))


def _after(one: PlannedRevisit, event: RevisitCancelled | CaseRevisited) -> PlannedRevisit:
    if isinstance(event, RevisitCancelled):
        return replace(one, is_cancelled=True)
    if not event.reached:
        return replace(one, attempts=one.attempts + 1)
    return replace(one, held_at=min(one.held_at or event.occurred_at, event.occurred_at))


def clock_triggers(event: RevisitEvent, _: RevisitState) -> Triggers:
    """An attempt is no contact. A contact keeps the promise of its plan and those that the rules make."""
    at = event.occurred_at
    subject = str(event.revisit_id) if event.revisit_id else None
    match event:
        case RevisitPlanned():
            planned = Milestone.REVISIT_PLANNED
            return (MilestoneReached(milestone=planned, at=at, subject=subject, due_at=event.due_at),)
        case RevisitCancelled():
            return (MilestoneReached(milestone=Milestone.REVISIT_CANCELLED, at=at, subject=subject),)
        case CaseRevisited():
            revisited = MilestoneReached(milestone=Milestone.REVISITED, at=at, subject=subject)
            return (revisited,) if event.reached else ()
        case _:
            assert_never(event)


THEME = theme(RevisitEvent, evolve, clock_triggers)
