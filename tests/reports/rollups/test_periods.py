"""A period is whole days, of these whole months, and what is left at its ends."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.projections.kpi.rollups.periods import Whole, period_of

ZONE = ZoneInfo("Asia/Shanghai")
INSTANTS = st.integers(0, 425 * 1440).map(lambda at: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=at))


def at(day: int, hour: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def test_whole_days_have_nothing_left_over() -> None:
    found = period_of(at(3), at(20), ZONE, by_month=False)
    assert found.whole == Whole(date(2026, 3, 3), date(2026, 3, 20), date(2026, 3, 3), date(2026, 3, 3))
    assert found.parts == ()


def test_parts_of_days_are_left_over() -> None:
    found = period_of(at(3, 7), at(20, 9), ZONE, by_month=False)
    assert found.whole is not None
    assert (found.whole.first, found.whole.end) == (date(2026, 3, 4), date(2026, 3, 20))
    assert found.parts == ((at(3, 7), at(4)), (at(20), at(20, 9)))


def test_whole_months_are_taken_as_such() -> None:
    found = period_of(at(30, month=1), at(2, month=4), ZONE, by_month=False)
    assert found.whole == Whole(date(2026, 1, 30), date(2026, 4, 2), date(2026, 2, 1), date(2026, 4, 1))


def test_by_month_the_days_around_are_left_over() -> None:
    found = period_of(at(30, month=1), at(2, month=4), ZONE, by_month=True)
    assert found.whole == Whole(date(2026, 2, 1), date(2026, 4, 1), date(2026, 2, 1), date(2026, 4, 1))
    assert found.parts == ((at(30, month=1), at(1, month=2)), (at(1, month=4), at(2, month=4)))


@pytest.mark.parametrize(("begin", "end"), [(at(3, 1), at(4, 23)), (at(3), at(3)), (at(5), at(4))])
def test_without_a_whole_day_there_is_none(begin: datetime, end: datetime) -> None:
    assert period_of(begin, end, ZONE, by_month=False).whole is None


def test_without_ends_all_days_are_in_it() -> None:
    found = period_of(None, None, ZONE, by_month=False)
    assert found.whole == Whole(date.min, date.max, date.min, date.max)
    assert (found.from_at, found.until_at, found.parts) == (None, None, ())


@given(INSTANTS, INSTANTS, st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC"]), st.booleans())
def test_whole_days_and_what_is_left_are_the_period(
    one: datetime, other: datetime, name: str, by_month: bool
) -> None:
    begin, end = sorted((one, other))
    found = period_of(begin, end, ZoneInfo(name), by_month=by_month)
    if found.whole is None:
        assert end - begin < timedelta(days=63 if by_month else 2)
        return
    assert found.from_at is not None
    assert found.until_at is not None
    pieces = sorted([*found.parts, (found.from_at, found.until_at)])
    assert pieces[0][0] == begin
    assert pieces[-1][1] == end
    assert all(first[1] == second[0] for first, second in pairwise(pieces))
    assert found.whole.first <= found.whole.first_month <= found.whole.end_month <= found.whole.end
    for day in (found.whole.first_month, found.whole.end_month):
        assert day.day == 1 or found.whole.first_month == found.whole.end_month
