"""The regular follow-up after a fault: it goes on by the policy until somebody ends it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from service.domain.case.record.closure import ClosureState
from service.domain.changed import changed
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.event import Event
from service.domain.personal import FreeText
from service.domain.theme import Triggers, theme
from service.domain.vocabulary import FollowUpEnd


class FollowUpEnded(Event):
    """The regular follow-up after a fault ended: by its plan, or as the customer wishes (REQUIREMENTS 18)."""

    type: Literal["FollowUpEnded.v1"] = "FollowUpEnded.v1"
    cycle: int
    """Cycle whose resolution was followed up."""
    ground: FollowUpEnd
    """Why the customer is no longer called."""
    note: FreeText | None = None


FollowUpEvent = FollowUpEnded


@dataclass(frozen=True, kw_only=True)
class FollowUpState(ClosureState):
    """Which resolutions are no longer followed up."""

    follow_ups_ended: tuple[tuple[int, FollowUpEnd, datetime], ...] = ()
    """Cycles that are no longer followed up, why, and since when."""

    def follow_up_end(self, cycle: int) -> tuple[FollowUpEnd, datetime] | None:
        """Return why and since when a cycle is no longer followed up; None while it is."""
        return next(((why, at) for known, why, at in self.follow_ups_ended if known == cycle), None)


def evolve(case: FollowUpState, event: FollowUpEvent) -> FollowUpState:
    """Return the case after the event."""
    ended = (event.cycle, event.ground, event.occurred_at)
    return changed(case, follow_ups_ended=(*case.follow_ups_ended, ended))


def clock_triggers(event: FollowUpEvent, _: FollowUpState) -> Triggers:
    return (MilestoneReached(milestone=Milestone.FOLLOW_UP_ENDED, at=event.occurred_at),)


def stands(case: FollowUpState, event: FollowUpEvent) -> bool:
    is_of_last = event.cycle == case.cycle and event.cycle in case.resolved_cycles
    return is_of_last and case.follow_up_end(event.cycle) is None


THEME = theme(FollowUpEvent, evolve, clock_triggers, stands)
