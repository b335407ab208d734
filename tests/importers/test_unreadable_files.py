"""A file of which nothing can be read is refused before anything is written."""

from pathlib import Path

import pytest

from service.eventstore.application import Application
from service.importers.problems import (
    AccountCodeUnusableError,
    ColumnRepeatedError,
    ColumnsMissingError,
    FileEmptyError,
    FileUnreadableError,
    ImportFailedError,
)
from tests.importers.files import SERVICENOW_COLUMNS, history, line, written
from tests.importers.recording import imported, told

HEADER = ",".join(SERVICENOW_COLUMNS)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmptyError),
        (b"\xef\xbb\xbf\n", FileEmptyError),
        (HEADER.replace("priority", "prio").encode(), ColumnsMissingError),
        (HEADER.encode("utf-16"), ColumnsMissingError),
        (b'"never closed', ColumnsMissingError),
        ((HEADER + ",number").encode(), ColumnRepeatedError),
    ],
)
async def test_a_file_without_the_header_is_refused(
    application: Application, tmp_path: Path, content: bytes, error: type[ImportFailedError]
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        await imported(application, path)
    assert all(str(path) in caught.value.message(language) for language in ("en", "zh"))
    assert await application.log.head() == 0


async def test_the_missing_columns_are_named(application: Application, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(HEADER.replace("priority,", "").replace("urgency,", ""))
    with pytest.raises(ColumnsMissingError, match="urgency, priority"):
        await imported(application, path)


async def test_a_file_that_is_not_there_is_refused(application: Application, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError, match="No such file"):
        await imported(application, tmp_path / "log.csv")


async def test_a_folder_is_no_file(application: Application, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadableError):
        await imported(application, tmp_path)


async def test_an_unusable_account_code_is_refused(application: Application, tmp_path: Path) -> None:
    with pytest.raises(AccountCodeUnusableError, match="not a code"):
        await imported(application, written(tmp_path / "log.csv", [line()]), account_code="not a code")
    assert await application.log.head() == 0


async def test_a_file_of_bad_rows_only_could_not_be_read(application: Application, tmp_path: Path) -> None:
    assert (await imported(application, written(tmp_path / "log.csv", ["broken"] * 3))).exit_code == 2


async def test_a_header_alone_is_a_file_without_rows(application: Application, tmp_path: Path) -> None:
    summary = await imported(application, written(tmp_path / "log.csv", []))
    assert (summary.rows, summary.exit_code) == (0, 0)


@pytest.mark.parametrize(("start", "end"), [(b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n"), (b"", b"\n\n")])
async def test_a_byte_order_mark_any_line_end_and_blank_lines_are_taken(
    application: Application, tmp_path: Path, start: bytes, end: bytes
) -> None:
    path = written(tmp_path / "log.csv", history("INC1"), start=start, end=end)
    assert (await imported(application, path)).accepted == 8
    assert (await imported(application, written(path, history("INC1")))).already_known == 8


async def test_quotes_and_the_order_of_columns_do_not_matter(
    application: Application, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    quoted = line(caller_id='"Smith, ""Jo"""', category="打印机")
    rows = [",".join(reversed(SERVICENOW_COLUMNS)), ",".join(reversed(line().split(",")))]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert (await imported(application, path)).accepted == 1
    path = written(tmp_path / "quoted.csv", [quoted.replace("INC1", "INC2")])
    assert (await imported(application, path)).accepted == 1
    assert (await told(application, "INC2"))[0] == "CaseReceived"
