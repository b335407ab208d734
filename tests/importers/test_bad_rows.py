"""A bad row is rejected alone, with line, field and reason."""

import csv
import os
import stat
from pathlib import Path

import pytest

from service.eventstore.application import Application
from service.importers.rows import LONGEST_LINE
from tests.importers.files import history, later, line, written
from tests.importers.recording import imported, rejected, told

GOOD = history("INC9")


async def rejections(
    application: Application, folder: Path, *rows: str | bytes
) -> list[tuple[int, str, str]]:
    """Import a good history, these rows and another one, of which nothing may be lost."""
    lines = [*GOOD, *rows, *history("INC8")]
    summary = await imported(application, written(folder / "log.csv", lines), rows_per_batch=5)
    whole = await told(application, "INC9")
    assert whole == await told(application, "INC8")
    assert whole[-1] == "CaseClosed"
    return rejected(summary)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("number", "?", "missing"),
        ("number", "I" * 201, "too_long"),
        ("sys_mod_count", "", "missing"),
        ("sys_mod_count", "-1", "not_a_number"),
        ("sys_mod_count", "1.5", "not_a_number"),
        ("sys_mod_count", "٣", "not_a_number"),
        ("sys_mod_count", "9" * 10, "not_a_number"),
        ("incident_state", "-100", "unknown_word"),
        ("incident_state", "?", "missing"),
        ("opened_at", "?", "missing"),
        ("opened_at", "30/2/2016 08:00", "not_a_time"),
        ("opened_at", "1/1/2027 08:00", "in_future"),
        ("sys_updated_at", "29/2/2016 24:00", "not_a_time"),
        ("sys_updated_at", "2016-02-29 08:00", "not_a_time"),
        ("sys_updated_at", "29/2/2016 07:59", "before_received"),
        ("sys_updated_at", "1/1/2026 00:06", "in_future"),
        ("contact_type", "Pigeon", "unknown_word"),
        ("priority", "5 - Whenever", "unknown_word"),
        ("urgency", "high", "unknown_word"),
        ("made_sla", "perhaps", "unknown_word"),
        ("category", "c" * 150, "too_long"),
        ("caller_id", "c" * 201, "too_long"),
    ],
)
async def test_a_bad_field_is_named(
    application: Application, tmp_path: Path, field: str, value: str, code: str
) -> None:
    row = line(**{"subcategory": "s" * 60, field: value})
    assert await rejections(application, tmp_path, row) == [(10, field, code)]
    assert await told(application) == []


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (line().removesuffix(",7/3/2016 09:00"), "", "wrong_columns"),
        (line() + ",more", "", "wrong_columns"),
        ("complete nonsense", "", "wrong_columns"),
        (line(caller_id='"never closed'), "", "quote_not_closed"),
        (line(caller_id='"closed" too early'), "", "quote_not_closed"),
        (line(category="打印机").encode("gbk"), "category", "not_utf8"),
        (line(caller_id='"a,b"', category="打印机").encode("gbk"), "category", "not_utf8"),
        (line(caller_id="a\0b"), "caller_id", "nul_byte"),
        (b"\xff\xfe\xfd", "number", "not_utf8"),
        (line(caller_id="x" * LONGEST_LINE), "", "line_too_long"),
        (line(caller_id="x" * 3 * LONGEST_LINE), "", "line_too_long"),
    ],
)
async def test_a_broken_line_spoils_no_other(
    application: Application, tmp_path: Path, row: str | bytes, field: str, code: str
) -> None:
    assert await rejections(application, tmp_path, row) == [(10, field, code)]


async def test_a_line_break_in_a_field_is_rejected_and_swallows_nothing(
    application: Application, tmp_path: Path
) -> None:
    found = await rejections(application, tmp_path, line(caller_id='"two\nlines"'))
    assert [(number, code) for number, _, code in found] == [(10, "quote_not_closed"), (11, "wrong_columns")]


async def test_a_repeated_row_is_known_and_with_other_content_rejected(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), line(), line(priority="1 - Critical"), later(1, "Active")]
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.accepted, summary.already_known) == (2, 1)
    assert rejected(summary) == [(4, "number", "repeated_with_other_content")]
    assert summary.rejected_by_code == {"repeated_with_other_content": 1}


async def test_a_row_on_record_that_comes_with_other_content_is_rejected(
    application: Application, tmp_path: Path
) -> None:
    await imported(application, written(tmp_path / "one.csv", [line()]))
    summary = await imported(application, written(tmp_path / "two.csv", [line(made_sla="false")]))
    assert rejected(summary) == [(2, "number", "repeated_with_other_content")]
    assert summary.exit_code == 2


async def test_two_updates_with_one_count_and_different_times_are_both_good(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(), line(sys_updated_at="29/2/2016 08:05", sys_updated_by="Updated by 2")]
    assert (await imported(application, written(tmp_path / "log.csv", rows))).accepted == 2


@pytest.mark.parametrize(
    ("language", "words"), [("en", "'-100' is not known here."), ("zh", "无法识别“-100”。")]
)
async def test_the_reject_file_says_what_to_do_in_the_readers_language(
    application: Application, tmp_path: Path, language: str, words: str
) -> None:
    row = line(incident_state="-100")
    summary = await imported(application, written(tmp_path / "log.csv", [row, line()]), language=language)
    assert summary.rejects_file == tmp_path / "rejects" / "log.csv.rejects.csv"
    assert summary.exit_code == 1
    with summary.rejects_file.open(encoding="utf-8-sig", newline="") as file:
        (found,) = csv.DictReader(file)
    assert (found["file"], found["line"], found["row"]) == ("log.csv", "2", row)
    assert found["reason"].startswith(words)


async def test_the_reject_file_shows_bytes_that_are_no_text(application: Application, tmp_path: Path) -> None:
    summary = await imported(application, written(tmp_path / "log.csv", [line(category="打").encode("gbk")]))
    assert summary.rejects_file is not None
    assert r"\xb4\xf2" in summary.rejects_file.read_text(encoding="utf-8-sig")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no permission bits")
async def test_only_its_owner_may_read_the_reject_file(application: Application, tmp_path: Path) -> None:
    summary = await imported(application, written(tmp_path / "log.csv", ["broken"]))
    assert summary.rejects_file is not None
    assert stat.S_IMODE(summary.rejects_file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


async def test_no_reject_file_is_left_when_nothing_is_rejected(
    application: Application, tmp_path: Path
) -> None:
    bad = await imported(application, written(tmp_path / "log.csv", ["broken", line()]))
    good = await imported(application, written(tmp_path / "log.csv", [line()]))
    assert bad.rejects_file is not None
    assert (good.rejects_file, good.exit_code) == (None, 0)
    assert not bad.rejects_file.exists()
