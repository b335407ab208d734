"""Follow-up contacts made by us, planned or not. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.described import Described
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText, Quoted
from service.domain.text import Code
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel


class RevisitAnswer(Described, extra="forbid"):
    """One question and its answer (REQUIREMENTS 24)."""

    question: Code
    """Name of the question in the template, or another word for it."""
    answer: Quoted
    """Answer of the customer."""


class PlannedQuestion(Described, extra="forbid"):
    """A question to ask in addition to those of the template."""

    question: Code
    """Name of the question, under which the answer is recorded."""
    wording: FreeText
    """Question in words."""


class RoutedFeedback(Described, extra="forbid"):
    """A department that received the feedback, and its head."""

    department: Code
    """Department that received the feedback."""
    head: Code | None = None
    """Staff id of the head of the department; null if the directory names none."""


class RevisitPlanned(Event):
    """A follow-up contact was planned in addition to those that the rules promise (REQUIREMENTS 114, 118)."""

    type: Literal["RevisitPlanned.v1"] = "RevisitPlanned.v1"
    revisit_id: UUID
    due_at: RecordedInstant
    template: str | None = None
    """Revisit template of the guideline."""
    guideline_version: int | None = None
    """Version of the guideline that contains the template."""
    channel: Channel
    contact_id: UUID | None = None
    """Id of the contact to ask."""
    questions: tuple[PlannedQuestion, ...] = ()
    """Questions in addition to those of the template."""
    reason: FreeText | None = None


class RevisitCancelled(Event):
    """A planned revisit was cancelled."""

    type: Literal["RevisitCancelled.v1"] = "RevisitCancelled.v1"
    revisit_id: UUID
    reason: FreeText


class CaseRevisited(Event):
    """A follow-up contact with the customer was made (回访, REQUIREMENTS 115, 120, 151).

    It does not reopen the case.
    """

    type: Literal["CaseRevisited.v1"] = "CaseRevisited.v1"
    channel: Channel
    reached: bool
    """Whether the customer was reached; an unsuccessful attempt is not a contact."""
    outcome: FreeText | None = None
    revisit_id: UUID | None = None
    """Id of the planned revisit; null if it was not planned."""
    template: str | None = None
    """Revisit template of the guideline."""
    guideline_version: int | None = None
    """Version of the guideline that provides the questions and limits."""
    contact_id: UUID | None = None
    """Id of the contact who was asked."""
    duration_seconds: int | None = None
    """Duration in seconds."""
    is_too_long: bool | None = None
    """Whether it exceeded the duration in the guideline (REQUIREMENTS 119); null if not known."""
    answers: tuple[RevisitAnswer, ...] | None = None
    """Questions with the answers of the customer (REQUIREMENTS 24)."""
    usage: FreeText | None = None
    """How the customer uses the delivered goods, in free text."""
    satisfaction: FreeText | None = None
    """Satisfaction of the customer, in free text."""
    suggestions: FreeText | None = None
    """Suggestions and criticism of the customer, in free text."""
    new_needs: FreeText | None = None
    """New needs of the customer, in free text."""
    routed_to: tuple[RoutedFeedback, ...] | None = None
    """Departments and heads that received the feedback (REQUIREMENTS 99)."""


RevisitEvent = RevisitPlanned | RevisitCancelled | CaseRevisited


@dataclass(frozen=True, kw_only=True)
class PlannedRevisit:
    """A follow-up contact that was planned. It is open until it is held or cancelled."""

    revisit_id: UUID
    planned_at: datetime
    due_at: datetime
    template: str | None = None
    channel: Channel = Channel.PHONE
    contact_id: UUID | None = None
    attempts: int = 0
    """Number of attempts in which the customer was not reached."""
    held_at: datetime | None = None
    """Time at which the customer was first reached."""
    is_cancelled: bool = False
    cancelled_at: datetime | None = None


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
        planned = taken(PlannedRevisit, event, planned_at=event.occurred_at)
        return changed(case, planned_revisits=(*case.planned_revisits, planned))
    if case.planned_revisit(event.revisit_id) is None:
        return case
    plans = (
        _after(one, event) if one.revisit_id == event.revisit_id else one for one in case.planned_revisits
    )
    return changed(case, planned_revisits=tuple(plans))


def _after(one: PlannedRevisit, event: RevisitCancelled | CaseRevisited) -> PlannedRevisit:
    if isinstance(event, RevisitCancelled):
        return replace(one, is_cancelled=True, cancelled_at=event.occurred_at)
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


def stands(case: RevisitState, event: RevisitEvent) -> bool:
    """What was held can be held again, or be found to have been held earlier."""
    known = case.planned_revisit(event.revisit_id)
    match event:
        case RevisitPlanned():
            return known is None
        case RevisitCancelled():
            return known is not None and known.held_at is None and not known.is_cancelled
        case CaseRevisited():
            return event.revisit_id is None or (known is not None and not known.is_cancelled)
        case _:
            assert_never(event)


THEME = theme(RevisitEvent, evolve, clock_triggers, stands)
