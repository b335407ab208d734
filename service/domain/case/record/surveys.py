"""Surveys: who was asked about a resolution, and what became of it. The state holds no personal field."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.case.record.closure import ClosureState
from service.domain.changed import changed, taken
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event, RecordedInstant
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import Channel, RatingScale, SurveyMode, ToldBy, WhyNotAsked


class SurveySent(Event):
    """A survey was sent to the customer, in writing or by telephone (REQUIREMENTS 44, 160)."""

    type: Literal["SurveySent.v1"] = "SurveySent.v1"
    survey_id: UUID
    channel: Channel
    mode: SurveyMode
    """In writing or by telephone."""
    cycle: int
    """Cycle whose resolution the survey is about."""
    contact_id: UUID | None = None
    """Id of the contact who was asked."""
    last_asked_at: RecordedInstant | None = None
    """Time at which the contact was last asked about another case (UTC), as far as known (REQUIREMENTS
    119)."""
    expires_at: RecordedInstant | None = None
    """Time at which the survey link expires (UTC); null if there is no link."""
    programme_version: int | None = None
    """Version of the guideline `surveys` that was used."""
    link_shown_to_staff: bool | None = None
    """Whether a person of ours had the link in hand, who asked for it to send it; null if not."""


class SurveyAnswered(Event):
    """The customer answered a survey (REQUIREMENTS 44).

    A rating follows for each score. A changed answer is a further event; the earlier ones remain.
    """

    type: Literal["SurveyAnswered.v1"] = "SurveyAnswered.v1"
    survey_id: UUID
    cycle: int
    """Cycle whose resolution the survey is about."""
    contact_id: UUID | None = None
    """Id of the contact who was asked."""
    mode: SurveyMode
    """In writing or by telephone."""
    is_late: bool
    """Whether the answer came later than the survey programme allows."""
    verbatim: FreeText | None = None
    verbatim_digest: str | None = None
    """Shortened SHA-256 of survey and free text: tells the same words from others. null if there are none."""
    told_by: ToldBy | None = None
    """Who told it: the customer on the survey page, or one of our keys; null: not known, as of an import."""
    by_shown_link: bool | None = None
    """Whether it came by a link that a person of ours had in hand as well; null if not."""


class SurveyDeclined(Event):
    """The customer declined a survey."""

    type: Literal["SurveyDeclined.v1"] = "SurveyDeclined.v1"
    survey_id: UUID
    cycle: int
    """Cycle whose resolution the survey is about."""
    contact_id: UUID | None = None
    """Id of the contact who was asked."""
    reason: FreeText | None = None
    """Reason given by the customer."""


class SurveySkipped(Event):
    """No survey is sent about a resolution; the promise to ask ends without a breach."""

    type: Literal["SurveySkipped.v1"] = "SurveySkipped.v1"
    cycle: int
    """Cycle of the resolution."""
    reason: WhyNotAsked
    """Reason why nobody is asked."""
    programme_version: int | None = None
    """Version of the guideline `surveys` by which nobody could be asked; null if a person decided so."""


SurveyEvent = SurveySent | SurveyAnswered | SurveyDeclined | SurveySkipped

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
    answer_count: int = 0
    verbatim_digest: str | None = None
    declined_at: datetime | None = None
    answered_by: ToldBy | None = None
    link_shown_to_staff: bool | None = None

    def outweighs(self, told_by: ToldBy | None) -> bool:
        """Return whether the customer answered, and what staff tell of the answer counts no more."""
        is_own = self.answered_at is not None and self.answered_by is not ToldBy.STAFF
        return is_own and told_by is ToldBy.STAFF

    def has_expired(self, mode: SurveyMode, at: datetime) -> bool:
        """Return whether it can no longer be answered. What is said in a call is kept however late it is."""
        return mode is SurveyMode.QUESTIONNAIRE and self.expires_at is not None and at >= self.expires_at

    def says_already(self, scores: Scores, verbatim_digest: str | None) -> bool:
        """Return whether the last answer is the same one."""
        return self.answered_at is not None and (self.scores, self.verbatim_digest) == (
            scores,
            verbatim_digest,
        )

    def was_answered_after(self, at: datetime) -> bool:
        """Return whether a later answer is known: one of this instant stays on the record only."""
        return self.answered_at is not None and at < self.answered_at


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """That nobody is asked about a resolution."""

    cycle: int
    reason: WhyNotAsked
    skipped_at: datetime


@dataclass(frozen=True, kw_only=True)
class SurveyState(ClosureState):
    """The surveys of a case, in the order in which they were recorded."""

    surveys: tuple[Survey, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def unasked_cycles(self) -> frozenset[int]:
        """Cycles whose resolution nobody is asked about."""
        return frozenset(one.cycle for one in self.skipped)

    def survey(self, survey_id: UUID) -> Survey | None:
        """Return a survey; None when the case has none of this id."""
        return next((one for one in self.surveys if one.survey_id == survey_id), None)

    def surveys_with(self, survey: Survey) -> tuple[Survey, ...]:
        """Return the surveys with another state of one of them."""
        others: dict[UUID, Survey] = {one.survey_id: one for one in self.surveys}
        return tuple({**others, survey.survey_id: survey}.values())


def evolve(case: SurveyState, event: SurveyEvent) -> SurveyState:
    """Return the case after the event."""
    match event:
        case SurveySent():
            return changed(case, surveys=(*case.surveys, taken(Survey, event, sent_at=event.occurred_at)))
        case SurveySkipped(reason=reason):
            skipped = Skipped(cycle=event.cycle, reason=reason, skipped_at=event.occurred_at)
            return changed(case, skipped=(*case.skipped, skipped))
        case SurveyAnswered() | SurveyDeclined():
            return _reacted(case, event)
        case _:
            assert_never(event)


def _reacted(case: SurveyState, event: SurveyAnswered | SurveyDeclined) -> SurveyState:
    known, at = case.survey(event.survey_id), event.occurred_at
    if known is None:
        return case
    if isinstance(event, SurveyDeclined):
        return changed(case, surveys=case.surveys_with(replace(known, declined_at=at)))
    if known.outweighs(event.told_by):
        return case
    known = replace(known, answer_count=known.answer_count + 1)
    if not known.was_answered_after(at):
        known = replace(
            known,
            answered_at=at,
            scores=frozenset(),
            verbatim_digest=event.verbatim_digest,
            answered_by=event.told_by,
        )
    return changed(case, surveys=case.surveys_with(known))


def clock_triggers(event: SurveyEvent, after: SurveyState) -> Triggers:
    """A survey about an older resolution keeps no promise of the last one, and none of its own is left."""
    match event:
        case SurveySent():
            milestone = Milestone.SURVEY_SENT
        case SurveySkipped(programme_version=None):
            milestone = Milestone.SURVEY_SKIPPED
        case SurveySkipped():
            milestone = Milestone.NOBODY_TO_ASK
        case SurveyAnswered() | SurveyDeclined():
            return ()
        case _:
            assert_never(event)
    is_of_last = event.cycle == max(after.resolved_cycles, default=event.cycle)
    return (MilestoneReached(milestone=milestone, at=event.occurred_at),) if is_of_last else ()


def stands(case: SurveyState, event: SurveyEvent) -> bool:
    match event:
        case SurveySent():
            return event.cycle in case.resolved_cycles and case.survey(event.survey_id) is None
        case SurveySkipped() if event.programme_version is not None:
            return event.cycle in case.resolved_cycles
        case SurveySkipped():
            asked = {*case.unasked_cycles, *(one.cycle for one in case.surveys)}
            return event.cycle in case.resolved_cycles and event.cycle not in asked
        case SurveyAnswered():
            sent = case.survey(event.survey_id)
            return sent is not None and not sent.has_expired(event.mode, event.occurred_at)
        case SurveyDeclined():
            known = case.survey(event.survey_id)
            return known is not None and known.answered_at is None and known.declined_at is None
        case _:
            assert_never(event)


THEME = theme(SurveyEvent, evolve, clock_triggers, stands, triggers_read_state=True)
