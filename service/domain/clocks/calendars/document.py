"""Which time counts: a calendar as data on the record, each change a new version."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.invalid import invalid

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
MINUTES_A_DAY = 24 * 60

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")


def minutes_of(window: str) -> tuple[int, int]:
    """Return when a window opens and closes, in minutes since local midnight by the clock on the wall.

    Raises ValueError where it is no window.
    """
    match = _WINDOW.fullmatch(window)
    if match is None:
        raise ValueError(window)
    hour, minute, to_hour, to_minute = map(int, match.groups())
    opens, closes = hour * 60 + minute, to_hour * 60 + to_minute
    if not opens < closes <= MINUTES_A_DAY:
        raise ValueError(window)
    return opens, closes


def _well_formed(window: str) -> str:
    try:
        minutes_of(window)
    except ValueError:
        raise invalid("window") from None
    return window


def _apart(windows: tuple[str, ...]) -> tuple[str, ...]:
    """Return the windows in the order of the day. They may touch; none may begin inside another."""
    ordered = sorted(windows, key=minutes_of)
    for earlier, later in pairwise(ordered):
        if minutes_of(later)[0] < minutes_of(earlier)[1]:
            raise invalid("windows_overlap", earlier=earlier, later=later)
    return tuple(ordered)


def _known_zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # unknown; malformed; the name of a folder of zones
        raise invalid("unknown_zone") from None
    return zone


def _written_out(value: object) -> object:
    """Refuse a number, which could be seconds or days, and a time of day, which a date has not."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or _DATE.fullmatch(value) is None:
        raise invalid("date")
    return value


Date = Annotated[dt.date, BeforeValidator(_written_out)]

Window = Annotated[
    str,
    AfterValidator(_well_formed),
    Field(json_schema_extra={"pattern": f"^{_WINDOW.pattern}$", "examples": ["09:00-12:00"]}),
]
"""A part of a day by the clock on the wall, such as `09:00-12:00`; the last of a day may end at `24:00`."""

Windows = Annotated[tuple[Window, ...], Field(max_length=48), AfterValidator(_apart)]


class SpecialDay(Data):
    """A date that is not like its weekday: a holiday, or a working day that makes up for one."""

    date: Date
    """Date in the time zone of the calendar."""
    name: Title
    """Name of the day."""
    windows: Windows = ()
    """Windows that count on the date; empty if none."""


class CalendarDocument(Data):
    """A version of a calendar. A change is a new version; no version is ever edited."""

    calendar_id: Slug
    """Id of the calendar."""
    version: int = Field(ge=1)
    """Number of the version: 1, 2, 3 and so on."""
    title: Title
    """Name of the calendar."""
    zone: Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_known_zone)]
    """Time zone of dates and windows, such as Asia/Shanghai."""
    always: bool = False
    """Whether all time counts, 24x7; if so, weekly windows and special days are absent."""
    weekly: dict[Weekday, Windows] = Field(default_factory=dict)
    """Windows that count on each weekday; an absent weekday does not count."""
    special_days: Annotated[tuple[SpecialDay, ...], Field(max_length=10_000)] = ()
    """Dates that differ from their weekday."""
    covered_from: Date | None = None
    """First date for which the special days are known; null if no earlier day can be missing."""
    covered_until: Date | None = None
    """Last date for which the special days are known; null if no later day can be missing."""
    source: str = Field(default="", max_length=500)
    """Source of the special days."""

    def __hash__(self) -> int:
        """Hash the version alone: equal documents have it in common, and it costs nothing."""
        return hash((self.calendar_id, self.version))

    @model_validator(mode="after")
    def _counts_some_time(self) -> Self:
        if self.always and (self.weekly or self.special_days):
            raise invalid("always_with_windows", field="weekly" if self.weekly else "special_days")
        if not self.always and not any(self.weekly.values()):
            raise invalid("no_windows", field="weekly")
        return self

    @model_validator(mode="after")
    def _names_each_date_once(self) -> Self:
        repeated = _repeated([day.date for day in self.special_days])
        if repeated is not None:
            raise invalid("date_twice", field="special_days", date=repeated)
        return self

    @model_validator(mode="after")
    def _covers_forward(self) -> Self:
        if self.covered_from and self.covered_until and self.covered_until < self.covered_from:
            raise invalid("coverage_runs_backward", field="covered_until")
        return self


def _repeated(dates: Sequence[dt.date]) -> dt.date | None:
    ordered = sorted(dates)
    return next((date for date, following in pairwise(ordered) if date == following), None)
