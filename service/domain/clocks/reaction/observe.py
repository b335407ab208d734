"""What passes by itself: shares of the time used up, due instants gone by, rungs to be called."""

from datetime import datetime

from service.domain.clocks.clock import Clock, ClockBook
from service.domain.clocks.events import AnyClockEvent, ClockEscalated, Threshold
from service.domain.clocks.reaction.notes import Notes, rule_of
from service.domain.clocks.situation import Promises

_WHOLE = 100


def observe(
    book: ClockBook, now: datetime, promises: Promises, *, looking_since: datetime | None = None
) -> tuple[AnyClockEvent, ...]:
    """Return what is due by `now` and not yet noted: warnings, breaches, escalations.

    Each says the instant at which it was due, however late it is noticed, and names who was on duty then;
    asked twice, there is nothing the second time. A case that is merged away calls nobody but for what
    outlives it. Nor does a rung call anybody that is noticed later than the policy says; it is noted. With
    `looking_since` somebody has looked all the time since then, otherwise only now.
    """
    if book.next_at is None or book.next_at > now:
        return ()
    merged_at = book.merges[-1][0] if book.merges and book.merges[-1][1] else None
    notes = Notes(book, promises)
    notes.pass_time(now)
    for clock in notes.book.clocks:
        until = now
        if merged_at is not None and rule_of(clock, promises).ends_with_its_case:
            until = min(now, merged_at)
        if clock.next_at is not None and clock.next_at <= until:
            _escalate(notes, clock, until, looking_since or now)
    return tuple(notes.events)


def _escalate(notes: Notes, clock: Clock, now: datetime, looked_from: datetime) -> None:
    """Note the rungs that are reached; each was noticed at once, or when somebody began to look."""
    policy = notes.promises.policy_version(clock.policy_id, clock.policy_version)
    for threshold in clock.thresholds:
        level = threshold.level
        if level is None or (threshold.percent, level) in clock.escalated or not _is_reached(threshold, now):
            continue
        is_called = looked_from - threshold.at <= policy.calls_within
        notes.note(
            ClockEscalated(
                occurred_at=threshold.at,
                clock_id=clock.clock_id,
                percent=threshold.percent,
                level=level,
                escalated_to=notes.promises.on_duty(level, threshold.at) if is_called else None,
                called=None if is_called else False,
            )
        )


def _is_reached(threshold: Threshold, now: datetime) -> bool:
    """Whether the share is used up; at the due instant itself the promise can still be kept."""
    return threshold.at < now if threshold.percent >= _WHOLE else threshold.at <= now
