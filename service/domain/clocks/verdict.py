"""Whether a promise was kept, by business time alone."""

from datetime import datetime
from typing import Literal

from service.domain.clocks.clock import Clock

Verdict = Literal["running", "paused", "met", "breached", "waived", "cancelled", "voided"]


def verdict(clock: Clock, now: datetime) -> Verdict:
    """Return how a clock stands at `now`, which lies after all that is known of it.

    `breached` is over its due instant, `waived` is that too and somebody answers for it. An act of our own
    made it `voided` before it was due; `cancelled` is over by itself.
    """
    if clock.end == "met":
        return "met"
    if is_breached(clock, now):
        return "waived" if clock.waived_by else "breached"
    if clock.void_by is not None:
        return "voided"
    if clock.end == "cancelled":
        return clock.end
    return "paused" if clock.paused_at is not None else "running"


def noted_as_broken_at(clock: Clock, now: datetime) -> datetime | None:
    """Return the due instant of a breach that was noted and does not stand, by all that is known now."""
    return None if clock.breached_at is None or is_breached(clock, now) else clock.breached_at


def is_breached(clock: Clock, now: datetime) -> bool:
    """Return whether the due instant passed unmet; a waiver does not change that."""
    if clock.end is None:
        return clock.paused_at is None and clock.due_at < now
    if clock.is_void:
        return False
    return clock.end == "late" or (clock.ended_at is not None and clock.due_at < clock.ended_at)
