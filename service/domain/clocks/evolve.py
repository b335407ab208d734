"""What a fact about a clock changes in the book. A fact may come late: each stands by its instant."""

from dataclasses import MISSING, fields
from datetime import datetime

from service.domain.changed import changed, filled
from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import (
    AnyClockEvent,
    ClockBreached,
    ClockCancelled,
    ClockEndedLate,
    ClockEscalated,
    ClockMet,
    ClockPaused,
    ClockRescheduled,
    ClockResumed,
    ClockStarted,
    ClockVoided,
    ClockWaived,
    ClockWarned,
)
from service.domain.clocks.letting_go import without_old_clocks
from service.domain.clocks.standstill import paused, resumed
from service.domain.clocks.starting import start_key

_UNSTARTED = {field.name: field.default for field in fields(Clock) if field.default is not MISSING}
_ONLY_OF_EVENT = ClockStarted.model_fields.keys() - {field.name for field in fields(Clock)}


def evolve_clocks(book: ClockBook, event: AnyClockEvent) -> ClockBook:
    """Return the book after a fact."""
    if isinstance(event, ClockStarted):
        return _with(without_old_clocks(book), event)
    number = event.clock_id.int
    for place, clock in enumerate(book.clocks):
        if clock.clock_id.int == number:
            clocks = (*book.clocks[:place], evolve_clock(clock, event), *book.clocks[place + 1 :])
            return changed(book, clocks=clocks, next_at=_first_next(clocks))
    return _of_a_settled_clock(book, event)


def started_clock(event: ClockStarted) -> Clock:
    """Return the clock that begins by an event."""
    promised = {
        **_UNSTARTED,
        **event.__dict__,
        "started_at": event.occurred_at,
        "base_due_at": event.due_at,
        "next_at": min([event.due_at, *[threshold.at for threshold in event.thresholds]]),
    }
    for name in _ONLY_OF_EVENT:
        del promised[name]
    return filled(Clock, promised)


def evolve_clock(clock: Clock, event: AnyClockEvent) -> Clock:
    """Return a clock after a fact about it that is not its start."""
    after = _after(clock, event)
    next_at = _next_at(after)
    return after if next_at == after.next_at else changed(after, next_at=next_at)


def _of_a_settled_clock(book: ClockBook, event: AnyClockEvent) -> ClockBook:
    """Return the book after a fact about a clock that it let go: it was decided by the whole history."""
    if book.settled_until_at is None:
        return book
    match event:
        case ClockCancelled() if event.reason != "ended":
            return changed(book, settled=None)
        case ClockMet() | ClockEndedLate() | ClockCancelled() | ClockVoided():
            return changed(book, settled_until_at=max(book.settled_until_at, event.occurred_at))
        case _:
            return book


def _with(book: ClockBook, event: ClockStarted) -> ClockBook:
    key, clock = start_key(event.clock, event.cycle, event.subject), started_clock(event)
    started = {**book.started, key: book.started.get(key, 0) + 1}
    next_at = clock.next_at
    if next_at is None or (book.next_at is not None and book.next_at < next_at):
        next_at = book.next_at
    return changed(book, clocks=(*book.clocks, clock), started=started, next_at=next_at)


def _after(clock: Clock, event: AnyClockEvent) -> Clock:
    match event:
        case ClockPaused():
            return changed(clock, pauses=paused(clock.pauses, event.occurred_at, event.waiting_on))
        case ClockResumed():
            pauses = resumed(clock.pauses, event.occurred_at)
            return changed(clock, pauses=pauses, due_at=event.due_at, thresholds=event.thresholds)
        case ClockRescheduled():
            return _rescheduled(clock, event)
        case ClockWarned():
            return changed(clock, warned=(*clock.warned, event.percent))
        case ClockBreached():
            return changed(clock, breached_at=event.occurred_at)
        case ClockEscalated():
            return changed(clock, escalated=(*clock.escalated, (event.percent, event.level)))
        case ClockMet():
            return _ended(clock, event, None)
        case ClockEndedLate():
            return _ended(clock, event, event.late_seconds)
        case ClockWaived():
            return changed(clock, waived_by=(*clock.waived_by, event.waived_by))
        case ClockCancelled(reason=why) | ClockVoided(act=why):
            return changed(
                clock,
                end="voided" if isinstance(event, ClockVoided) else "cancelled",
                ended_at=event.occurred_at,
                end_reason=why,
                counted_seconds=None,
                late_seconds=None,
            )
        case _:
            return clock


def _rescheduled(clock: Clock, event: ClockRescheduled) -> Clock:
    return changed(
        clock,
        target_seconds=event.target_seconds,
        base_due_at=event.due_at,
        due_at=event.due_at,
        calendar_id=event.calendar_id,
        calendar_version=event.calendar_version,
        policy_id=event.policy_id,
        policy_version=event.policy_version,
        rule=event.rule,
        agreement_id=event.agreement_id,
        response_class=event.response_class,
        priority=event.priority,
        thresholds=event.thresholds,
    )


def _ended(clock: Clock, event: ClockMet | ClockEndedLate, late_seconds: int | None) -> Clock:
    return changed(
        clock,
        end="met" if late_seconds is None else "late",
        ended_at=event.occurred_at,
        end_reason=None,
        counted_seconds=event.counted_seconds,
        late_seconds=late_seconds,
    )


def _next_at(clock: Clock) -> datetime | None:
    if not clock.is_open or clock.paused_at is not None:
        return None
    wanted = [
        threshold.at
        for threshold in clock.thresholds
        if (
            threshold.percent not in clock.warned
            if threshold.level is None
            else (threshold.percent, threshold.level) not in clock.escalated
        )
    ]
    if clock.breached_at != clock.due_at:
        wanted.append(clock.due_at)
    return min(wanted, default=None)


def _first_next(clocks: tuple[Clock, ...]) -> datetime | None:
    return min((clock.next_at for clock in clocks if clock.next_at is not None), default=None)
