"""The ratings of a case."""

from datetime import datetime

from service.api.http.document import Document
from service.domain.case.state import Case
from service.domain.vocabulary import RatingScale


class Rating(Document):
    """A rating of a resolution by the customer."""

    cycle: int
    """Cycle whose resolution is rated."""
    scale: RatingScale
    """Scale of the score: CSAT, NPS or CES."""
    score: int
    """Score on the scale."""
    occurred_at: datetime
    """Time of the rating (UTC)."""


def rating_views(case: Case) -> list[Rating]:
    """Return what the customer thought of each resolution, in order of time."""
    return [
        Rating(cycle=cycle, scale=scale, score=score, occurred_at=occurred_at)
        for cycle, scale, score, occurred_at, *_ in sorted(case.ratings, key=lambda rating: rating[3])
    ]
