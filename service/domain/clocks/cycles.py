"""In which cycle a fact or a clock lies: 1, plus one for each reopening up to its place among the facts.

An instant does not say it: a case can be reopened and resolved in one and the same minute.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.milestones import Milestone, MilestoneReached, WaitingChanged


def instant_of(occasion: MilestoneReached | WaitingChanged) -> datetime:
    """Return when it happened: the key by which facts and waits are sorted."""
    return occasion.at


def place_since(book: ClockBook, at: datetime) -> int:
    """Return the place of the first fact that is not before an instant."""
    return bisect_left(book.facts, at, key=instant_of)


def places_at(book: ClockBook, at: datetime) -> range:
    """Return the places of the facts of an instant."""
    return range(place_since(book, at), bisect_right(book.facts, at, key=instant_of))


def last_cycle(book: ClockBook) -> int:
    """Return the cycle of now."""
    return 1 + len(book.reopened_at)


def cycle_by(book: ClockBook, at: datetime) -> int:
    """Return the cycle in which an instant ends."""
    return 1 + bisect_right(book.reopened_at, at)


def cycle_at(book: ClockBook, place: int) -> int:
    """Return the cycle of the fact at a place; a reopening is the first of its own."""
    at = book.facts[place].at
    since = places_at(book, at).start
    reopenings = sum(fact.milestone is Milestone.REOPENED for fact in book.facts[since : place + 1])
    return 1 + bisect_left(book.reopened_at, at) + reopenings


def cycle_of(book: ClockBook, clock: Clock) -> int:
    """Return the cycle of a clock.

    What was noted when it started holds among the cycles of the instant from which it counts: a reopening
    that is told later can have moved the numbers of those after it.
    """
    first = 1 + bisect_left(book.reopened_at, clock.counts_from_at)
    return min(max(clock.cycle, first), cycle_by(book, clock.counts_from_at))


def is_of_cycle(book: ClockBook, clock: Clock, place: int) -> bool:
    """Return whether a clock counts from the instant of the fact at a place, and in its cycle."""
    return clock.counts_from_at == book.facts[place].at and cycle_of(book, clock) == cycle_at(book, place)
