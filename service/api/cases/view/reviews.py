"""The reviews of a case and what was agreed in them, as they are shown."""

from collections.abc import Sequence

from service.api.http.document import Document
from service.domain.case.record.reviews import CaseReviewed, ImprovementAgreed, ImprovementCompleted
from service.domain.event import Event


class ReviewsView(Document):
    """Reviews of a case and improvements agreed in them."""

    reviews: list[CaseReviewed]
    """Reviews: findings, similar cases and lessons."""
    agreed: list[ImprovementAgreed]
    """Improvements that were agreed."""
    completed: list[ImprovementCompleted]
    """Outcome of completed improvements."""


def reviews_view(events: Sequence[Event]) -> ReviewsView:
    """Return the reviews and improvements, each in the order of business time."""
    return ReviewsView(
        reviews=[event for event in events if isinstance(event, CaseReviewed)],
        agreed=[event for event in events if isinstance(event, ImprovementAgreed)],
        completed=[event for event in events if isinstance(event, ImprovementCompleted)],
    )
