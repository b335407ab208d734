"""What customers think of a resolution, by example."""

from datetime import datetime
from typing import Any

from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.record.ratings import SatisfactionRated
from service.domain.clocks.milestones import Milestone
from service.domain.vocabulary import RatingScale, SurveyMode
from tests.domain.example import AT, Events, Example, Ways
from tests.domain.facts import CONTACT_ID, ELEVEN, RESOLVED, SURVEY_ID, TEN
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import RESOLVE, Scene, Scenes


def scored(scale: RatingScale, score: int, at: datetime = ELEVEN, **fields: Any) -> SatisfactionRated:
    """Return a score that answers the survey."""
    usual: dict[str, Any] = {
        "cycle": 1,
        "survey_id": SURVEY_ID,
        "contact_id": CONTACT_ID,
        "mode": SurveyMode.QUESTIONNAIRE,
        "is_late": False,
    }
    return SatisfactionRated(occurred_at=at, scale=scale, score=score, **{**usual, **fields})


WAYS: Ways = (
    Example(
        RateSatisfaction(score=4, verbatim="Quick"),
        RESOLVED,
        (SatisfactionRated(occurred_at=AT, cycle=1, scale=RatingScale.CSAT, score=4, verbatim="Quick"),),
    ),
)
TRIGGERS: Triggers = (
    (
        RESOLVED,
        SatisfactionRated(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=4),
        happened(Milestone.RATED),
    ),
)
WITHOUT_FIGURES: Events = (SatisfactionRated,)
SCENES: Scenes = {
    RateSatisfaction: Scene("SatisfactionRated.v1", {"score": 5, "verbatim": "快"}, RESOLVE),
}
