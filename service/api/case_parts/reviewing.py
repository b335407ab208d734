"""The reviews of a case and what was agreed in them, as they are shown."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from service.domain.case.record.reviews import CaseReviewed, ImprovementAgreed, ImprovementCompleted
from service.domain.event import Event


class ReviewsView(BaseModel):
    """How we looked back at a case, and what is to become better."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    reviews: list[CaseReviewed]
    """The reviews: what was found, the cases that are like it, what others can learn."""
    agreed: list[ImprovementAgreed]
    """The improvements that were agreed."""
    completed: list[ImprovementCompleted]
    """What came of those that were made."""


def reviews_view(facts: Sequence[Event]) -> ReviewsView:
    """Return the reviews and improvements, each in the order of recording."""
    return ReviewsView(
        reviews=[fact for fact in facts if isinstance(fact, CaseReviewed)],
        agreed=[fact for fact in facts if isinstance(fact, ImprovementAgreed)],
        completed=[fact for fact in facts if isinstance(fact, ImprovementCompleted)],
    )
