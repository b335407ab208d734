"""The customer's ratings of our service. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from service.domain.case.record.surveys import Survey, SurveyState
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel, RatingScale, SurveyMode, ToldBy


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
    channel: Channel | None = None
    """Channel by which the customer told it to us."""
    told_by: ToldBy | None = None
    """Who told it: the customer on the survey page, or one of our keys; null: not known, as of an import."""
    is_raised: bool | None = None
    """Whether one of our keys told it in place of a lower score of the same person; null if not."""
    raise_reason: FreeText | None = None
    """Reason for the better score; null if it is none."""
    by_shown_link: bool | None = None
    """Whether it came by a link that a person of ours had in hand as well; null if not."""

    @property
    def is_evident(self) -> bool:
        """Whether it proves that somebody was asked: what a key tells says who, and by which channel."""
        return self.told_by is not ToldBy.STAFF or (self.contact_id is not None and self.channel is not None)


class RecoveryRequested(Event):
    """A low score asks the owner of the case to contact the customer (挽回不满意顾客, REQUIREMENTS 124)."""

    type: Literal["RecoveryRequested.v1"] = "RecoveryRequested.v1"
    cycle: int
    """Cycle whose resolution was rated."""
    scale: RatingScale
    """Scale of the score."""
    score: int
    """The low score."""
    owner: str | None = None
    """Staff id of the owner who is called; null if the case had none."""
    contact_id: UUID | None = None
    """Id of the contact who gave the score."""
    survey_id: UUID | None = None
    """Id of the survey that the score answers."""
    programme_version: int
    """Version of the guideline `surveys` that calls the score low."""


RatingEvent = SatisfactionRated | RecoveryRequested


class LastRating(NamedTuple):
    """The last score that somebody gave to the resolution of a cycle on a scale."""

    cycle: int
    scale: RatingScale
    score: int
    rated_at: datetime
    voice: UUID | None
    """The contact, or else the survey; None: nobody in particular."""
    told_by: ToldBy | None = None
    by_shown_link: bool | None = None

    def outweighs(self, other: "LastRating") -> bool:
        """Whether the other is what staff told of the same voice, or of nobody, and this is better known.

        The customer's own word goes before that of staff, and somebody's before that of nobody in particular.
        """
        if other.told_by is not ToldBy.STAFF or (self.cycle, self.scale) != (other.cycle, other.scale):
            return False
        is_own = self.told_by is not ToldBy.STAFF
        is_named = self.voice is not None and other.voice is None
        return (is_own and other.voice in {None, self.voice}) or is_named


@dataclass(frozen=True, kw_only=True)
class RatingState(SurveyState):
    """The ratings of a case, and the surveys that they answer."""

    ratings: frozenset[LastRating] = frozenset()
    """Last rating of each cycle, scale and voice."""

    def rating_by(self, cycle: int, scale: RatingScale, voice: UUID | None) -> LastRating | None:
        """Return what somebody said last of a resolution; None: nothing on this scale."""
        asked = (cycle, scale, voice)
        return next((each for each in self.ratings if (each.cycle, each.scale, each.voice) == asked), None)


def voice_of(event: SatisfactionRated) -> UUID | None:
    """Return whose voice a rating is: of each, the last score counts."""
    return event.contact_id or event.survey_id


def evolve(case: RatingState, event: RatingEvent) -> RatingState:
    """Return the case after the event."""
    if isinstance(event, RecoveryRequested):
        return case
    return changed(case, ratings=_ratings_after(case, event), surveys=_surveys_after(case, event))


def _ratings_after(case: RatingState, event: SatisfactionRated) -> frozenset[LastRating]:
    """Return the ratings after one more: what staff tell never takes the place of the customer's own."""
    voice = voice_of(event)
    told = (event.occurred_at, voice, event.told_by, event.by_shown_link)
    rating = LastRating(event.cycle, event.scale, event.score, *told)
    if any(each.outweighs(rating) for each in case.ratings):
        return case.ratings
    replaced = {case.rating_by(event.cycle, event.scale, voice)}
    return frozenset({rating, *(each for each in case.ratings - replaced if not rating.outweighs(each))})


def _surveys_after(case: RatingState, event: SatisfactionRated) -> tuple[Survey, ...]:
    """Return the surveys after a score; it changes one only where it answers a survey."""
    known = case.survey(event.survey_id) if event.survey_id else None
    if known is None or known.was_answered_after(event.occurred_at) or known.outweighs(event.told_by):
        return case.surveys
    scores = {one for one in known.scores if one[0] is not event.scale} | {(event.scale, event.score)}
    return case.surveys_with(
        replace(known, answered_at=event.occurred_at, scores=frozenset(scores), answered_by=event.told_by)
    )


def stands(case: RatingState, event: RatingEvent) -> bool:
    answers_a_known_one = event.survey_id is None or case.survey(event.survey_id) is not None
    return event.cycle in case.resolved_cycles and answers_a_known_one


def clock_triggers(event: RatingEvent, after: RatingState) -> Triggers:
    """Who has rated need not be asked: a rating of the last resolution keeps the promise of its survey.

    What a key tells must say who said so and by which channel: else it is no asking.
    """
    if isinstance(event, RecoveryRequested):
        return (MilestoneReached(milestone=Milestone.RECOVERY_REQUESTED, at=event.occurred_at),)
    keeps = event.is_evident and event.cycle == max(after.resolved_cycles, default=event.cycle)
    return (MilestoneReached(milestone=Milestone.RATED, at=event.occurred_at),) if keeps else ()


THEME = theme(RatingEvent, evolve, clock_triggers, stands, triggers_read_state=True)
