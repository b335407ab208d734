"""What a calendar answers, by example: what a customer and an agent would say on the phone."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.clocks.calendars.calendar import Calendar, Interval, compiled
from service.domain.clocks.calendars.days import Days
from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument
from service.domain.clocks.calendars.table import Years
from service.domain.clocks.calendars.zone import microseconds
from service.domain.clocks.policy import Title
from tests.domain.clocks.calendar_cases import HOLIDAY, TITLE, office, special_day

OFFICE_HOURS = ("09:00-12:00", "13:00-18:00")
NEW_YEAR = special_day(datetime(2026, 1, 1, tzinfo=UTC).date())
MAKE_UP = special_day(datetime(2026, 1, 4, tzinfo=UTC).date(), OFFICE_HOURS)


def at(text: str) -> datetime:
    """Return an instant; Chinese time where no zone is named."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else datetime.fromisoformat(f"{text}+08:00")


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.fixture
def weekdays() -> Calendar:
    """Return office hours from Monday to Friday; 2026-01-01 is a holiday, Sunday the 4th makes up for it."""
    return Calendar(
        CalendarDocument(
            calendar_id="cn",
            version=1,
            title=TITLE,
            zone="Asia/Shanghai",
            weekly=dict.fromkeys(WEEKDAYS[:5], OFFICE_HOURS),
            special_days=(NEW_YEAR, MAKE_UP),
            covered_from=datetime(2025, 1, 1, tzinfo=UTC).date(),
            covered_until=datetime(2026, 12, 31, tzinfo=UTC).date(),
        )
    )


@pytest.fixture
def always() -> Calendar:
    return Calendar(
        CalendarDocument(calendar_id="always", version=1, title=TITLE, zone="Asia/Shanghai", always=True)
    )


def in_zone(zone: str) -> Calendar:
    return Calendar(office(zone))


def test_what_is_left_on_friday_is_due_on_monday(weekdays: Calendar) -> None:
    assert weekdays.due_at(at("2026-03-06T17:30"), hours(1)) == at("2026-03-09T09:30")


def test_the_hour_of_lunch_does_not_count(weekdays: Calendar) -> None:
    assert weekdays.counted(at("2026-03-06T11:45"), at("2026-03-06T13:15")) == hours(0.5)
    assert weekdays.due_at(at("2026-03-06T11:45"), hours(0.5)) == at("2026-03-06T13:15")


def test_a_full_day_is_due_when_the_office_closes_and_not_the_next_morning(weekdays: Calendar) -> None:
    assert weekdays.due_at(at("2026-03-06T08:00"), hours(8)) == at("2026-03-06T18:00")
    just_more = hours(8) + timedelta(microseconds=1)
    assert weekdays.due_at(at("2026-03-06T08:00"), just_more) == at("2026-03-09T09:00:00.000001")


def test_a_holiday_does_not_count_and_the_sunday_that_makes_up_for_it_does(weekdays: Calendar) -> None:
    assert weekdays.counted(at("2026-01-01T00:00"), at("2026-01-02T00:00")) == hours(0)
    assert weekdays.counted(at("2026-01-04T00:00"), at("2026-01-05T00:00")) == hours(8)
    assert weekdays.due_at(at("2026-01-02T17:00"), hours(2)) == at("2026-01-04T10:00")


def test_no_time_is_due_at_once_even_when_the_office_is_closed(weekdays: Calendar) -> None:
    assert weekdays.due_at(at("2026-01-01T03:00"), timedelta(0)) == at("2026-01-01T03:00")


def test_a_negative_time_is_refused(weekdays: Calendar) -> None:
    with pytest.raises(ValueError, match="time must not be negative"):
        weekdays.due_at(at("2026-01-01T03:00"), timedelta(microseconds=-1))


def test_nothing_counts_backward(weekdays: Calendar) -> None:
    assert weekdays.counted(at("2026-03-06T18:00"), at("2026-03-06T09:00")) == timedelta(0)
    assert list(weekdays.intervals(at("2026-03-06T18:00"), at("2026-03-06T09:00"))) == []


def test_a_time_without_a_zone_is_refused(weekdays: Calendar) -> None:
    with pytest.raises(TypeError):
        weekdays.due_at(at("2026-01-01T03:00").replace(tzinfo=None), hours(1))


def test_around_the_clock_everything_counts(always: Calendar) -> None:
    start = at("2026-02-17T03:00:00.000001")
    assert always.due_at(start, hours(24)) == start + hours(24)
    assert always.counted(start, start + timedelta(days=4000)) == timedelta(days=4000)
    assert list(always.intervals(start, start + hours(30))) == [
        Interval(start, start + hours(30), counts=True, why="always")
    ]
    assert always.is_covered(at("0001-02-01T00:00"))


def test_an_hour_that_is_lived_through_twice_counts_twice() -> None:
    night = at("2026-10-25T00:00+02:00"), at("2026-10-25T04:00+01:00")
    assert in_zone("Europe/Berlin").counted(*night) == hours(3.25 + 1)


def test_an_hour_that_is_skipped_does_not_count() -> None:
    night = at("2026-03-29T00:00+01:00"), at("2026-03-29T04:00+02:00")
    assert in_zone("Europe/Berlin").counted(*night) == hours(3.25 - 1)


def test_a_date_that_a_country_left_out_does_not_count() -> None:
    # After Thursday, 29 December 2011, came Saturday in Samoa.
    samoa = in_zone("Pacific/Apia")
    thursday, saturday = at("2011-12-29T12:00-10:00"), at("2011-12-31T12:00+14:00")
    assert saturday - thursday == hours(24)
    assert samoa.counted(thursday, saturday) == hours(5 + 3.25 + 3)
    assert samoa.end_of_working_day(thursday, 1) == at("2012-01-01T00:00+14:00")


def test_each_interval_says_why(weekdays: Calendar) -> None:
    found = list(weekdays.intervals(at("2025-12-31T17:00"), at("2026-01-04T09:30")))
    assert [(each.end, each.counts, each.why, each.name) for each in found] == [
        (at("2025-12-31T18:00"), True, "window", None),
        (at("2026-01-01T00:00"), False, "outside_windows", None),
        (at("2026-01-02T00:00"), False, "closed_day", HOLIDAY),
        (at("2026-01-02T09:00"), False, "outside_windows", None),
        (at("2026-01-02T12:00"), True, "window", None),
        (at("2026-01-02T13:00"), False, "outside_windows", None),
        (at("2026-01-02T18:00"), True, "window", None),
        (at("2026-01-03T00:00"), False, "outside_windows", None),
        (at("2026-01-04T00:00"), False, "rest_day", None),
        (at("2026-01-04T09:00"), False, "outside_windows", HOLIDAY),
        (at("2026-01-04T09:30"), True, "special_window", HOLIDAY),
    ]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-04T00:00", 1, "2026-03-05T18:00"),
        ("2026-03-04T23:59", 3, "2026-03-09T18:00"),
        ("2025-12-31T10:00", 1, "2026-01-02T18:00"),
        ("2026-01-02T10:00", 1, "2026-01-04T18:00"),
        ("2026-01-01T10:00", 2, "2026-01-04T18:00"),
    ],
)
def test_working_days_are_counted_from_the_day_after(
    weekdays: Calendar, start: str, days: int, end: str
) -> None:
    assert weekdays.end_of_working_day(at(start), days) == at(end)


def test_around_the_clock_a_working_day_ends_at_midnight(always: Calendar) -> None:
    assert always.end_of_working_day(at("2026-03-06T10:00"), 2) == at("2026-03-09T00:00")


def test_working_days_begin_with_one(weekdays: Calendar) -> None:
    with pytest.raises(ValueError, match="days must be 1 or more"):
        weekdays.end_of_working_day(at("2026-03-06T10:00"), 0)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31T09:30", 1, "2026-02-28T09:30"),
        ("2024-01-31T09:30", 1, "2024-02-29T09:30"),
        ("2026-10-31T09:30", 3, "2027-01-31T09:30"),
        ("2026-12-01T00:30", 1, "2027-01-01T00:30"),
        ("2024-02-29T09:30", 12, "2025-02-28T09:30"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(
    weekdays: Calendar, start: str, months: int, end: str
) -> None:
    assert weekdays.months_after(at(start), months) == at(end)


@pytest.mark.parametrize(
    ("promised", "days", "due"),
    [
        ("2026-03-30T12:00+02:00", 1, "2026-03-29T12:00+02:00"),
        ("2026-03-30T12:00+02:00", 2, "2026-03-28T12:00+01:00"),
        ("2026-10-26T12:00+01:00", 7, "2026-10-19T12:00+02:00"),
        ("2026-03-30T02:30+02:00", 1, "2026-03-29T03:30+02:00"),  # 02:30 was skipped on that date
        ("2026-10-26T02:30+01:00", 1, "2026-10-25T02:30+02:00"),  # the first of two
        ("2026-10-25T02:30+01:00", 0, "2026-10-25T02:30+01:00"),  # the second of two
        ("2027-03-28T03:30+02:00", 365, "2026-03-28T03:30+01:00"),
    ],
)
def test_days_before_is_the_same_wall_time_whatever_the_clocks_did(
    promised: str, days: int, due: str
) -> None:
    assert in_zone("Europe/Berlin").days_before(at(promised), days) == at(due)


def test_the_second_of_two_hours_falls_on_a_date_that_skips_it() -> None:
    second = at("2026-10-25T02:30+01:00")
    assert in_zone("Europe/Berlin").days_before(second, 210) == at("2026-03-29T03:30+02:00")


def test_a_calendar_says_for_which_dates_its_holidays_are_known(weekdays: Calendar) -> None:
    known = {"2024-12-31T23:59": False, "2025-01-01T00:00": True, "2026-12-31T23:59": True}
    unknown = {"2027-01-01T00:00": False, "1980-01-01T00:00": False, "2200-01-01T00:00": False}
    said = {text: weekdays.is_covered(at(text)) for text in known | unknown}
    assert said == known | unknown


def test_a_calendar_without_limits_is_covered_as_far_as_zones_are_looked_up() -> None:
    berlin = in_zone("Europe/Berlin")
    said = [berlin.is_covered(at(f"{year}-06-01T00:00")) for year in (1989, 1990, 2100, 2101)]
    assert said == [False, True, True, False]


@pytest.mark.parametrize("start", ["1990-01-01T08:00", "2050-06-01T08:00", "2100-12-01T08:00"])
def test_years_that_are_not_covered_have_plain_weeks(weekdays: Calendar, start: str) -> None:
    assert weekdays.counted(at(start), at(start) + timedelta(days=7)) == hours(40)
    due = weekdays.due_at(at(start), hours(41))
    assert timedelta(days=7) < due - at(start) < timedelta(days=10)


def test_far_away_all_time_counts(weekdays: Calendar) -> None:
    far = at("0800-12-25T00:00")
    assert weekdays.due_at(far, hours(5)) == far + hours(5)
    assert weekdays.end_of_working_day(far, 3) == at("0800-12-29T00:00+08:05:43")
    assert [each.why for each in weekdays.intervals(far, far + hours(5))] == ["beyond_horizon"]
    all_of_it = weekdays.counted(at("1989-12-31T08:00"), at("2101-01-01T09:00"))
    within = weekdays.counted(at("1990-01-01T08:00"), at("2101-01-01T08:00"))
    assert all_of_it == within + hours(25)
    assert weekdays.due_at(at("1989-12-31T08:00"), all_of_it) == at("2101-01-01T09:00")
    assert weekdays.due_at(at("1989-12-31T08:00"), hours(24 + 7)) == at("1990-01-01T17:00")


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_no_instant_is_too_far(weekdays: Calendar, always: Calendar, year: str) -> None:
    for calendar in (weekdays, always):
        edge = at(f"{year}T00:00:00+00:00")
        answers = [
            calendar.due_at(edge, timedelta(days=400_000)),
            calendar.end_of_working_day(edge, 4_000_000),
            calendar.months_after(edge, 130_000),
            calendar.days_before(edge, 4_000_000),
        ]
        assert [answer.tzinfo for answer in answers] == [UTC] * 4
        assert answers[3] < at("0001-01-05T00:00") < at("1096-01-01T00:00") < answers[0]
        assert min(answers[1:3]) > at("9999-12-28T00:00")
        assert calendar.is_covered(edge) is calendar.document.always


def test_equal_documents_share_one_calendar(weekdays: Calendar) -> None:
    document = weekdays.document
    again = CalendarDocument.model_validate_json(document.model_dump_json())
    assert again is not document
    assert compiled(again) is compiled(document)
    assert compiled(document.model_copy(update={"title": Title(zh="别", en="Other")})) is not compiled(
        document
    )


def test_years_that_were_laid_out_are_not_laid_out_again(weekdays: Calendar) -> None:
    years = Years(Days(weekdays.document))
    earlier, later = (microseconds(at(f"{year}-06-01T00:00")) for year in (2010, 2026))
    years.table(later, later)
    both = years.table(earlier, earlier)
    assert years.table(later, later) is years.table(earlier, later) is both
    assert (both.first, both.last) == (2010, 2026)
