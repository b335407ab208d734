"""What a book lets go of so that it stays small, and who may not be answered from it afterwards.

Let go is what ordinary life does not ask for: the oldest facts, waits and clocks that are over. The book says
how far it reaches. Who asks for more gets HistoryNeededError, and no guess: the answer is then to be found
with a book of `keeps=None`, folded from the whole history.
"""

from collections.abc import Iterable
from datetime import datetime

from service.domain.changed import changed
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.cycles import cycle_of, places_at
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.milestones import Milestone, MilestoneReached
from service.domain.clocks.starting import start_key

KEEPS = 32

# How much stays, in multiples of `keeps`. Facts and waits go some at a time, so that it costs little.
_MOST_FACTS, _FEWEST_FACTS = 8, 6
_MOST_WAITS, _FEWEST_WAITS = 4, 3
_MOST_BROKEN = 8
_MOST_STARTS = 4

Happened = dict[Milestone, frozenset[str | None]]


def let_go(book: ClockBook, keeps: int = KEEPS) -> ClockBook:
    """Return a book that stays small, made of one that may hold the whole history."""
    small = changed(book, keeps=keeps)
    return without_old_clocks(without_old_waits(without_old_facts(small)))


def reaches(book: ClockBook, at: datetime) -> bool:
    """Return whether the book holds all facts since an instant and all clocks that went on at or after it."""
    return _keeps_clocks_since(book, at) and _keeps_facts_since(book, at)


def needs_clocks_since(book: ClockBook, at: datetime) -> None:
    """Raise HistoryNeededError where clocks that went on at an instant or after it are not kept."""
    if not _keeps_clocks_since(book, at):
        raise HistoryNeededError(f"of the clocks that ended since {at}, some are no longer kept")


def needs_facts_since(book: ClockBook, at: datetime) -> None:
    """Raise HistoryNeededError where facts since an instant are not remembered."""
    if not _keeps_facts_since(book, at):
        raise HistoryNeededError(f"facts are remembered from {book.complete_from_at} on, not from {at}")


def needs_waits_since(book: ClockBook, at: datetime) -> None:
    """Raise HistoryNeededError where waits and merges since an instant are not remembered."""
    if book.waits_from_at is not None and at < book.waits_from_at:
        raise HistoryNeededError(f"waits are remembered from {book.waits_from_at} on, not from {at}")


def happened_before(book: ClockBook) -> Happened:
    """Return what happened before the facts that are remembered, in the cycle in which they begin."""
    if book.happened is None:
        raise HistoryNeededError("what happened in the cycle was told too late to be remembered")
    return book.happened


def settled_clocks(book: ClockBook, key: str) -> int:
    """Return how many clocks of a key are no longer kept and were not taken back."""
    if book.settled is None:
        raise HistoryNeededError("a clock that is no longer kept was taken back")
    return book.settled.get(key, 0)


def without_old_facts(book: ClockBook) -> ClockBook:
    """Let go of the oldest facts, where they are too many; an instant stays whole."""
    facts = book.facts
    if book.keeps is None or len(facts) <= book.keeps * _MOST_FACTS:
        return book
    first = facts[-book.keeps * _FEWEST_FACTS].at
    place = places_at(book, first).start
    if not place:
        return book
    happened = _happened(book.happened, facts[:place])
    return changed(book, facts=facts[place:], happened=happened, complete_from_at=first)


def without_old_waits(book: ClockBook) -> ClockBook:
    """Let go of the oldest waits and merges, where they are too many, but for how it stood then."""
    if book.keeps is None or len(book.waits) + len(book.merges) <= book.keeps * _MOST_WAITS:
        return book
    instants = sorted([*(wait.at for wait in book.waits), *(at for at, _ in book.merges)])
    first = instants[-book.keeps * _FEWEST_WAITS]
    if book.waits_from_at is not None and first <= book.waits_from_at:
        return book
    earlier_waits = sum(wait.at <= first for wait in book.waits)
    earlier_merges = sum(at <= first for at, _ in book.merges)
    return changed(
        book,
        waits=book.waits[max(0, earlier_waits - 1) :],
        merges=book.merges[max(0, earlier_merges - 1) :],
        waits_from_at=first,
    )


def without_old_clocks(book: ClockBook) -> ClockBook:
    """Let go of the clocks that ended first: of the broken ones, which can be waived, later."""
    if book.keeps is None or len(book.clocks) <= book.keeps:
        return book
    over = [clock for clock in book.clocks if not clock.is_open]
    unbroken = [clock for clock in over if clock.breached_at is None]
    broken = [clock for clock in over if clock.breached_at is not None]
    leaving = [*_but_newest(unbroken, book.keeps), *_but_newest(broken, book.keeps * _MOST_BROKEN)]
    if not leaving:
        return book
    ids = {clock.clock_id for clock in leaving}
    return changed(
        book,
        clocks=tuple(clock for clock in book.clocks if clock.clock_id not in ids),
        settled=_settled(book, leaving),
        settled_starts=_settled_starts(book, leaving, book.keeps * _MOST_STARTS),
        settled_until_at=max([*map(_over_at, leaving), *_instants(book.settled_until_at)]),
    )


def _keeps_clocks_since(book: ClockBook, at: datetime) -> bool:
    return book.settled_until_at is None or at > book.settled_until_at


def _keeps_facts_since(book: ClockBook, at: datetime) -> bool:
    return book.complete_from_at is None or at >= book.complete_from_at


def _happened(before: Happened | None, facts: Iterable[MilestoneReached]) -> Happened | None:
    found = None if before is None else dict(before)
    more: dict[Milestone, set[str | None]] = {}
    for fact in facts:
        if fact.milestone is Milestone.REOPENED:
            found, more = {}, {}
        else:
            more.setdefault(fact.milestone, set()).add(fact.subject)
    if found is not None:
        found |= {
            milestone: found.get(milestone, frozenset()) | subjects for milestone, subjects in more.items()
        }
    return found


def with_old_fact(book: ClockBook, fact: MilestoneReached) -> ClockBook:
    """Return the book after a fact from before those that it remembers."""
    first = book.complete_from_at
    reopened_at = max((at for at in book.reopened_at if first is not None and at < first), default=None)
    if fact.milestone is Milestone.REOPENED:
        # What happened since the reopening is not known any more, unless it begins a cycle that is over.
        is_over = reopened_at is not None and fact.at < reopened_at
        return book if is_over else changed(book, happened=None)
    if reopened_at is not None and fact.at < reopened_at:
        return book
    return changed(book, happened=_happened(book.happened, [fact]))


def _settled(book: ClockBook, leaving: list[Clock]) -> dict[str, int] | None:
    if book.settled is None:
        return None
    settled = dict(book.settled)
    for clock in leaving:
        if not clock.is_void:
            key = start_key(clock.clock, cycle_of(book, clock), clock.subject)
            settled[key] = settled.get(key, 0) + 1
    return settled


def _settled_starts(book: ClockBook, leaving: list[Clock], most: int) -> dict[str, tuple[datetime, ...]]:
    starts = dict(book.settled_starts)
    for clock in leaving:
        if clock.subject is None and not clock.is_void:
            known = (*starts.get(clock.clock, ()), clock.counts_from_at)
            starts[clock.clock] = tuple(sorted(known))[-most:]
    return starts


def _but_newest(clocks: list[Clock], most: int) -> list[Clock]:
    leaving = len(clocks) - most
    return sorted(clocks, key=_over_at)[:leaving] if leaving > 0 else []


def _over_at(clock: Clock) -> datetime:
    return max(clock.counts_from_at, *_instants(clock.ended_at))


def _instants(at: datetime | None) -> tuple[datetime, ...]:
    return () if at is None else (at,)
