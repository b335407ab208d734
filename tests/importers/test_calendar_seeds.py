"""The calendars that come with the program: right day by day, and made by a tool that knows its limits."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from zoneinfo import ZoneInfo

import pytest
import yaml

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.document import CalendarDocument

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "service/importers/defaults/calendars"
TOOL = ROOT / "tools/seed_calendars.py"
CHINA = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)

# As the State Council announced them: the first and last day off of each holiday, and the working weekends.
DAYS_OFF = {
    2024: "0101-0101 0210-0217 0404-0406 0501-0505 0608-0610 0915-0917 1001-1007",
    2025: "0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
    2026: "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
}
MADE_UP = {
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}

# Stands in for the library: 2012 is announced, 2013 is only what the law says.
PLANTED = """
    from datetime import date

    class CN(dict):
        weekend_workdays = {date(2010, 2, 20), date(2011, 2, 12)} | EXTRA
        def __init__(self, years, language):
            name = {"zh_CN": "元旦", "en_US": "Day off (substituted from 01/02/2010)"}[language]
            super().__init__({date(years, 1, 1): name, date(years, 5, 1): name})
"""


def seed(name: str) -> CalendarDocument:
    return CalendarDocument.model_validate(yaml.safe_load((SEEDS / f"{name}.v1.yaml").read_bytes()))


def on(year: int, month_day: str) -> date:
    return date(year, int(month_day[:2]), int(month_day[2:]))


def works(day: date) -> bool:
    """Say whether a date was a working day by the notices above."""
    if day in {on(day.year, made_up) for made_up in MADE_UP[day.year].split()}:
        return True
    spans = [span.split("-") for span in DAYS_OFF[day.year].split()]
    is_off = any(on(day.year, first) <= day <= on(day.year, last) for first, last in spans)
    return day.weekday() < 5 and not is_off


def seeded(folder: Path, library: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the tool with a library of ours in place of `holidays`."""
    home = folder / "library"
    home.mkdir(exist_ok=True)
    (home / "holidays.py").write_text(dedent(library), encoding="utf-8")
    command = [sys.executable, str(TOOL), "--folder", str(folder / "seeds"), *options]
    environment = os.environ | {"PYTHONPATH": str(home)}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


@pytest.mark.parametrize("year", DAYS_OFF)
def test_office_hours_follow_each_notice_of_the_state_council_day_by_day(year: int) -> None:
    calendar = Calendar(seed("cn_5x8"))
    day = date(year, 1, 1)
    while day.year == year:
        midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        hours = calendar.counted(midnight, midnight + DAY) / timedelta(hours=1)
        assert hours == (8 if works(day) else 0), day
        day += DAY


def test_what_comes_in_on_the_eve_of_a_long_holiday_is_due_on_the_working_sunday_after_it() -> None:
    calendar = Calendar(seed("cn_5x8"))
    friday_evening = datetime(2024, 2, 9, 17, 45, tzinfo=CHINA)
    assert calendar.due_at(friday_evening, timedelta(minutes=30)) == datetime(
        2024, 2, 18, 9, 15, tzinfo=CHINA
    )


def test_high_value_accounts_are_served_on_holidays_too() -> None:
    calendar = Calendar(seed("cn_7x12"))
    new_year = datetime(2026, 2, 17, tzinfo=CHINA)
    assert calendar.counted(new_year, new_year + DAY) == timedelta(hours=12)
    assert calendar.due_at(new_year, timedelta(minutes=30)) == new_year.replace(hour=8, minute=30)
    assert calendar.is_covered(datetime(2040, 1, 1, tzinfo=CHINA))


def test_around_the_clock_is_around_the_clock() -> None:
    midnight = datetime(2026, 2, 17, tzinfo=CHINA)
    assert Calendar(seed("always")).due_at(midnight, timedelta(minutes=5)) == midnight + timedelta(minutes=5)


def test_a_year_without_a_notice_is_not_covered() -> None:
    document = seed("cn_5x8")
    assert (document.covered_from, document.covered_until) == (date(2010, 1, 1), date(2026, 12, 31))
    made_up = {day.date.year for day in document.special_days if day.windows}
    assert made_up == {day.date.year for day in document.special_days} == set(range(2010, 2027))
    assert not Calendar(document).is_covered(datetime(2027, 1, 1, tzinfo=CHINA))


def test_every_special_day_has_a_name_in_both_languages() -> None:
    for special in seed("cn_5x8").special_days:
        assert not special.name.zh.isascii()
        assert special.name.en.isascii()
        assert special.name.zh.strip()


def test_the_committed_calendars_are_what_the_tool_writes() -> None:
    pytest.importorskip("holidays", reason="the library of developers is not installed")
    checked = subprocess.run(
        [sys.executable, str(TOOL), "--check"], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_the_tool_stops_at_the_first_year_without_a_make_up_day(tmp_path: Path) -> None:
    assert seeded(tmp_path, PLANTED.replace("EXTRA", "{date(2013, 1, 5)}")).returncode == 0
    written = (tmp_path / "seeds/cn_5x8.v1.yaml").read_bytes()
    document = CalendarDocument.model_validate(yaml.safe_load(written))
    assert document.covered_until == date(2011, 12, 31)
    assert {day.date.year for day in document.special_days} == {2010, 2011}
    assert document.special_days[0].name.en == "Day off (substituted from 2010-01-02)"


def test_what_has_changed_becomes_the_next_version_beside_the_old_one(tmp_path: Path) -> None:
    before, after = PLANTED.replace("EXTRA", "set()"), PLANTED.replace("EXTRA", "{date(2012, 1, 21)}")
    assert seeded(tmp_path, before, "--check").returncode == 1
    assert seeded(tmp_path, before).returncode == 0
    assert seeded(tmp_path, before, "--check").returncode == 0
    first = (tmp_path / "seeds/cn_5x8.v1.yaml").read_bytes()
    stale = seeded(tmp_path, after, "--check")
    assert (stale.returncode, "out of date: cn_5x8" in stale.stderr) == (1, True)
    assert seeded(tmp_path, after).returncode == 0
    names = sorted(file.name for file in (tmp_path / "seeds").iterdir())
    assert names == ["always.v1.yaml", "cn_5x8.v1.yaml", "cn_5x8.v2.yaml", "cn_7x12.v1.yaml"]
    assert (tmp_path / "seeds/cn_5x8.v1.yaml").read_bytes() == first
    second = CalendarDocument.model_validate(yaml.safe_load((tmp_path / "seeds/cn_5x8.v2.yaml").read_bytes()))
    assert (second.version, second.covered_until) == (2, date(2012, 12, 31))


def test_a_library_that_calls_one_day_a_holiday_and_a_working_day_is_not_believed(tmp_path: Path) -> None:
    refused = seeded(tmp_path, PLANTED.replace("EXTRA", "{date(2010, 5, 1)}"))
    assert refused.returncode != 0
    assert "as holidays and as working days" in refused.stderr
    assert datetime(2010, 5, 1, tzinfo=UTC).weekday() == 5
