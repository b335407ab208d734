"""On which days something happens regularly with an account, and when such a day is over."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from service.domain.clocks.calendars.document import WEEKDAYS, Weekday
from service.domain.clocks.calendars.zone import BUSINESS_ZONE

LOCAL_ZONE = ZoneInfo(BUSINESS_ZONE)
"""Where the days of a routine are counted unless a caller says otherwise."""

DONE_BY = time(18)
"""What falls on a day is to be done by the end of office hours; so T-7 is the same hour a week before."""

CAUGHT_UP_WITH = timedelta(days=366)
"""Days that were missed longer ago than this are not asked for any more."""


@dataclass(frozen=True, kw_only=True)
class RoutineDay:
    """A day of each month or of each week. The 31st of a shorter month is its last day."""

    day_of_month: int | None = None
    weekday: Weekday | None = None

    def is_on(self, day: date) -> bool:
        """Return whether it falls on this date."""
        if self.weekday is not None:
            return WEEKDAYS[day.weekday()] == self.weekday
        return day.day == min(self.day_of_month or 1, calendar.monthrange(day.year, day.month)[1])

    def next_after(self, day: date) -> date:
        """Return the first such date after a date."""
        if self.weekday is not None:
            return day + timedelta(days=(WEEKDAYS.index(self.weekday) - day.weekday() - 1) % 7 + 1)
        following = (day + timedelta(days=ahead) for ahead in range(1, 33))
        return next(each for each in following if self.is_on(each))

    def is_one_turn(self, one: date, other: date) -> bool:
        """Return whether two dates lie in one month, or in one week where it falls on a day of the week."""
        if self.weekday is not None:
            return one.isocalendar()[:2] == other.isocalendar()[:2]
        return (one.year, one.month) == (other.year, other.month)


@dataclass(frozen=True, kw_only=True)
class RoutineSince:
    """A routine as it was set at an instant."""

    set_at: datetime
    on: RoutineDay

    def next_from(self, at: datetime, zone: tzinfo = LOCAL_ZONE) -> date:
        """Return the first date of it that is not over at an instant."""
        today = at.astimezone(zone).date()
        is_today = self.on.is_on(today) and done_by(today, zone) > at
        return today if is_today else self.on.next_after(today)


def done_by(day: date, zone: tzinfo = LOCAL_ZONE) -> datetime:
    """Return the instant by which that which falls on a date is to be done."""
    return datetime.combine(day, DONE_BY, zone).astimezone(UTC)
