"""What is remembered of surveys. No personal field is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.domain.vocabulary import Channel, RatingScale, SurveyMode

Scores = frozenset[tuple[RatingScale, int]]


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey about a resolution. `scores` are those of the answer that was recorded last."""

    survey_id: UUID
    cycle: int
    channel: Channel
    mode: SurveyMode
    sent_at: datetime
    contact_id: UUID | None = None
    expires_at: datetime | None = None
    programme_version: int | None = None
    answered_at: datetime | None = None
    scores: Scores = frozenset()
    declined_at: datetime | None = None
