"""A line of clocks: one promise, for one subject, from start to start."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.clocks.clock import Clock
from service.domain.clocks.cycles import is_of_cycle, places_at
from service.domain.clocks.milestones import MilestoneReached
from service.domain.clocks.offers import Offer
from service.domain.clocks.policy import ClockRule
from service.domain.clocks.reaction.notes import Notes, Stop, rule_of
from service.domain.clocks.rule_index import subject_of

Line = tuple[str, str | None]


@dataclass(slots=True)
class Span:
    """A clock that should be there: one that is noted, or one to be started by an offer."""

    start_at: datetime
    cycle: int
    rule: ClockRule
    place: int | None = None
    """Place of the fact that opened it; None where that lies before the walk."""
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


def opening_of(notes: Notes, clock: Clock) -> int | None:
    """Return the place of the fact from which a clock counts; None where no fact opened it."""
    rule = rule_of(clock, notes.promises)
    return next(
        (
            place
            for place in places_at(notes.book, clock.counts_from_at)
            if is_of_cycle(notes.book, clock, place) and opens(rule, clock.subject, notes.book.facts[place])
        ),
        None,
    )


def opens(rule: ClockRule, subject: str | None, fact: MilestoneReached) -> bool:
    """Return whether a clock of a subject can count from a fact by a rule."""
    is_opening = fact.milestone in rule.starts_on or (rule.repeats and fact.milestone in rule.met_by)
    return is_opening and subject_of(rule, fact) == subject
