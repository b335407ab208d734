"""The ratings of a case."""

from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.domain.case.record.ratings import LastRating
from service.domain.case.state import Case
from service.domain.vocabulary import RatingScale, ToldBy


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
    voice: UUID | None
    """Id of the contact who rated, else of the survey; null if nobody was named. Of each voice the last score
    counts."""
    told_by: ToldBy | None
    """Who told it: the customer on the survey page, or one of our keys; null if not known. What a key tells
    never takes the place of the customer's own."""
    by_shown_link: bool | None
    """Whether it came by a link that a person of ours had in hand as well; null if not."""


def rating_views(case: Case) -> list[Rating]:
    """Return what the customer thought of each resolution, in order of time."""
    return [
        Rating(
            cycle=each.cycle,
            scale=each.scale,
            score=each.score,
            occurred_at=each.rated_at,
            voice=each.voice,
            told_by=each.told_by,
            by_shown_link=each.by_shown_link,
        )
        for each in sorted(case.ratings, key=_place)
    ]


def _place(rating: LastRating) -> tuple[datetime, str, str]:
    return rating.rated_at, rating.scale, str(rating.voice)
