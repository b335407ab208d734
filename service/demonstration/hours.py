"""When things happen: customers call mostly in office hours, and most work is done then."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = 9, 18
SATURDAY = 5
_HOURLY = (1, 1, 1, 1, 1, 1, 2, 5, 14, 22, 24, 18, 12, 20, 22, 20, 18, 12, 6, 5, 4, 3, 2, 1)
_BUSIEST = max(_HOURLY)
_WEEKEND_SHARE = 0.25


def arrivals(random: Random, begins_at: datetime, ends_at: datetime, how_many: int) -> Iterator[datetime]:
    """Yield instants between two moments, thick in office hours and thin at night and weekends, unsorted."""
    span = (ends_at - begins_at).total_seconds()
    for _ in range(how_many):
        at = begins_at + timedelta(seconds=random.random() * span)
        while random.random() > _likelihood(at):
            at = begins_at + timedelta(seconds=random.random() * span)
        yield at.replace(microsecond=0)


def _likelihood(at: datetime) -> float:
    local = at.astimezone(ZONE)
    share = _HOURLY[local.hour] / _BUSIEST
    return share * _WEEKEND_SHARE if local.weekday() >= SATURDAY else share


def in_office_hours(at: datetime) -> datetime:
    """Return the moment itself in office hours, else the next morning that opens."""
    local = at.astimezone(ZONE)
    if local.weekday() < SATURDAY and OPENS <= local.hour < CLOSES:
        return at
    morning = local.replace(hour=OPENS, minute=local.minute % 30, second=local.second, microsecond=0)
    if local.hour >= OPENS:
        morning += timedelta(days=1)
    while morning.weekday() >= SATURDAY:
        morning += timedelta(days=1)
    return morning.astimezone(at.tzinfo)


def later(random: Random, at: datetime, median_minutes: float, spread: float = 0.9) -> datetime:
    """Return a later moment: half of all delays are longer than the median, a few much longer."""
    minutes = median_minutes * random.lognormvariate(0.0, spread)
    return (at + timedelta(minutes=minutes)).replace(microsecond=0)
