"""What must hold between the answers of a calendar, over years and in every zone."""

from datetime import UTC, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.clocks.calendars.calendar import Calendar
from tests.domain.clocks.calendar_cases import ZONES, around, documents
from tests.domain.clocks.calendar_reference import SlowCalendar

MICROSECOND = timedelta(microseconds=1)
SOME = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
every_zone = pytest.mark.parametrize("zone", ZONES)


@every_zone
@SOME
@given(data=st.data())
def test_due_is_the_inverse_of_counted_over_years(zone: str, data: st.DataObject) -> None:
    start = data.draw(around(zone))
    time = data.draw(st.timedeltas(MICROSECOND, timedelta(days=900)))
    calendar = Calendar(data.draw(documents(zone, start)))
    due = calendar.due_at(start, time)
    assert calendar.counted(start, due) == time
    assert calendar.counted(start, due - MICROSECOND) == time - MICROSECOND


@every_zone
@SOME
@given(data=st.data())
def test_counted_time_adds_up_over_years(zone: str, data: st.DataObject) -> None:
    first, second, third = sorted(data.draw(st.tuples(around(zone), around(zone), around(zone))))
    calendar = Calendar(data.draw(documents(zone, second)))
    parts = calendar.counted(second, third) + calendar.counted(first, second)
    assert parts == Calendar(calendar.document).counted(first, third) == calendar.counted(first, third)


@every_zone
@SOME
@given(data=st.data())
def test_intervals_leave_no_gap_and_what_counts_adds_up(zone: str, data: st.DataObject) -> None:
    start = data.draw(around(zone))
    end = start + data.draw(st.timedeltas(MICROSECOND, timedelta(days=12)))
    document = data.draw(documents(zone, start))
    calendar, slow = Calendar(document), SlowCalendar(document)
    found = list(calendar.intervals(start, end))
    assert (found[0].start, found[-1].end) == (start, end)
    assert all(earlier.end == later.start for earlier, later in pairwise(found))
    assert all(
        (earlier.counts, earlier.why, earlier.name) != (later.counts, later.why, later.name)
        for earlier, later in pairwise(found)
    )
    counting = [interval.end - interval.start for interval in found if interval.counts]
    assert sum(counting, timedelta(0)) == calendar.counted(start, end)
    assert all(slow.counts(interval.start) is interval.counts for interval in found)


@MANY
@given(data=st.data())
def test_working_time_is_the_same_from_whatever_zone_it_is_asked(data: st.DataObject) -> None:
    start = data.draw(around("Asia/Shanghai"))
    elsewhere = start.astimezone(ZoneInfo(data.draw(st.sampled_from(ZONES))))
    calendar = Calendar(data.draw(documents("Asia/Shanghai", start)))
    time = timedelta(hours=9)
    assert calendar.due_at(start, time) == calendar.due_at(elsewhere, time)
    assert calendar.due_at(elsewhere, time).tzinfo is UTC
