"""Calendars, zones and instants to try, those around a change of the clocks above all."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument, SpecialDay
from service.domain.clocks.policy import Title

ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Dublin",  # winter time is the exception there
    "Australia/Lord_Howe",  # half an hour
    "America/Sao_Paulo",  # at midnight
    "America/St_Johns",  # a minute after midnight, back into the day before
    "Asia/Kathmandu",  # 5:45
    "Pacific/Chatham",  # 12:45 and 13:45
    "Pacific/Apia",  # left out 2011-12-30
    "Africa/Cairo",  # gave it up and took it up again
    "Africa/Casablanca",  # stops for Ramadan
    "Asia/Tehran",  # at midnight, 3:30 and 4:30
)
FIRST = datetime(1996, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 12, 31, tzinfo=UTC)
TITLE = Title(zh="历", en="Calendar")
HOLIDAY = Title(zh="假日", en="Holiday")


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """Return the hours of 30 years at whose beginning or within which the clocks of a zone were changed."""
    info = ZoneInfo(zone)
    found, day = [], FIRST
    while day < LAST:
        following = day + timedelta(days=1)
        if day.astimezone(info).utcoffset() != following.astimezone(info).utcoffset():
            hours = [day + timedelta(hours=hour) for hour in range(25)]
            offsets = [hour.astimezone(info).utcoffset() for hour in hours]
            found.append(next(hours[i] for i in range(24) if offsets[i] != offsets[i + 1]))
        day = following
    return tuple(found)


def around(zone: str) -> st.SearchStrategy[datetime]:
    """Draw instants of 30 years to the microsecond, most of them near a change of the clocks."""
    anywhere = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
    if not changes(zone):
        return anywhere
    nearby = st.builds(
        lambda change, distance: change + distance,
        st.sampled_from(changes(zone)),
        st.timedeltas(-timedelta(days=2), timedelta(days=2)),
    )
    return nearby | nearby | anywhere


@st.composite
def windows(draw: st.DrawFn) -> tuple[str, ...]:
    """Draw up to four windows of a day; some touch, some reach midnight."""
    bounds = draw(st.lists(st.integers(0, 24 * 60), max_size=8, unique=True).map(sorted))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    apart = tuple(f"{clock(opens)}-{clock(closes)}" for opens, closes in pairs)
    return draw(st.sampled_from((apart, ("00:00-24:00",), ("00:00-02:30", "02:30-12:00", "23:00-24:00"))))


def clock(minute: int) -> str:
    """Return a minute of the day as it is written."""
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def documents(draw: st.DrawFn, zone: str, near: datetime) -> CalendarDocument:
    """Draw a calendar whose special days lie around an instant."""
    weekly = {weekday: draw(windows()) for weekday in WEEKDAYS}
    if not any(weekly.values()):
        weekly["monday"] = ("09:00-17:00",)
    offsets = draw(st.lists(st.integers(-4, 8), max_size=4, unique=True))
    special = [special_day(near.date() + timedelta(days=days), draw(windows())) for days in offsets]
    return CalendarDocument(
        calendar_id="drawn", version=1, title=TITLE, zone=zone, weekly=weekly, special_days=tuple(special)
    )


def special_day(day: date, open_windows: tuple[str, ...] = ()) -> SpecialDay:
    """Return a holiday, or a day with windows of its own."""
    return SpecialDay(date=day, name=HOLIDAY, windows=open_windows)


def office(zone: str, *special: SpecialDay) -> CalendarDocument:
    """Return a calendar with two windows a day that a change of the clocks at night falls into."""
    hours = ("00:00-03:15", "09:00-12:00", "13:00-24:00")
    weekly = dict.fromkeys(WEEKDAYS[:5], ("09:00-12:00", "13:00-18:00")) | dict.fromkeys(WEEKDAYS[5:], hours)
    return CalendarDocument(
        calendar_id="office", version=1, title=TITLE, zone=zone, weekly=weekly, special_days=special
    )
