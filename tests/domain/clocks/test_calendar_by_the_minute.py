"""The calendar says what the wall clock says: held against a minute-by-minute reference over 30 years."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.clocks.calendars.calendar import Calendar
from tests.domain.clocks.calendar_cases import ZONES, around, changes, documents, office
from tests.domain.clocks.calendar_reference import MINUTE, SlowCalendar, minutes

SOME = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
CHANGES_IN_30_YEARS = {"Asia/Shanghai": 0, "Asia/Kathmandu": 0, "America/New_York": 62, "Europe/Dublin": 62}
every_zone = pytest.mark.parametrize("zone", ZONES)


@every_zone
def test_each_change_of_the_clocks_in_30_years_is_counted_by_the_minute(zone: str) -> None:
    found = changes(zone)
    assert len(found) == CHANGES_IN_30_YEARS.get(zone, len(found))
    assert found or zone in CHANGES_IN_30_YEARS
    calendar, slow = Calendar(office(zone)), SlowCalendar(office(zone))
    for change in found:
        start, end = change - timedelta(hours=10), change + timedelta(hours=14)
        assert calendar.counted(start, end) == slow.counted(start, end), change


@every_zone
@SOME
@given(data=st.data())
def test_counted_time_is_that_of_the_minutes(zone: str, data: st.DataObject) -> None:
    start = data.draw(around(zone))
    end = start + data.draw(st.timedeltas(timedelta(0), timedelta(days=3)))
    document = data.draw(documents(zone, start))
    assert Calendar(document).counted(start, end) == SlowCalendar(document).counted(start, end)


@every_zone
@SOME
@given(data=st.data())
def test_the_due_instant_is_that_of_the_minutes(zone: str, data: st.DataObject) -> None:
    start = data.draw(around(zone))
    time = data.draw(st.timedeltas(timedelta(0), timedelta(hours=20)))
    document = data.draw(documents(zone, start))
    due, latest = Calendar(document).due_at(start, time), start + timedelta(days=4)
    expected = SlowCalendar(document).due_at(start, time, latest)
    assert due == expected if expected else due > latest


@every_zone
@SOME
@given(data=st.data())
def test_a_working_day_ends_with_the_last_minute_that_counts(zone: str, data: st.DataObject) -> None:
    start, days = data.draw(around(zone)), data.draw(st.integers(1, 2))
    document = data.draw(documents(zone, start))
    end = Calendar(document).end_of_working_day(start, days)
    expected = last_minutes(document.zone, SlowCalendar(document), start)[days - 1 : days]
    if expected and expected[0] < start + timedelta(days=4):
        assert end == expected[0] + MINUTE
    else:
        assert end >= start + timedelta(days=3)


def last_minutes(zone: str, slow: SlowCalendar, start: datetime) -> list[datetime]:
    """Return the last minute that counts of each later date, looking five days ahead."""
    info = ZoneInfo(zone)
    today = start.astimezone(info).date()
    last = {
        minute.astimezone(info).date(): minute
        for minute in minutes(start, start + timedelta(days=5))
        if slow.counts(minute)
    }
    return [minute for date, minute in sorted(last.items()) if date > today]
