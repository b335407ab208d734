"""What watches must have left on the record, judged by the promises as they were made."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from service.domain.clocks.events import (
    ClockBreached,
    ClockCancelled,
    ClockEndedLate,
    ClockEscalated,
    ClockEvent,
    ClockMet,
    ClockRescheduled,
    ClockStarted,
    ClockVoided,
    ClockWarned,
)
from service.eventstore.envelope import RecordedEvent

WHOLE = 100
Mark = tuple[str, int]
"""What is noted of a clock: `warned`, `breached` or a rung, and the share of the time."""


@dataclass
class Promise:
    """A clock that nothing pauses, and what is on the record about it."""

    name: str
    limit: ClockStarted | ClockRescheduled
    ended_at: datetime | None = None
    noted: Counter[Mark] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def instants(self) -> dict[Mark, datetime]:
        """When each mark is reached."""
        reached = {(each.level or "warned", each.percent): each.at for each in self.limit.thresholds}
        return {**reached, ("breached", WHOLE): self.limit.due_at}

    def is_expected(self, mark: Mark, by: datetime) -> bool:
        """Whether a mark must have been noted, given that all was noted that was due by then.

        A promise that was kept calls nobody afterwards, even where the watch had no time to call before.
        """
        kind, percent = mark
        at = self.instants[mark]
        if self.ended_at is not None and kind not in {"warned", "breached"}:
            return False
        end = min(by, self.ended_at) if self.ended_at else by
        return at < end if percent >= WHOLE else at <= end


def judge(record: Iterable[RecordedEvent], by: datetime) -> tuple[dict[Mark, int], list[str]]:
    """Return how often each mark was noted, and every fault. All that was due by an instant must be noted."""
    promises: dict[object, Promise] = {}
    for recorded in record:
        if isinstance(recorded.event, ClockEvent):
            _take(promises, recorded.event, recorded)
    found = [fault for promise in promises.values() for fault in _faults(promise, by)]
    noted: Counter[Mark] = Counter()
    for promise in promises.values():
        noted.update(promise.noted)
    return dict(noted), found


def _take(promises: dict[object, Promise], event: ClockEvent, recorded: RecordedEvent) -> None:
    if isinstance(event, ClockStarted):
        promises[event.clock_id] = Promise(f"{event.clock} {event.clock_id}", event)
        return
    promise = promises[event.clock_id]
    if isinstance(event, ClockRescheduled) and not promise.noted:
        promise.limit = event
        return
    if isinstance(event, ClockMet | ClockEndedLate | ClockCancelled | ClockVoided):
        promise.ended_at = event.occurred_at
        return
    mark = mark_of(event)
    promise.noted[mark] += 1
    if (reached_at := promise.instants.get(mark)) != event.occurred_at:
        promise.faults.append(f"{mark} is noted at {event.occurred_at}, reached at {reached_at}")
    if recorded.recorded_at < event.occurred_at:
        promise.faults.append(f"{mark} of {event.occurred_at} was recorded early, at {recorded.recorded_at}")


def mark_of(event: ClockEvent) -> Mark:
    """Return what a fact notes. Raises TypeError for one that a clock nothing pauses cannot have."""
    match event:
        case ClockWarned():
            return "warned", event.percent
        case ClockBreached():
            return "breached", WHOLE
        case ClockEscalated():
            return event.level, event.percent
        case _:
            raise TypeError(event.STORED_NAME)


def _faults(promise: Promise, by: datetime) -> Iterator[str]:
    for fault in promise.faults:
        yield f"{promise.name}: {fault}"
    for mark in promise.instants:
        count = promise.noted[mark]
        if count > 1:
            yield f"{promise.name}: {mark} is noted {count} times"
        if not count and promise.is_expected(mark, by):
            yield f"{promise.name}: {mark} is not noted"
