"""What the book remembers of what happened, in the order of business time whatever the order of recording."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from service.domain.changed import changed, newest
from service.domain.clocks.clock import ClockBook, Pause
from service.domain.clocks.cycles import instant_of, places_at
from service.domain.clocks.history_needed import HistoryNeededError
from service.domain.clocks.letting_go import (
    needs_facts_since,
    with_old_fact,
    without_old_facts,
    without_old_waits,
)
from service.domain.clocks.milestones import (
    EXPECTED,
    ClockTrigger,
    Milestone,
    MilestoneReached,
    SituationChanged,
    WaitingChanged,
)
from service.domain.clocks.policy import ClockRule
from service.domain.vocabulary import WaitingOn

_Told = TypeVar("_Told")
MOST_COUNTS_OF_MONTHS = 32
"""More changes of tier than this within a year are told anew, which costs time and changes nothing."""
_MERGING = {Milestone.MERGED: True, Milestone.UNMERGED: False}


def remember(book: ClockBook, occasion: ClockTrigger) -> ClockBook:
    """Return the book that knows of the occasion, after those of its instant that were told before.

    Each that is told is one of its own, however like another it is. Only what the days bring and no event
    tells is the same by its milestone, subject and instant: told again, it changes nothing.
    """
    match occasion:
        case MilestoneReached():
            return book if is_expected_again(book, occasion) else _with_fact(book, occasion)
        case WaitingChanged():
            return _with_wait(book, occasion)
        case SituationChanged():
            return book


def is_expected_again(book: ClockBook, fact: MilestoneReached) -> bool:
    """Return whether the days brought it and the book remembers that."""
    if fact.milestone not in EXPECTED:
        return False
    if fact.months is not None and fact.since_at is not None:
        return fact.months <= newest_month_told(book, fact.milestone, fact.since_at)
    return any(
        (known.milestone, known.subject) == (fact.milestone, fact.subject)
        for known in (book.facts[place] for place in places_at(book, fact.at))
    )


def newest_month_told(book: ClockBook, milestone: Milestone, since: datetime) -> int:
    """Return the newest month that was told of those counted from an instant; -1 where none was."""
    return book.months_told.get(_months_since(milestone, since), -1)


def _months_since(milestone: Milestone, since: datetime) -> str:
    return f"{milestone.value}:{since.isoformat()}"


def forget(book: ClockBook, facts: Iterable[ClockTrigger]) -> ClockBook:
    """Return the book without facts that are found to have come about earlier."""
    gone = set(facts)
    return changed(book, facts=tuple(fact for fact in book.facts if fact not in gone)) if gone else book


def place_of_last(book: ClockBook, at: datetime) -> int:
    """Return the place of the fact of an instant that was told last; of one just remembered it is its own."""
    return places_at(book, at).stop - 1


def cycle_begins(book: ClockBook) -> int:
    """Return the place of the first fact of the last cycle, its reopening.

    Raises HistoryNeededError where it is not remembered.
    """
    if not book.reopened_at:
        if book.complete_from_at is not None:
            raise HistoryNeededError(
                f"facts are remembered from {book.complete_from_at} on, not from the first"
            )
        return 0
    needs_facts_since(book, book.reopened_at[-1])
    within = reversed(places_at(book, book.reopened_at[-1]))
    return next(place for place in within if book.facts[place].milestone is Milestone.REOPENED)


def standstills(
    book: ClockBook, rule: ClockRule
) -> Iterator[tuple[datetime, datetime | None, WaitingOn | None]]:
    """Yield when the case waited for one whom a rule names: from, to (None: still), for whom.

    Where its promise ends with the case, also when it was merged away (for nobody).
    """
    waits_by = {
        wait.at: wait.waiting_on if wait.waiting_on in rule.pauses_on else None for wait in book.waits
    }
    merges_by = dict(book.merges) if rule.ends_with_its_case else {}
    if not waits_by and not merges_by:
        return
    changes = sorted(waits_by.keys() | merges_by.keys())
    spans: list[tuple[datetime, datetime | None, WaitingOn | None]] = []
    waiting_on, is_merged = None, False
    for number, at in enumerate(changes):
        waiting_on, is_merged = waits_by.get(at, waiting_on), merges_by.get(at, is_merged)
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


def joined(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return pauses without seams."""
    found: list[Pause] = []
    for pause in pauses:
        if found and (found[-1].ended_at, found[-1].waiting_on) == (pause.began_at, pause.waiting_on):
            found[-1] = Pause(found[-1].began_at, pause.ended_at, pause.waiting_on)
        else:
            found.append(pause)
    return tuple(found)


def _with_month(book: ClockBook, fact: MilestoneReached) -> ClockBook:
    """Return the book after a month of care, however many facts follow: nobody asks for it again."""
    if fact.months is None or fact.since_at is None:
        return book
    key = _months_since(fact.milestone, fact.since_at)
    told = {**book.months_told, key: max(fact.months, book.months_told.get(key, -1))}
    return changed(book, months_told=newest(told, MOST_COUNTS_OF_MONTHS))


def _with_fact(book: ClockBook, fact: MilestoneReached) -> ClockBook:
    book = _with_month(book, fact)
    at, is_merged = fact.at, _MERGING.get(fact.milestone)
    is_old = book.complete_from_at is not None and at < book.complete_from_at
    if is_old:
        book = with_old_fact(book, fact)
    if fact.milestone is Milestone.REOPENED:
        book = changed(book, reopened_at=_inserted(book.reopened_at, at, bisect_right(book.reopened_at, at)))
    if is_merged is not None:
        place = bisect_right(book.merges, at, key=_first)
        merges = _inserted(book.merges, (at, is_merged), place)
        book = without_old_waits(changed(book, merges=merges))
    if is_old:
        return book
    place = bisect_right(book.facts, at, key=instant_of)
    return without_old_facts(changed(book, facts=_inserted(book.facts, fact, place)))


def _with_wait(book: ClockBook, wait: WaitingChanged) -> ClockBook:
    """Return the book with a wait; of those of one instant the last told stands."""
    place = bisect_left(book.waits, wait.at, key=instant_of)
    known = book.waits[place : place + 1]
    if known == (wait,):
        return book
    after = place + (1 if known and known[0].at == wait.at else 0)
    return without_old_waits(changed(book, waits=(*book.waits[:place], wait, *book.waits[after:])))


def _inserted(among: tuple[_Told, ...], one: _Told, place: int) -> tuple[_Told, ...]:
    return (*among[:place], one, *among[place:])


def _first(change: tuple[datetime, bool]) -> datetime:
    return change[0]
