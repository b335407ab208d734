"""A file of which nothing can be read is refused before anything is written."""

from collections.abc import Iterator
from contextlib import contextmanager
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
    RejectsUnwritableError,
)
from tests.importers.files import SERVICENOW_COLUMNS, history, later, line, written
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


@pytest.mark.parametrize("folder", ["taken", "taken/below", "blocked"])
async def test_rejects_that_cannot_be_written_are_told_before_anything_is_imported(
    application: Application, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    (tmp_path / "blocked" / "log.csv.rejects.csv").mkdir(parents=True)
    path = written(tmp_path / "log.csv", ["broken", line()])
    with pytest.raises(RejectsUnwritableError) as caught:
        await imported(application, path, rejects_folder=tmp_path / folder)
    place = str(tmp_path / folder / "log.csv.rejects.csv")
    assert all(place in caught.value.message(language) for language in ("en", "zh"))
    assert await application.log.head() == 0


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a full disk."""
    limits = pytest.importorskip("resource", reason="Windows limits no file sizes")
    kept = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (size, kept[1]))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, kept)


async def test_a_disk_without_room_for_rejects_is_told_before_anything_is_imported(
    application: Application, tmp_path: Path
) -> None:
    path = written(tmp_path / "log.csv", ["broken", line()])
    with pytest.raises(RejectsUnwritableError), room_for(10):
        await imported(application, path)
    assert await application.log.head() == 0
    assert list((tmp_path / "rejects").iterdir()) == []


@pytest.mark.parametrize("broken_rows", [1, 500])
async def test_a_disk_that_fills_up_ends_the_import_and_the_next_one_goes_on(
    application: Application, tmp_path: Path, broken_rows: int
) -> None:
    path = written(tmp_path / "log.csv", [line(), *["broken"] * broken_rows, later(1, "Active")])
    with pytest.raises(RejectsUnwritableError), room_for(100):
        await imported(application, path, rows_per_batch=1)
    summary = await imported(application, path)
    assert (summary.accepted + summary.already_known, summary.rejected) == (2, broken_rows)
