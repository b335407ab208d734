"""Who held up a promise: each second after the due instant has one answer; and which pauses were not due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.clock import Clock
from service.domain.clocks.timing import whole_seconds
from service.domain.vocabulary import WaitingOn

Holder = Literal["customer", "supplier", "other", "closed_hours", "department", "owner", "nobody"]


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody held the case from an instant to another (None: still).

    `who` is the staff id of an owner, a department, or what a wait is for (`customer`, `supplier`, `other`).
    """

    start_at: datetime
    end_at: datetime | None
    who: str


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the late time is somebody's; `who` names the owner or department, None for the rest."""

    holder: Holder
    who: str | None
    seconds: int


def attribution(  # noqa: PLR0917  the late time, and each who may have held it
    start: datetime,
    end: datetime,
    calendar: Calendar,
    waits: tuple[Held, ...] = (),
    collaborations: tuple[Held, ...] = (),
    owners: tuple[Held, ...] = (),
) -> tuple[Share, ...]:
    """Return whose the time from `start` (the due instant) to `end` is, the largest share first.

    Asked in this order: whom did we wait for; was it outside the hours of the calendar; which department held
    a collaboration (the one that had it longest, where several did); who was the owner. The shares add up to
    the whole seconds from start to end.
    """
    shares: dict[tuple[Holder, str | None], int] = {}
    for first, last, key in _slices(start, end, calendar, (waits, collaborations, owners)):
        seconds = whole_seconds(last - start) - whole_seconds(first - start)
        shares[key] = shares.get(key, 0) + seconds
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0][0], item[0][1] or ""))
    return tuple(Share(holder, who, seconds) for (holder, who), seconds in ordered)


def pause_audit(clock: Clock, customer_messaged_at: Iterable[datetime], until: datetime) -> int:
    """Return for how many seconds a clock stood still for the customer although the customer had answered.

    In each pause from the first message after its beginning on; a pause that lasts is counted up to the end
    of the clock, or to `until`.
    """
    last = until if clock.ended_at is None else min(clock.ended_at, until)
    messages = sorted(customer_messaged_at)
    held = timedelta()
    for pause in clock.pauses:
        if pause.waiting_on is not WaitingOn.CUSTOMER:
            continue
        end = last if pause.ended_at is None else min(pause.ended_at, last)
        answered = next((at for at in messages if pause.began_at < at < end), None)
        if answered is not None:
            held += end - answered
    return whole_seconds(held)


def _slices(
    start: datetime, end: datetime, calendar: Calendar, held: tuple[tuple[Held, ...], ...]
) -> Iterator[tuple[datetime, datetime, tuple[Holder, str | None]]]:
    """Yield the time in pieces within which nothing changes, each with whose it is."""
    if start >= end:
        return
    waits, collaborations, owners = held
    for interval in calendar.intervals(start, end):
        edges = {interval.start, interval.end}
        for span in (*waits, *collaborations, *owners):
            edges.update(
                at for at in (span.start_at, span.end_at) if at and interval.start < at < interval.end
            )
        instants = sorted(edges)
        for first, last in pairwise(instants):
            yield first, last, _holder(first, interval.counts, waits, collaborations, owners)


def _holder(
    at: datetime,
    counts: bool,
    waits: tuple[Held, ...],
    collaborations: tuple[Held, ...],
    owners: tuple[Held, ...],
) -> tuple[Holder, str | None]:
    if wait := _at(waits, at):
        return WaitingOn(wait.who).value, None
    if not counts:
        return "closed_hours", None
    if department := _at(collaborations, at):
        return "department", department.who
    if owner := _at(owners, at):
        return "owner", owner.who
    return "nobody", None


def _at(spans: tuple[Held, ...], at: datetime) -> Held | None:
    holding = [span for span in spans if span.start_at <= at and (span.end_at is None or at < span.end_at)]
    return min(holding, key=lambda span: span.start_at, default=None)
