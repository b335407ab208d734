"""How far apart two honest clocks may be."""

from datetime import datetime, timedelta

CLOCK_TOLERANCE = timedelta(minutes=5)


def told_late_seconds(occurred_at: datetime, recorded_at: datetime) -> int | None:
    """Return how long after it happened something was recorded; None if at once, as honest clocks show it."""
    after = recorded_at - occurred_at
    return after // timedelta(seconds=1) if after > CLOCK_TOLERANCE else None
