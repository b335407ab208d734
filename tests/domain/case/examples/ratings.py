"""What customers think of a resolution, by example."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from service.domain.case.decisions.ratings import (
    RaterNotNamedError,
    RateSatisfaction,
    raised_rating_needs_a_reason,
    rater_must_be_named,
)
from service.domain.case.record.ratings import RecoveryRequested, SatisfactionRated
from service.domain.case.record.surveys import SurveySent
from service.domain.case.survey_programme import RaisedWithoutReasonError
from service.domain.clocks.milestones import Milestone
from service.domain.guidelines.telling_late import Teller
from service.domain.vocabulary import Channel, RatingScale, SurveyMode
from service.importers.rule_files.default_rules import default_guidelines
from tests.domain.example import AT, Breaks, Events, Example, Ways, after, with_fields
from tests.domain.facts import CONTACT_ID, ELEVEN, RESOLVED, SURVEY_ID, TEN
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, happened
from tests.scene import RESOLVE, Scene, Scenes, Step

PROGRAMME_ALONE = book_of(*(each for each in default_guidelines() if each.content.guideline == "surveys"))
"""The rules that say which scores are low, and promise nothing."""


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
    Example(
        RateSatisfaction(score=2),
        RESOLVED,
        (
            SatisfactionRated(occurred_at=AT, cycle=1, scale=RatingScale.CSAT, score=2),
            RecoveryRequested(occurred_at=AT, cycle=1, scale=RatingScale.CSAT, score=2, programme_version=1),
        ),
        rulebook=PROGRAMME_ALONE,
    ),
)
TRIGGERS: Triggers = (
    (
        RESOLVED,
        SatisfactionRated(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=4),
        happened(Milestone.RATED),
    ),
    (
        RESOLVED,
        RecoveryRequested(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=1, programme_version=1),
        happened(Milestone.RECOVERY_REQUESTED),
    ),
)
WITHOUT_FIGURES: Events = (SatisfactionRated, RecoveryRequested)
_TELLER = Teller(role="agent", may_backdate=False, key="desk")
_SENT = SurveySent(
    occurred_at=TEN, survey_id=SURVEY_ID, channel=Channel.SMS, mode=SurveyMode.QUESTIONNAIRE, cycle=1
)
_LOW = SatisfactionRated(occurred_at=TEN, cycle=1, scale=RatingScale.CSAT, score=1, survey_id=SURVEY_ID)


def _nobodys(way: Example) -> Example:
    return replace(way, teller=_TELLER)


def _raised(way: Example) -> Example:
    """Tell a better score than the survey was answered with, and not why."""
    told = with_fields(score=5, survey_id=SURVEY_ID)(way)
    return replace(after(_SENT, _LOW)(told), teller=_TELLER)


BREAKS: Breaks = {
    (rater_must_be_named, RaterNotNamedError): _nobodys,
    (raised_rating_needs_a_reason, RaisedWithoutReasonError): _raised,
}
_SURVEY: list[Step] = [*RESOLVE, ("survey", {"survey_id": str(SURVEY_ID), "channel": "sms"})]
SCENES: Scenes = {
    RateSatisfaction: Scene(
        "SatisfactionRated.v1", {"score": 5, "verbatim": "快", "survey_id": str(SURVEY_ID)}, _SURVEY
    ),
}
