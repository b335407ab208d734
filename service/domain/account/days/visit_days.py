"""Which visits of an account are expected, where they have a fixed day (REQUIREMENTS 23).

A period ends with each such day; a visit within it is the visit of that day, and also makes up for those
that were missed before. The first period begins when the day is set, each other one when the day before is
over. Another day holds from the next period on: a visit that was promised stays promised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate

from service.domain.account.days.routine_days import CAUGHT_UP_WITH, LOCAL_ZONE, RoutineSince

_A_MOMENT = timedelta(microseconds=1)
_LONGEST_TURN = timedelta(days=33)


def visits_expected(
    set_days: Sequence[RoutineSince], until: datetime, zone: tzinfo = LOCAL_ZONE
) -> Iterator[tuple[datetime, date]]:
    """Yield from when on each visit was expected by an instant, with its day; those of the last year.

    `set_days` are the settings of the day, in the order of recording.
    """
    settings = _settings(set_days)
    if not settings:
        return
    began_at, day = settings[0].set_at, _first_day(settings[0], zone)
    since = until - min(CAUGHT_UP_WITH, max(until - began_at, timedelta()))
    while began_at <= until:
        if began_at >= since:
            yield began_at, day
        elif settings[-1].set_at <= began_at < since - _LONGEST_TURN:
            day = max(day, _day_before(settings[-1], since, zone))
        began_at = over_at(day, zone) + _A_MOMENT
        day = _day_after(day, next(each for each in reversed(settings) if each.set_at <= began_at))


def over_at(day: date, zone: tzinfo = LOCAL_ZONE) -> datetime:
    """Return the last moment of a local day."""
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def _settings(set_days: Sequence[RoutineSince]) -> list[RoutineSince]:
    """Return each setting of the day; none holds from before the one before it."""
    return list(accumulate(set_days, lambda one, other: replace(other, set_at=max(one.set_at, other.set_at))))


def _first_day(setting: RoutineSince, zone: tzinfo) -> date:
    today = setting.set_at.astimezone(zone).date()
    return today if setting.on.is_on(today) else setting.on.next_after(today)


def _day_after(day: date, setting: RoutineSince) -> date:
    """Return the next day; of a day that was moved meanwhile, not a second one in the same month or week."""
    following = setting.on.next_after(day)
    is_moved = not setting.on.is_on(day)
    return (
        setting.on.next_after(following) if is_moved and setting.on.is_one_turn(day, following) else following
    )


def _day_before(setting: RoutineSince, at: datetime, zone: tzinfo) -> date:
    """Return a day shortly before an instant: what is longer ago need not be walked through."""
    return setting.on.next_after((at - _LONGEST_TURN).astimezone(zone).date())
