"""What the book remembers of what happened, in the order of business time whatever the order of recording."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime

from service.domain.changed import changed
from service.domain.clocks.clock import NO_CLOCKS, ClockBook, Pause
from service.domain.clocks.milestones import (
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.vocabulary import WaitingOn

_MOST_FACTS = 256
_FEWEST_FACTS = 192
_MOST_WAITS = 128

_TURNS = frozenset({Milestone.REOPENED, Milestone.MERGED, Milestone.UNMERGED})
_MERGING = {Milestone.MERGED: True, Milestone.UNMERGED: False}


def remember(book: ClockBook, occasion: ClockTrigger) -> ClockBook:
    """Return the book that knows of the occasion. One that it knows already changes nothing.

    Facts of one instant stand in the order in which they were told.
    """
    match occasion:
        case MilestoneReached():
            return _with_fact(book, occasion)
        case WaitingChanged():
            return _with_wait(book, occasion)
        case SituationChanged():
            return book


def forget(book: ClockBook, facts: Iterable[ClockTrigger]) -> ClockBook:
    """Return the book without facts that are found to have come about earlier."""
    gone = set(facts)
    return changed(book, facts=tuple(fact for fact in book.facts if fact not in gone)) if gone else book


def place_of(book: ClockBook, fact: MilestoneReached) -> int | None:
    """Return where a fact stands among those remembered, None where it is too old to be."""
    place = bisect_right(book.facts, fact.at, key=_at)
    while place and book.facts[place - 1].at == fact.at:
        place -= 1
        if book.facts[place] == fact:
            return place
    return None


def place_since(book: ClockBook, at: datetime) -> int:
    """Return the place of the first fact that is not before an instant."""
    return bisect_left(book.facts, at, key=_at)


def cycle_begins(book: ClockBook) -> int:
    """Return the place of the first fact of the last cycle, its reopening."""
    if not book.reopened_at:
        return 0
    place = bisect_right(book.facts, book.reopened_at[-1], key=_at)
    while place and book.facts[place - 1].milestone is not Milestone.REOPENED:
        place -= 1
    return max(place - 1, 0)


def standstills(
    book: ClockBook, pauses_on: tuple[WaitingOn, ...]
) -> Iterator[tuple[datetime, datetime | None, WaitingOn | None]]:
    """Yield when the case waited for one of these, or was merged away: from, to (None: still), for whom."""
    waits = [(wait.at, wait.waiting_on if wait.waiting_on in pauses_on else None) for wait in book.waits]
    if not waits and not book.merges:
        return
    changes = sorted({at for at, _ in waits} | {at for at, _ in book.merges})
    spans: list[tuple[datetime, datetime | None, WaitingOn | None]] = []
    for number, at in enumerate(changes):
        waiting_on = next((who for since, who in reversed(waits) if since <= at), None)
        is_merged = next((merged for since, merged in reversed(book.merges) if since <= at), False)
        if not is_merged and waiting_on is None:
            continue
        until = changes[number + 1] if number + 1 < len(changes) else None
        held_for = None if is_merged else waiting_on
        if spans and spans[-1][1] == at and spans[-1][2] == held_for:
            spans[-1] = (spans[-1][0], until, held_for)
        else:
            spans.append((at, until, held_for))
    yield from spans


def clipped(
    spans: Iterator[tuple[datetime, datetime | None, WaitingOn | None]], start: datetime, end: datetime | None
) -> Iterator[Pause]:
    """Yield what of the spans lies between two instants."""
    for began_at, ended_at, waiting_on in spans:
        first = max(began_at, start)
        last = ended_at if end is None else end if ended_at is None else min(ended_at, end)
        if last is None or first < last:
            yield Pause(first, last, waiting_on)


def _with_fact(book: ClockBook, fact: MilestoneReached) -> ClockBook:
    if not book.facts and fact.milestone not in _TURNS:
        return changed(book, facts=(fact,))
    if place_of(book, fact) is not None:
        return book
    place = len(book.facts) if not book.facts or book.facts[-1].at <= fact.at else None
    if place is None:
        place = bisect_right(book.facts, fact.at, key=_at)
    facts = (*book.facts[:place], fact, *book.facts[place:])
    complete_from_at = book.complete_from_at
    if book.keeps is not None and len(facts) > _MOST_FACTS:
        complete_from_at = facts[-_FEWEST_FACTS].at
        facts = (*_firsts(facts[:-_FEWEST_FACTS]), *facts[-_FEWEST_FACTS:])
    if fact.milestone is Milestone.REOPENED:
        reopened_at = tuple(sorted((*book.reopened_at, fact.at)))
        return changed(book, facts=facts, complete_from_at=complete_from_at, reopened_at=reopened_at)
    if (is_merged := _MERGING.get(fact.milestone)) is not None:
        merges = tuple(sorted((*book.merges, (fact.at, is_merged)), key=_first))
        return changed(book, facts=facts, complete_from_at=complete_from_at, merges=merges)
    return changed(book, facts=facts, complete_from_at=complete_from_at)


def _firsts(facts: tuple[MilestoneReached, ...]) -> list[MilestoneReached]:
    seen: set[Milestone] = set()
    kept: list[MilestoneReached] = []
    for fact in facts:
        if fact.milestone is Milestone.REOPENED:
            seen.clear()
        if fact.milestone not in seen:
            seen.add(fact.milestone)
            kept.append(fact)
    return kept[-_FEWEST_FACTS // 3 :]


def _with_wait(book: ClockBook, wait: WaitingChanged) -> ClockBook:
    place = bisect_right(book.waits, wait.at, key=_at)
    if place and book.waits[place - 1] == wait:
        return book
    waits = (*book.waits[:place], wait, *book.waits[place:])
    return changed(book, waits=waits if book.keeps is None else waits[-_MOST_WAITS:])


def _at(occasion: MilestoneReached | WaitingChanged) -> datetime:
    return occasion.at


def _first(change: tuple[datetime, bool]) -> datetime:
    return change[0]


def let_go(book: ClockBook) -> ClockBook:
    """Return a book of a whole history as one that stays small."""
    return changed(book, keeps=NO_CLOCKS.keeps)
