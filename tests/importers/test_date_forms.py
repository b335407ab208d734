"""The form of times is declared or proved over the whole file; none is taken with day and month changed."""

from datetime import datetime
from pathlib import Path

import pytest

from service.domain.case.record.intake import CaseReceived
from service.eventstore.application import Application
from service.importers.problems import DateFormMixedError, DateFormUnclearError
from service.importers.run import import_file
from service.importers.sources.boston311 import BOSTON311
from tests.importers.figures import of_kind
from tests.importers.files import line, written
from tests.importers.recording import cases, imported, rejected
from tests.importers.test_boston311_file import CLOSED, HEADER

FORMS = {"day-first": "{day}/{month}/2016 {time}", "month-first": "{month}/{day}/2016 {time}"}
FORMS["iso"] = "2016-{month:02}-{day:02} {time}"


def row(form: str, day: int, month: int = 3, number: str = "") -> str:
    """Return the first row of an incident of its own, received at eight on this day."""
    opened, updated = (FORMS[form].format(day=day, month=month, time=time) for time in ("08:00", "08:10"))
    return line(number=number or f"INC{month}-{day}", opened_at=opened, sys_updated_at=updated)


async def received(application: Application) -> set[tuple[int, int]]:
    """Return month and day on which each case was received."""
    found = [of_kind(events, CaseReceived)[0].occurred_at for events in (await cases(application)).values()]
    return {(at.month, at.day) for at in found}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("declared", [True, False])
async def test_a_whole_month_is_taken_over_on_its_own_days(
    application: Application, tmp_path: Path, form: str, *, declared: bool
) -> None:
    path = written(tmp_path / "log.csv", [row(form, day) for day in range(1, 32)])
    summary = await imported(application, path, date_form=form if declared else None)
    assert (summary.accepted, summary.rejected) == (31, 0)
    assert await received(application) == {(3, day) for day in range(1, 32)}


@pytest.mark.parametrize("form", ["day-first", "month-first"])
@pytest.mark.parametrize("days", [[(1, 3)], [(5, 5)], [(d, m) for d in range(1, 13) for m in range(1, 13)]])
@pytest.mark.parametrize("take_what_fits", [False, True])
async def test_a_file_that_fits_both_is_refused_until_the_form_is_declared(
    application: Application,
    tmp_path: Path,
    form: str,
    days: list[tuple[int, int]],
    *,
    take_what_fits: bool,
) -> None:
    path = written(tmp_path / "log.csv", [row(form, day, month) for day, month in days])
    with pytest.raises(DateFormUnclearError) as caught:
        await imported(application, path, take_what_fits=take_what_fits)
    for language in ("en", "zh"):
        message = caught.value.message(language)
        assert all(part in message for part in (str(path), "--date-form", "day-first", "month-first"))
    assert await application.log.head() == 0
    assert (await imported(application, path, date_form=form)).accepted == len(days)
    assert await received(application) == {(month, day) for day, month in days}


@pytest.mark.parametrize(
    ("others", "declared"),
    [
        ("month-first", None),
        ("month-first", "day-first"),
        ("iso", "day-first"),
        ("day-first", "month-first"),
        ("day-first", "iso"),
    ],
)
async def test_one_time_in_another_form_and_nothing_is_written(
    application: Application, tmp_path: Path, others: str, declared: str | None
) -> None:
    most = declared or "day-first"
    rows = [*(row(most, day) for day in range(1, 29)), row(others, 29), row(others, 30)]
    path = written(tmp_path / "log.csv", rows)
    with pytest.raises(DateFormMixedError) as caught:
        await imported(application, path, date_form=declared)
    assert "line 30" in caught.value.message("en")
    assert "第 30" in caught.value.message("zh")
    assert await application.log.head() == 0
    summary = await imported(application, path, date_form=most, take_what_fits=True)
    assert (summary.accepted, summary.rejected_by_code) == (28, {"not_a_time": 2})
    assert await received(application) == {(3, day) for day in range(1, 29)}


async def test_without_a_declared_form_what_fits_is_not_guessed(
    application: Application, tmp_path: Path
) -> None:
    path = written(tmp_path / "log.csv", [row("day-first", 31), row("month-first", 30)])
    with pytest.raises(DateFormMixedError):
        await imported(application, path, take_what_fits=True)
    assert await application.log.head() == 0


async def test_a_row_in_iso_is_rejected_by_itself_for_it_is_taken_for_nothing_else(
    application: Application, tmp_path: Path
) -> None:
    path = written(tmp_path / "log.csv", [row("day-first", 31), row("iso", 3), row("day-first", 4)])
    summary = await imported(application, path)
    assert rejected(summary) == [(3, "sys_updated_at", "not_a_time")]
    assert await received(application) == {(3, 31), (3, 4)}


async def test_a_value_that_is_no_time_proves_nothing(application: Application, tmp_path: Path) -> None:
    path = written(tmp_path / "log.csv", [row("day-first", 31, 2), row("day-first", 1, 3)])
    with pytest.raises(DateFormUnclearError):
        await imported(application, path)
    summary = await imported(application, path, date_form="day-first")
    assert rejected(summary) == [(2, "sys_updated_at", "not_a_time")]


@pytest.mark.parametrize("form", ["day-first", "month-first"])
async def test_another_source_is_read_in_the_form_it_proves(
    application: Application, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "july.csv"

    def slashed(iso: str) -> str:
        at = datetime.fromisoformat(iso)
        return FORMS[form].format(day=at.day, month=at.month, time=f"{at:%H:%M}")

    rows = CLOSED + CLOSED.replace("1,", "2,", 1).replace("07-01", "07-31").replace("07-02", "07-31")
    for iso in {part for part in rows.replace("\n", ",").split(",") if part.startswith("2011-")}:
        rows = rows.replace(iso, slashed(iso).replace("2016", "2011"))
    path.write_text(HEADER + rows)
    summary = await import_file(path, BOSTON311, application, actor="tester")
    assert (summary.accepted, summary.rejected) == (2, 0)
    assert await received(application) == {(7, 1), (7, 31)}
