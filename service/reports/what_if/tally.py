"""The figures of a what-if, counted while the record passes by: in all and by group, under both rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from service.domain.clocks.clock import Clock
from service.domain.clocks.events import ClockEscalated
from service.reports.what_if.compare import Judged, Pair
from service.reports.what_if.documents import Attainment, WhatIfGroup
from service.reports.what_if.query import WhatIfGrouping
from service.reports.what_if.replay import Replayed

UNKNOWN = "unknown"
"""The group of the promises that have no value of what is grouped by."""


class Tallies:
    """Counts promises and calls. Without `calls` calls are not counted."""

    def __init__(self, by: WhatIfGrouping | None, *, calls: bool) -> None:
        self._by = by
        self._calls = calls
        self._now: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        self._then: defaultdict[str | None, Counter[str]] = defaultdict(Counter)

    def count(self, replayed: Replayed, pairs: Iterable[Pair]) -> None:
        """Count the promises of one case or account."""
        now_calls, then_calls = _by_clock(replayed.now.calls), _by_clock(replayed.then.calls)
        for pair in pairs:
            self._count(self._now, pair.now, now_calls)
            self._count(self._then, pair.then, then_calls)

    def total(self) -> WhatIfGroup:
        """Return the figures of all promises together."""
        return self._group(None)

    def groups(self) -> tuple[WhatIfGroup, ...]:
        """Return the figures of each group, in order of its name."""
        names = {name for name in (*self._now, *self._then) if name is not None}
        return tuple(self._group(name) for name in sorted(names))

    def _count(
        self,
        groups: defaultdict[str | None, Counter[str]],
        judged: Judged | None,
        calls: dict[object, list[ClockEscalated]],
    ) -> None:
        if judged is None:
            return
        called = calls.get(judged.clock.clock_id, ())
        for group in (None, group_of(judged.clock, self._by)) if self._by else (None,):
            counter = groups[group]
            counter[judged.verdict] += 1
            counter["calls"] += len(called)
            counter["nobody"] += sum(call.escalated_to is None for call in called)

    def _group(self, group: str | None) -> WhatIfGroup:
        return WhatIfGroup(
            group=group,
            now=self._attainment(self._now.get(group, Counter())),
            then=self._attainment(self._then.get(group, Counter())),
        )

    def _attainment(self, count: Counter[str]) -> Attainment:
        breached = count["breached"] + count["waived"]
        decided = count["met"] + breached
        undecided = count["running"] + count["paused"]
        ended = count["cancelled"] + count["voided"]
        return Attainment(
            promises=decided + undecided + ended,
            met=count["met"],
            breached=breached,
            waived=count["waived"],
            undecided=undecided,
            ended=ended,
            attainment=count["met"] / decided if decided else None,
            calls=count["calls"] if self._calls else None,
            nobody_on_duty=count["nobody"] if self._calls else None,
        )


def group_of(clock: Clock, by: WhatIfGrouping) -> str:
    """Return the group of a promise, as it was when it was made."""
    match by:
        case "segment":
            value: str | None = clock.segment
        case "class":
            value = clock.response_class
        case "owner":
            value = clock.owner
        case "clock":
            value = clock.clock
    return UNKNOWN if value is None else str(value)


def _by_clock(calls: Iterable[ClockEscalated]) -> dict[object, list[ClockEscalated]]:
    found: dict[object, list[ClockEscalated]] = {}
    for call in calls:
        found.setdefault(call.clock_id, []).append(call)
    return found
