"""A file of which nothing can be read is refused before anything is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.eventstore.application import Application
from service.importers.problems import (
    AccountCodeUnusableError,
    ColumnRepeatedError,
    ColumnsMissingError,
    DelimiterUnknownError,
    FileEmptyError,
    FileNotUtf8Error,
    FileUnreadableError,
    FileWithoutRowsError,
    HeaderQuoteOpenError,
    ImportFailedError,
    LineEndsUnknownError,
    RejectsUnwritableError,
)
from tests.importers.files import SERVICENOW_COLUMNS, history, later, line, written
from tests.importers.recording import imported, rejected, told

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


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n \n"])
async def test_a_header_alone_is_refused(application: Application, tmp_path: Path, end: bytes) -> None:
    path = written(tmp_path / "log.csv", [], end=end)
    with pytest.raises(FileWithoutRowsError, match="no row below"):
        await imported(application, path)
    assert await application.log.head() == 0


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        (history("INC1"), b"\r"),
        ([], b"\r"),
        (history("INC1"), b"\r\r"),
        ([line(number=f"INC{n}") for n in range(4000)], b"\r"),
    ],
)
async def test_lines_that_end_in_cr_alone_are_refused(
    application: Application, tmp_path: Path, rows: list[str], end: bytes
) -> None:
    content = end.join(text.encode() for text in (HEADER, *rows)) + end
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    if not rows:  # one line, whatever its end
        with pytest.raises(FileWithoutRowsError):
            await imported(application, path)
    else:
        with pytest.raises(LineEndsUnknownError) as caught:
            await imported(application, path)
        assert all(str(path) in caught.value.message(language) for language in ("en", "zh"))
    assert await application.log.head() == 0


async def test_rows_joined_by_cr_below_a_good_header_are_rejected_not_lost(
    application: Application, tmp_path: Path
) -> None:
    summary = await imported(application, written(tmp_path / "log.csv", ["\r".join(history("INC1"))]))
    assert rejected(summary) == [(2, "", "wrong_columns")]
    assert summary.exit_code == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (f"{HEADER}\n{line()}".encode("utf-16"), FileNotUtf8Error),
        (f"{HEADER}\n{line()}".encode("utf-16-le"), FileNotUtf8Error),
        (f"{HEADER}\n{line()}".encode("utf-16-be"), FileNotUtf8Error),
        (f"{HEADER}\n{line()}".encode("utf-32"), FileNotUtf8Error),
        (f"{HEADER}\n{line()}".replace(",", ";").encode(), DelimiterUnknownError),
        (f"{HEADER}\n{line()}".replace(",", "\t").encode(), DelimiterUnknownError),
        (f"{HEADER.upper()}\n{line()}".replace(",", '";"').encode(), DelimiterUnknownError),
        (f'"{HEADER}\n{line()}\n'.encode(), HeaderQuoteOpenError),
        (HEADER.replace("priority", '"priority').encode() + b"\n", HeaderQuoteOpenError),
    ],
)
async def test_what_the_file_is_instead_is_named(
    application: Application, tmp_path: Path, content: bytes, error: type[ImportFailedError]
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        await imported(application, path)
    assert all(str(path) in caught.value.message(language) for language in ("en", "zh"))
    assert await application.log.head() == 0


@pytest.mark.parametrize("respelled", [str.upper, str.title, str.capitalize])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
async def test_capitals_in_the_header_do_not_matter(
    application: Application, tmp_path: Path, respelled: Callable[[str], str], start: bytes
) -> None:
    header = ",".join(respelled(name) for name in SERVICENOW_COLUMNS)
    path = tmp_path / "log.csv"
    path.write_bytes(start + "\n".join([header, *history("INC1"), ""]).encode())
    assert (await imported(application, path)).accepted == 8
    assert (await imported(application, written(path, history("INC1")))).already_known == 8


async def test_a_column_that_stands_twice_in_other_capitals_is_refused(
    application: Application, tmp_path: Path
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(f"{HEADER},Number\n{line()},INC2\n")
    with pytest.raises(ColumnRepeatedError):
        await imported(application, path)


@pytest.mark.parametrize(
    ("end", "is_cut_off"),
    [(b"", True), (b" ", True), (b"\n", False), (b"\r\n", False), (b"\n\n", False), (b"\n  ", False)],
)
async def test_a_last_line_without_its_end_is_said(
    application: Application, tmp_path: Path, end: bytes, *, is_cut_off: bool
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("\n".join([HEADER, *history("INC1")]).encode() + end)
    summary = await imported(application, path)
    assert (summary.accepted, summary.is_cut_off) == (8, is_cut_off)


async def test_a_quote_that_never_closes_on_every_row_is_no_success(
    application: Application, tmp_path: Path
) -> None:
    rows = [line(number=f"INC{n}", caller_id='"never closed') for n in range(3)]
    summary = await imported(application, written(tmp_path / "log.csv", rows))
    assert (summary.rejected, summary.exit_code) == (3, 2)
    assert summary.first_rejection is not None
    assert summary.first_rejection.line == 2
    assert await application.log.head() == 0


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
