"""The reviews of a case and what was agreed in them, as they are shown."""

from collections.abc import Sequence

from service.api.http.document import Document
from service.domain.case.record.reviews import CaseReviewed, ImprovementAgreed, ImprovementCompleted
from service.domain.event import Event


class ReviewsView(Document):
    """How we looked back at a case, and what is to become better."""

    reviews: list[CaseReviewed]
    """The reviews: what was found, the cases that are like it, what others can learn."""
    agreed: list[ImprovementAgreed]
    """The improvements that were agreed."""
    completed: list[ImprovementCompleted]
    """What came of those that were made."""


def reviews_view(events: Sequence[Event]) -> ReviewsView:
    """Return the reviews and improvements, each in the order of recording."""
    return ReviewsView(
        reviews=[event for event in events if isinstance(event, CaseReviewed)],
        agreed=[event for event in events if isinstance(event, ImprovementAgreed)],
        completed=[event for event in events if isinstance(event, ImprovementCompleted)],
    )
