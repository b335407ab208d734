"""A line of clocks: one promise, for one subject, from start to start."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.clocks.clock import Clock
from service.domain.clocks.milestones import MilestoneReached
from service.domain.clocks.offers import Offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.reaction.notes import Notes, Stop, rule_of
from service.domain.clocks.rule_index import subject_of
from service.domain.clocks.situation import Situation

Line = tuple[str, str | None]


@dataclass(slots=True)
class Span:
    """A clock that should be there: one that is noted, or one to be started by an offer."""

    start_at: datetime
    rule: ClockRule
    clock: Clock | None = None
    offer: Offer | None = None
    stop: Stop | None = None
    superseded_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.stop is None and self.superseded_at is None

    @property
    def base_due_at(self) -> datetime:
        """When it is due if nothing pauses it."""
        if self.clock is not None:
            return self.clock.base_due_at
        return self.offer.limit.base_due_at if self.offer else self.start_at


def opens(clock: Clock, fact: MilestoneReached, notes: Notes) -> bool:
    """Return whether a fact is the one from which a clock counts."""
    if fact.at != clock.counts_from_at:
        return False
    rule = rule_of(clock, notes.promises)
    is_opening = fact.milestone in rule.starts_on or (rule.repeats and fact.milestone in rule.met_by)
    return is_opening and subject_of(rule, fact) == clock.subject


def cycle_of(notes: Notes, situation: Situation, at: datetime) -> int:
    """Return the cycle of an instant: that of the situation, less the reopenings since."""
    return situation.cycle - sum(1 for reopened_at in notes.book.reopened_at if reopened_at > at)
