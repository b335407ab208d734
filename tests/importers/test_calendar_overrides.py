"""A table of special days is laid over a calendar, or nothing of it is and each wrong row is named."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.domain.clocks.calendars.calendar import Calendar
from service.domain.clocks.calendars.document import WEEKDAYS, CalendarDocument, SpecialDay
from service.domain.clocks.policy import Title
from service.importers.problems import ColumnsMissingError, FileEmptyError, FileUnreadableError
from service.importers.rule_files.calendar_overrides import OverridesWrongError, overridden

HEADER = "date,name_zh,name_en,windows\n"
CHINA = ZoneInfo("Asia/Shanghai")
DOCUMENT = CalendarDocument(
    calendar_id="office",
    version=3,
    title=Title(zh="办公时间", en="Office hours"),
    zone="Asia/Shanghai",
    weekly=dict.fromkeys(WEEKDAYS[:5], ("09:00-17:00",)),
    special_days=(
        SpecialDay(date=date(2026, 10, 1), name=Title(zh="国庆节", en="National Day")),
        SpecialDay(date=date(2026, 12, 31), name=Title(zh="盘点", en="Stocktaking")),
    ),
    covered_from=date(2026, 1, 1),
    covered_until=date(2026, 12, 31),
)


def table(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "days.csv"
    path.write_bytes((header + rows).encode())
    return path


def told(path: Path, document: CalendarDocument = DOCUMENT, covered_until: date | None = None) -> list[str]:
    """Return what is said of a table that is not taken, without the first line."""
    with pytest.raises(OverridesWrongError) as refused:
        overridden(document, path, covered_until=covered_until)
    assert path.name in str(refused.value)
    assert refused.value.message("zh") != refused.value.message("en")
    return [line.strip() for line in refused.value.message("en").splitlines()[1:]]


def test_rows_are_added_or_stand_instead_of_what_was_said_before(tmp_path: Path) -> None:
    rows = "2027-01-01,元旦,New Year's Day,\n2026-12-31,补班,Make-up day,13:00-17:00 09:00-12:00\n"
    changed = overridden(DOCUMENT, table(tmp_path, rows), covered_until=date(2027, 12, 31))
    assert [day.date for day in changed.special_days] == [
        date(2026, 10, 1),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]
    assert changed.special_days[1].name == Title(zh="补班", en="Make-up day")
    assert (changed.version, changed.covered_until) == (4, date(2027, 12, 31))
    assert DOCUMENT.special_days[1].windows == ()
    midnight = datetime(2026, 12, 31, tzinfo=CHINA)
    assert Calendar(changed).counted(midnight, midnight + timedelta(days=1)) == timedelta(hours=7)


def test_what_is_known_stays_known_as_far_as_before(tmp_path: Path) -> None:
    changed = overridden(DOCUMENT, table(tmp_path, "2026-05-01,劳动节,Labour Day,\n"))
    assert changed.covered_until == DOCUMENT.covered_until
    kept = {"version", "special_days"}
    assert changed.model_dump(exclude=kept) == DOCUMENT.model_dump(exclude=kept)


@pytest.mark.parametrize("written", ["2027-01-02", "2027/1/2", "2027/01/02", " 2027-1-2 "])
def test_dates_may_be_written_as_spreadsheets_write_them(tmp_path: Path, written: str) -> None:
    changed = overridden(DOCUMENT, table(tmp_path, f"{written},休,Off,\n"))
    assert changed.special_days[-1].date == date(2027, 1, 2)


def test_a_table_may_come_from_excel(tmp_path: Path) -> None:
    rows = 'new,2027/1/1,"元旦","New Year, the first",\r\n\r\n'
    path = table(tmp_path, rows, "\ufeffnote,date,name_zh,name_en,windows\r\n")
    assert overridden(DOCUMENT, path).special_days[-1].name.en == "New Year, the first"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2027-02-30,休,Off,", "line 3: date must be a date such as 2026-03-01"),
        ("02/01/2027,休,Off,", "line 3: date must be a date such as 2026-03-01"),
        ("20270102,休,Off,", "line 3: date must be a date such as 2026-03-01"),
        (",休,Off,", "line 3: date The value is missing. Fill it in."),
        ("2027-01-02,,Off,", "line 3: name_zh The value is missing. Fill it in."),
        ("2027-01-02,休, ,", "line 3: name_en The value is missing. Fill it in."),
        ("2027-01-02,休,Off,9-12", "line 3: windows must be written such as 09:00-12:00"),
        (
            "2027-01-02,休,Off,09:00-12:00 11:00-13:00",
            "line 3: windows must not overlap: 09:00-12:00 and 11:",
        ),
        ("9999-12-31,休,Off,", "line 3: date must lie between 1970-01-01 and 2199-12-31"),
        ("2200-01-01,休,Off,", "line 3: date must lie between 1970-01-01 and 2199-12-31"),
        ("1969-12-31,休,Off,", "line 3: date must lie between 1970-01-01 and 2199-12-31"),
        ("2027-01-01,休,Off,", "line 3: date must name each date once; 2027-01-01 stands there twice"),
        ("2027-01-02,休,Off", "line 3: - The line has 3 fields instead of 4"),
        ('2027-01-02,休,"Off,', "line 3: - The quotes of the line do not match"),
    ],
)
def test_a_wrong_row_is_named_with_its_field(tmp_path: Path, row: str, said: str) -> None:
    (line,) = told(table(tmp_path, f"2027-01-01,元旦,New Year,\n{row}\n2027-01-03,休,Off,\n"))
    assert line.startswith(said)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_bytes(HEADER.encode() + "2027-01-01,元旦,New Year,\n".encode("gbk"))
    (line,) = told(path)
    assert line.startswith("line 2: name_zh The line is not valid UTF-8; perhaps it is GBK.")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert len(told(table(tmp_path, "x,休,Off,\n2027-01-02,休,Off,x y\n"))) == 3
    assert len(told(table(tmp_path, "x,休,Off,\n" * 100))) == 20


def test_a_calendar_around_the_clock_has_no_special_days(tmp_path: Path) -> None:
    always = CalendarDocument(
        calendar_id="always", version=1, title=DOCUMENT.title, zone="Asia/Shanghai", always=True
    )
    (line,) = told(table(tmp_path, "2027-01-01,元旦,New Year,\n"), always)
    assert line == "line 1: special_days must be left out where `always` is true"


def test_what_is_known_cannot_end_before_it_begins(tmp_path: Path) -> None:
    (line,) = told(table(tmp_path, ""), covered_until=date(2025, 12, 31))
    assert line == "line 1: covered_until must not lie before covered_from"


@pytest.mark.parametrize("until", [date(2200, 1, 1), date(9999, 12, 31)])
def test_what_is_known_ends_on_a_day_that_can_be_meant(tmp_path: Path, until: date) -> None:
    (line,) = told(table(tmp_path, ""), covered_until=until)
    assert line.startswith("line 1: covered_until must lie between 1970-01-01 and 2199-12-31")


def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        overridden(DOCUMENT, tmp_path / "none.csv")
    with pytest.raises(FileEmptyError):
        overridden(DOCUMENT, table(tmp_path, "", header=""))
    with pytest.raises(ColumnsMissingError, match="name_en"):
        overridden(DOCUMENT, table(tmp_path, "", header="date,name_zh,windows\n"))
