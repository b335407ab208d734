"""On which days visits are expected: one a month or a week, period after period, whatever was set when."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.domain.account.days.routine_days import CAUGHT_UP_WITH, LOCAL_ZONE, RoutineDay, RoutineSince
from service.domain.account.days.visit_days import over_at, visits_expected
from service.domain.clocks.calendars.document import WEEKDAYS
from tests.domain.example import A_MOMENT

BEGINNING = datetime(2023, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 6 * 365 * 24 * 60).map(lambda minutes: BEGINNING + timedelta(minutes=minutes))
DAYS_OF_MONTH = st.integers(1, 31).map(lambda day: RoutineDay(day_of_month=day))
DAYS_OF_WEEK = st.sampled_from(WEEKDAYS).map(lambda day: RoutineDay(weekday=day))


def settings_of(days: st.SearchStrategy[RoutineDay]) -> st.SearchStrategy[RoutineSince]:
    return st.builds(RoutineSince, set_at=INSTANTS, on=days)


@given(settings_of(DAYS_OF_MONTH), st.integers(0, 365))
def test_every_month_has_its_visit_and_only_one(setting: RoutineSince, days: int) -> None:
    until = setting.set_at + timedelta(days=days)
    days_expected = [day for _, day in visits_expected([setting], until)]
    months = [day.year * 12 + day.month for day in days_expected]
    assert months == list(range(months[0], months[0] + len(months)))
    assert all(setting.on.is_on(day) for day in days_expected)
    assert days_expected[-1] >= until.astimezone(LOCAL_ZONE).date()


@given(st.lists(settings_of(DAYS_OF_MONTH | DAYS_OF_WEEK), min_size=1, max_size=4), INSTANTS)
def test_a_period_begins_when_the_day_before_is_over(settings: list[RoutineSince], until: datetime) -> None:
    found = list(visits_expected(settings, until))
    for (_, day), (began_at, _) in pairwise(found):
        assert began_at == over_at(day) + A_MOMENT
    assert all(began_at <= over_at(day) for began_at, day in found)
    if settings[0].set_at <= until:
        assert over_at(found[-1][1]) >= until


@given(
    st.lists(settings_of(DAYS_OF_MONTH), min_size=1, max_size=3),
    settings_of(DAYS_OF_MONTH | DAYS_OF_WEEK),
    st.integers(0, 400),
)
def test_another_day_takes_back_no_visit_that_was_expected(
    settings: list[RoutineSince], other: RoutineSince, days: int
) -> None:
    set_at = max(setting.set_at for setting in settings)
    later = RoutineSince(set_at=set_at + timedelta(days=days), on=other.on)
    before = list(visits_expected(settings, later.set_at))
    assert list(visits_expected([*settings, later], later.set_at)) == before


@given(settings_of(DAYS_OF_MONTH | DAYS_OF_WEEK), INSTANTS)
def test_what_is_longer_ago_than_a_year_is_not_asked_for_and_changes_nothing(
    setting: RoutineSince, until: datetime
) -> None:
    since = until - CAUGHT_UP_WITH
    day, began_at, wanted = None, setting.set_at, []
    while began_at <= until:
        local = began_at.astimezone(LOCAL_ZONE).date()
        day = local if setting.on.is_on(local) else setting.on.next_after(local)
        wanted += [(began_at, day)] if began_at >= since else []
        began_at = over_at(day) + A_MOMENT
    assert list(visits_expected([setting], until)) == wanted


def test_a_day_that_is_moved_forward_in_the_month_takes_no_visit_from_the_next_month() -> None:
    tenth = RoutineSince(set_at=BEGINNING, on=RoutineDay(day_of_month=10))
    fifth = RoutineSince(set_at=BEGINNING + timedelta(days=7), on=RoutineDay(day_of_month=5))
    days = [day for _, day in visits_expected([tenth, fifth], BEGINNING + timedelta(days=40))]
    assert days == [date(2023, 1, 10), date(2023, 2, 5), date(2023, 3, 5)]
