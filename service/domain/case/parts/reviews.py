"""What is remembered of reviews and improvements. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Review:
    """A look back at the case."""

    review_id: UUID
    like_cases: tuple[UUID, ...] = ()
    process_step: str | None = None


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """Something that will be done better. It is open until it is completed."""

    action_id: UUID
    owner: str
    due_at: datetime
    review_id: UUID | None = None
    process_step: str | None = None
    completed_at: datetime | None = None
    is_effective: bool | None = None
    """What the last completion said."""


@dataclass(frozen=True, kw_only=True)
class Reviewing:
    """The reviews of a case and what was agreed in them, each in order."""

    reviews: tuple[Review, ...] = ()
    improvements: tuple[Improvement, ...] = ()

    def review(self, review_id: UUID | None) -> Review | None:
        """Return a review; None when the case has none of this id."""
        return next((one for one in self.reviews if one.review_id == review_id), None)

    def improvement(self, action_id: UUID) -> Improvement | None:
        """Return an improvement; None when the case has none of this id."""
        return next((one for one in self.improvements if one.action_id == action_id), None)


NO_REVIEWS = Reviewing()
