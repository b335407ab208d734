"""Why a clock shows what it shows: every stretch of time that counted or did not, and the reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.days import Why
from service.domain.clocks.clock import Clock, Pause
from service.domain.clocks.policy import Title
from service.domain.clocks.situation import Promises
from service.domain.clocks.timing import whole_seconds
from service.domain.vocabulary import WaitingOn

Reason = Why | Literal["waiting", "merged"]


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Time that counted, or did not, for one reason.

    `why` is the rule of the calendar (`name` is that of a special day), or `waiting` on somebody, or
    `merged`; for the last two `event` is the type of the fact. `is_late` is time after the due instant.
    """

    start: datetime
    end: datetime
    counts: bool
    counted_seconds: int
    why: Reason
    name: Title | None = None
    waiting_on: WaitingOn | None = None
    event: str | None = None
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The stretches of a clock from its start to its end (or until asked), without gaps.

    Their `counted_seconds` add up to `counted_seconds`; those before the due instant to the target, once it
    is reached.
    """

    clock_id: UUID
    calendar_id: str
    calendar_version: int
    policy_id: str
    policy_version: int
    rule: str
    counts_from_at: datetime
    until: datetime
    due_at: datetime
    target_seconds: int | None
    counted_seconds: int
    is_covered: bool
    """Whether the special days up to the due time are known; if not, the due time can still change."""
    stretches: tuple[Stretch, ...]


def explain(clock: Clock, promises: Promises, until: datetime) -> Explanation:
    """Return which time of a clock counted and why, up to its end; up to `until` while it is open."""
    calendar = promises.calendar(clock.calendar_id, clock.calendar_version)
    end = clock.ended_at or until
    stretches = tuple(_in_whole_seconds(_split(_stretches(clock, calendar, end), clock.due_at)))
    return Explanation(
        clock_id=clock.clock_id,
        calendar_id=clock.calendar_id,
        calendar_version=clock.calendar_version,
        policy_id=clock.policy_id,
        policy_version=clock.policy_version,
        rule=clock.rule,
        counts_from_at=clock.counts_from_at,
        until=end,
        due_at=clock.due_at,
        target_seconds=clock.target_seconds,
        counted_seconds=sum(stretch.counted_seconds for stretch in stretches),
        is_covered=calendar.is_covered(clock.due_at),
        stretches=stretches,
    )


def _stretches(clock: Clock, calendar: Calendar, end: datetime) -> Iterator[Stretch]:
    start = clock.counts_from_at
    for pause in clock.pauses:
        if pause.is_merge and pause.ended_at is not None:
            continue
        if pause.began_at >= end:
            break
        yield from _by_calendar(calendar, start, pause.began_at)
        start = end if pause.ended_at is None else min(pause.ended_at, end)
        yield _paused(pause, start)
    yield from _by_calendar(calendar, start, end)


def _by_calendar(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Stretch]:
    if start >= end:
        return
    for interval in calendar.intervals(start, end):
        yield Stretch(
            start=interval.start,
            end=interval.end,
            counts=interval.counts,
            counted_seconds=0,
            why=interval.why,
            name=interval.name,
        )


def _paused(pause: Pause, end: datetime) -> Stretch:
    return Stretch(
        start=pause.began_at,
        end=end,
        counts=False,
        counted_seconds=0,
        why="merged" if pause.waiting_on is None else "waiting",
        waiting_on=pause.waiting_on,
        event="ClockPaused.v1",
    )


def _split(stretches: Iterator[Stretch], due_at: datetime) -> Iterator[Stretch]:
    """Cut the stretch in which the due instant lies, so that what is late stands by itself."""
    for stretch in stretches:
        if stretch.start < due_at < stretch.end:
            yield replace(stretch, end=due_at)
            yield replace(stretch, start=due_at, is_late=True)
        else:
            yield replace(stretch, is_late=stretch.start >= due_at)


def _in_whole_seconds(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Give each its whole seconds of the sum so far: so no part of a second is lost or counted twice."""
    total = timedelta()
    for stretch in stretches:
        before = whole_seconds(total)
        if stretch.counts:
            total += stretch.end - stretch.start
        yield replace(stretch, counted_seconds=whole_seconds(total) - before)
