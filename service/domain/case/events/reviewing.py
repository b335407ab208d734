"""Facts about looking back at a case (复盘), and what is to become better."""

from typing import Literal
from uuid import UUID

from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText


class CaseReviewed(Event):
    """We looked back at a case that was over, with cases that are like it (REQUIREMENTS 69, 144)."""

    type: Literal["CaseReviewed.v1"] = "CaseReviewed.v1"
    review_id: UUID
    """The review."""
    findings: FreeText
    """What was found."""
    like_cases: tuple[UUID, ...] = ()
    """The cases that are like it."""
    process_step: str | None = None
    """The step of our work at which it went wrong."""
    lessons: FreeText | None = None
    """What others can learn from it."""


class ImprovementAgreed(Event):
    """It was agreed what will be done better, by whom and by when (REQUIREMENTS 59, 69)."""

    type: Literal["ImprovementAgreed.v1"] = "ImprovementAgreed.v1"
    action_id: UUID
    """The action."""
    what: FreeText
    """What will be done."""
    owner: str
    """The staff id of who answers for it."""
    due_at: RecordedInstant
    """By when."""
    review_id: UUID | None = None
    """The review that it follows from."""
    process_step: str | None = None
    """The step of our work that becomes better."""


class ImprovementCompleted(Event):
    """An improvement was made; a later judgement of its effect is one more fact."""

    type: Literal["ImprovementCompleted.v1"] = "ImprovementCompleted.v1"
    action_id: UUID
    """The action."""
    effect: FreeText
    """What came of it."""
    is_effective: bool | None = None
    """Whether it helped; none: that was not known yet."""


ReviewingEvent = CaseReviewed | ImprovementAgreed | ImprovementCompleted
