"""The customer's ratings of our service. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from service.domain.case.record.surveys import Survey, SurveyState
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import RatingScale, SurveyMode


class SatisfactionRated(Event):
    """The customer rated our service (REQUIREMENTS 44, 160). A changed answer is a further rating."""

    type: Literal["SatisfactionRated.v1"] = "SatisfactionRated.v1"
    cycle: int
    """Cycle whose resolution is rated."""
    scale: RatingScale
    """Scale of the score: CSAT, NPS or CES."""
    score: int
    """Score: CSAT 1 to 5, NPS 0 to 10, CES 1 to 7."""
    verbatim: FreeText | None = None
    survey_id: UUID | None = None
    """Id of the survey that the rating answers."""
    contact_id: UUID | None = None
    """Id of the contact who gave the rating."""
    mode: SurveyMode | None = None
    """In writing or by telephone."""
    is_late: bool | None = None
    """Whether it came later than the survey programme allows; null if it answers no survey."""


RatingEvent = SatisfactionRated
Rating = tuple[int, RatingScale, int, datetime, UUID | None, SurveyMode | None]
"""Cycle, scale, score and instant; who gave it, and how."""


@dataclass(frozen=True, kw_only=True)
class RatingState(SurveyState):
    """The ratings of a case, and the surveys that they answer."""

    ratings: frozenset[Rating] = frozenset()
    """Last rating of each cycle and scale."""


def evolve(case: RatingState, event: RatingEvent) -> RatingState:
    """Return the case after the event."""
    at, contact_id, mode = event.occurred_at, event.contact_id, event.mode
    rating = (event.cycle, event.scale, event.score, at, contact_id, mode)
    others = {known for known in case.ratings if known[:2] != rating[:2]}
    return changed(case, ratings=frozenset({*others, rating}), surveys=_surveys_after(case, event))


def _surveys_after(case: RatingState, event: SatisfactionRated) -> tuple[Survey, ...]:
    """Return the surveys after a score; it changes one only where it answers a survey."""
    known = case.survey(event.survey_id) if event.survey_id else None
    if known is None or known.was_answered_after(event.occurred_at):
        return case.surveys
    scores = {one for one in known.scores if one[0] is not event.scale} | {(event.scale, event.score)}
    return case.surveys_with(replace(known, answered_at=event.occurred_at, scores=frozenset(scores)))


def stands(case: RatingState, event: RatingEvent) -> bool:
    answers_a_known_one = event.survey_id is None or case.survey(event.survey_id) is not None
    return event.cycle in case.resolved_cycles and answers_a_known_one


def clock_triggers(event: RatingEvent, after: RatingState) -> Triggers:
    """Who has rated need not be asked: a rating of the last resolution keeps the promise of its survey."""
    is_of_last = event.cycle == max(after.resolved_cycles, default=event.cycle)
    return (MilestoneReached(milestone=Milestone.RATED, at=event.occurred_at),) if is_of_last else ()


THEME = theme(RatingEvent, evolve, clock_triggers, stands, triggers_read_state=True)
