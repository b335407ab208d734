"""Late time and held pauses of many cases, added up. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from service.domain.clocks.attribution import Holder
from service.domain.clocks.clock import Clock
from service.domain.clocks.situation import Promises
from service.domain.clocks.timing import whole_seconds
from service.domain.holders import HeldPause, held_pauses, owner_at
from service.domain.vocabulary import WaitingOn
from service.reports.attribution.documents import UNKNOWN, AttributionGroup, AttributionQuery, HolderFigures
from service.reports.clocks.history import ClockHistory
from service.reports.clocks.late_time import late_seconds, shares_of


@dataclass
class _Holding:
    seconds: int = 0
    streams: set[UUID] = field(default_factory=set)


@dataclass
class _Sums:
    """The figures of one group as they grow."""

    late_clocks: int = 0
    late_seconds: int = 0
    late_streams: set[UUID] = field(default_factory=set)
    holders: dict[tuple[Holder, str | None], _Holding] = field(default_factory=dict)
    held_pauses: int = 0
    held_seconds: int = 0
    held_streams: set[UUID] = field(default_factory=set)

    def shown(self, group: str | None) -> AttributionGroup:
        ordered = sorted(
            self.holders.items(), key=lambda item: (-item[1].seconds, item[0][0], item[0][1] or "")
        )
        return AttributionGroup.made_of(
            self,
            group=group,
            late_cases=len(self.late_streams),
            holders=[
                HolderFigures(holder=holder, who=who, seconds=held.seconds, cases=len(held.streams))
                for (holder, who), held in ordered
            ],
            held_cases=len(self.held_streams),
        )


class AttributionTally:
    """Adds up the cases and accounts of a period."""

    def __init__(self, query: AttributionQuery, promises: Promises) -> None:
        self._query = query
        self._promises = promises
        self._total = _Sums()
        self._groups: dict[str, _Sums] = {}

    def add(self, history: ClockHistory) -> None:
        """Count one case or account. A breach counts from when the watch, or the next event, has noted it."""
        for clock in history.clocks:
            if self._query.includes(clock.due_at):
                self._add_late(history, clock)
        for pause in held_pauses(history.held_by):
            if self._query.includes(pause.answered_at):
                self._add_held(history, pause)

    def total(self) -> AttributionGroup:
        """Return the figures of all together."""
        return self._total.shown(None)

    def groups(self) -> list[AttributionGroup]:
        """Return the figures of each group, in order of its name."""
        return [self._groups[name].shown(name) for name in sorted(self._groups)]

    def _add_late(self, history: ClockHistory, clock: Clock) -> None:
        late = late_seconds(clock, history.as_of_at)
        if late is None or clock.breached_at != clock.due_at:
            return
        shares = shares_of(history, clock, self._promises)
        for sums in self._sums(self._group_of(history, clock)):
            sums.late_clocks += 1
            sums.late_seconds += late
            sums.late_streams.add(history.stream_id)
            for share in shares:
                holding = sums.holders.setdefault((share.holder, share.who), _Holding())
                holding.seconds += share.seconds
                holding.streams.add(history.stream_id)

    def _add_held(self, history: ClockHistory, pause: HeldPause) -> None:
        end_at = min(pause.ended_at or history.as_of_at, history.as_of_at)
        held = max(whole_seconds(end_at - pause.answered_at), 0)
        _count(self._total, history, held)
        if self._query.by == "clock":
            for clock, seconds in _stood_still(history, pause.answered_at, end_at).items():
                _count(self._groups.setdefault(clock, _Sums()), history, seconds)
        elif self._query.by is not None:
            owner = owner_at(history.held_by, pause.answered_at)
            name = history.segment.value if self._query.by == "segment" else owner
            _count(self._groups.setdefault(name or UNKNOWN, _Sums()), history, held)

    def _sums(self, group: str | None) -> Iterator[_Sums]:
        yield self._total
        if group is not None:
            yield self._groups.setdefault(group, _Sums())

    def _group_of(self, history: ClockHistory, clock: Clock) -> str | None:
        match self._query.by:
            case "clock":
                return clock.clock
            case "segment":
                return (clock.segment or history.segment).value
            case "owner":
                return clock.owner or UNKNOWN
            case None:
                return None


def _count(sums: _Sums, history: ClockHistory, seconds: int) -> None:
    sums.held_pauses += 1
    sums.held_seconds += seconds
    sums.held_streams.add(history.stream_id)


def _stood_still(history: ClockHistory, start_at: datetime, end_at: datetime) -> dict[str, int]:
    """Return for how long clocks stood still for the customer between two instants, by their name.

    Of several clocks of one name the one that stood longest counts: it is one wait.
    """
    found: dict[str, int] = {}
    for clock in history.clocks:
        for pause in clock.pauses:
            first = max(pause.began_at, start_at)
            last = min(pause.ended_at or end_at, end_at)
            if pause.waiting_on is WaitingOn.CUSTOMER and first < last:
                found[clock.clock] = max(found.get(clock.clock, 0), whole_seconds(last - first))
    return found
