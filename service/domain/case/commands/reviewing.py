"""Wishes about looking back at a case (复盘), and what is to become better."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.domain.command import Command
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.text import Code


class ReviewCase(Command):
    """Look back at a case that is over, together with cases that are like it."""

    review_id: UUID
    """A new id for the review."""
    findings: FreeText
    """What was found."""
    like_cases: Annotated[tuple[UUID, ...], Field(max_length=200)] = ()
    """The cases that are like it."""
    process_step: Code | None = None
    """The step of our work at which it went wrong."""
    lessons: FreeText | None = None
    """What others can learn from it."""


class AgreeImprovement(Command):
    """Agree what will be done better, by whom and by when."""

    action_id: UUID
    """A new id for the action."""
    what: FreeText
    """What will be done."""
    owner: Code
    """The staff id of who answers for it."""
    due_at: Instant
    """By when."""
    review_id: UUID | None = None
    """The review that it follows from."""
    process_step: Code | None = None
    """The step of our work that becomes better."""


class CompleteImprovement(Command):
    """Record that an improvement was made, and what came of it."""

    action_id: UUID
    """The action."""
    effect: FreeText
    """What came of it."""
    is_effective: bool | None = None
    """Whether it helped; left out, that is not known yet."""


ReviewingCommand = ReviewCase | AgreeImprovement | CompleteImprovement
