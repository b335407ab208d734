"""Two verdicts on the same promises: as on the record, and as they would be by other rules."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.verdict import Verdict, verdict
from service.reports.what_if.documents import ChangedPromise, Standing
from service.reports.what_if.query import WhatIf
from service.reports.what_if.replay import Replayed

_Key = tuple[datetime, str, int, str, int]


class Judged(NamedTuple):
    """A clock and its verdict."""

    clock: Clock
    verdict: Verdict


class Pair(NamedTuple):
    """One promise under both rules; None where those rules do not make it."""

    now: Judged | None
    then: Judged | None

    @property
    def is_changed(self) -> bool:
        """Whether the verdict is another one, or only one of the rules makes the promise."""
        if self.now is None or self.then is None:
            return True
        return self.now.verdict != self.then.verdict


def pairs(replayed: Replayed, query: WhatIf, until: datetime) -> Iterator[Pair]:
    """Yield the promises of the period, in order of the instants from which they count.

    Two are the same that are about the same, in the same cycle, from the same instant on. What was taken
    back, such as by a reclassification, was no promise in the end.
    """
    now, then = (_by_key(judgement.book, query) for judgement in (replayed.now, replayed.then))
    for key in sorted(now.keys() | then.keys()):
        yield _pair(now.get(key), then.get(key), until)


def changed_promise(replayed: Replayed, pair: Pair) -> ChangedPromise:
    """Return a promise that changes, as it is reported."""
    clock = (pair.now or pair.then or _nothing()).clock
    return ChangedPromise.made_of(
        clock,
        stream=replayed.stream,
        stream_id=replayed.stream_id,
        reference=replayed.reference,
        now=_standing(pair.now),
        then=_standing(pair.then),
    )


def _by_key(book: ClockBook, query: WhatIf) -> dict[_Key, Clock]:
    found: dict[_Key, Clock] = {}
    seen: defaultdict[tuple[datetime, str, int, str], int] = defaultdict(int)
    for clock in book.clocks:
        if clock.is_void or not query.covers(clock.counts_from_at):
            continue
        same = (clock.counts_from_at, clock.clock, clock.cycle, clock.subject or "")
        found[*same, seen[same]] = clock
        seen[same] += 1
    return found


def _pair(now: Clock | None, then: Clock | None, until: datetime) -> Pair:
    """Judge both. Who answers for a promise that was broken does so whatever the rules."""
    after = None if then is None else Judged(then, verdict(then, until))
    if after is not None and after.verdict == "breached" and now is not None and now.waived_by:
        after = Judged(after.clock, "waived")
    return Pair(now=None if now is None else Judged(now, verdict(now, until)), then=after)


def _standing(judged: Judged | None) -> Standing | None:
    if judged is None:
        return None
    clock = judged.clock
    return Standing.made_of(clock, verdict=judged.verdict)


def _nothing() -> Judged:
    raise LookupError("a promise that neither rule makes is said to change")
