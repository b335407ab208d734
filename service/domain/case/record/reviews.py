"""Reviews of a case that is over, and the improvements agreed in them. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.statuses import OVER
from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme


class CaseReviewed(Event):
    """A finished case was reviewed together with similar cases (REQUIREMENTS 69, 144)."""

    type: Literal["CaseReviewed.v1"] = "CaseReviewed.v1"
    review_id: UUID
    """Id of the review."""
    findings: FreeText
    """Findings of the review, in free text."""
    like_cases: tuple[UUID, ...] = ()
    """Ids of similar cases."""
    process_step: str | None = None
    """Process step at which the fault occurred."""
    lessons: FreeText | None = None
    """Lessons for others, in free text."""


class ImprovementAgreed(Event):
    """An improvement, its owner and its due time were agreed (REQUIREMENTS 59, 69)."""

    type: Literal["ImprovementAgreed.v1"] = "ImprovementAgreed.v1"
    action_id: UUID
    what: FreeText
    """Improvement in free text."""
    owner: str
    """Staff id of the person who answers for it."""
    due_at: RecordedInstant
    review_id: UUID | None = None
    """Id of the review from which it follows."""
    process_step: str | None = None
    """Process step to improve."""


class ImprovementCompleted(Event):
    """An improvement was completed. A later judgement of its effect is a further event."""

    type: Literal["ImprovementCompleted.v1"] = "ImprovementCompleted.v1"
    action_id: UUID
    effect: FreeText
    """Effect in free text."""
    is_effective: bool | None = None
    """Whether it was effective; null if not yet known."""


ReviewEvent = CaseReviewed | ImprovementAgreed | ImprovementCompleted


@dataclass(frozen=True, kw_only=True)
class Review:
    """A look back at the case."""

    review_id: UUID
    held_at: datetime
    like_cases: tuple[UUID, ...] = ()
    process_step: str | None = None


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """Something that will be done better. It is open until it is completed."""

    action_id: UUID
    owner: str
    agreed_at: datetime
    due_at: datetime
    review_id: UUID | None = None
    process_step: str | None = None
    completed_at: datetime | None = None
    is_effective: bool | None = None
    """Effectiveness by the last completion."""


@dataclass(frozen=True, kw_only=True)
class ReviewState:
    """The reviews of a case and what was agreed in them, each in order."""

    reviews: tuple[Review, ...] = ()
    improvements: tuple[Improvement, ...] = ()

    def review(self, review_id: UUID | None) -> Review | None:
        """Return a review; None when the case has none of this id."""
        return next((one for one in self.reviews if one.review_id == review_id), None)

    def improvement(self, action_id: UUID) -> Improvement | None:
        """Return an improvement; None when the case has none of this id."""
        return next((one for one in self.improvements if one.action_id == action_id), None)


def evolve(case: ReviewState, event: ReviewEvent) -> ReviewState:
    """Return the case after the event."""
    match event:
        case CaseReviewed():
            review = taken(Review, event, held_at=event.occurred_at)
            return changed(case, reviews=(*case.reviews, review))
        case ImprovementAgreed():
            return changed(case, improvements=(*case.improvements, _agreed(event)))
        case ImprovementCompleted():
            improvements = (
                _completed(one, event) if one.action_id == event.action_id else one
                for one in case.improvements
            )
            return changed(case, improvements=tuple(improvements))
        case _:
            assert_never(event)


def _agreed(event: ImprovementAgreed) -> Improvement:
    return taken(Improvement, event, agreed_at=event.occurred_at)


def _completed(one: Improvement, event: ImprovementCompleted) -> Improvement:
    completed_at = min(one.completed_at or event.occurred_at, event.occurred_at)
    return replace(one, completed_at=completed_at, is_effective=event.is_effective)


def clock_triggers(event: ReviewEvent, _: ReviewState) -> Triggers:
    """An improvement is promised for an instant, and its completion keeps that, whatever its effect."""
    at = event.occurred_at
    match event:
        case CaseReviewed():
            return ()
        case ImprovementAgreed():
            subject, agreed = str(event.action_id), Milestone.IMPROVEMENT_AGREED
            return (MilestoneReached(milestone=agreed, at=at, subject=subject, due_at=event.due_at),)
        case ImprovementCompleted():
            subject = str(event.action_id)
            return (MilestoneReached(milestone=Milestone.IMPROVEMENT_COMPLETED, at=at, subject=subject),)
        case _:
            assert_never(event)


def stands(case: ReviewState, event: ReviewEvent) -> bool:
    """What was completed can be found to have been so earlier, or to have another effect."""
    match event:
        case CaseReviewed():
            return case.review(event.review_id) is None
        case ImprovementAgreed():
            follows = event.review_id is None or case.review(event.review_id) is not None
            return follows and case.improvement(event.action_id) is None
        case ImprovementCompleted():
            return case.improvement(event.action_id) is not None
        case _:
            assert_never(event)


THEME = theme(
    ReviewEvent,
    evolve,
    clock_triggers,
    stands,
    on={CaseReviewed: OVER, ImprovementAgreed: OVER},
)
