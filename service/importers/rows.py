"""A CSV file as rows, read as bytes and line by line.

One line is one row: a line break inside a quoted field is not supported. Only so can a quote that is never
closed spoil no other row; the price is that a field with a line break is rejected, line by line, with a
reason that says what to do. The file must be UTF-8, with or without a byte order mark. Lines end in LF or
CRLF; a file whose lines end in CR alone is refused.
"""

import csv
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from service.importers import problems
from service.importers.header import column_names

LONGEST_LINE = 256 * 1024


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file: line number (the header is line 1), bytes, and text by column."""

    line: int
    raw: bytes
    fields: dict[str, str]


@contextmanager
def opened_table(
    path: Path, columns: Sequence[str], optional: frozenset[str] = frozenset()
) -> Iterator["Table"]:
    """Open a file that must have these columns, in any order; others may be there too.

    Capitals in the names of these and of the `optional` columns do not matter.
    Raises FileUnreadableError, or what `column_names` raises.
    """
    try:
        file = path.open("rb")
        about = os.fstat(file.fileno())
    except OSError as error:
        raise problems.FileUnreadableError(file=path, problem=error.strerror or error) from error
    with file:
        if not stat.S_ISREG(about.st_mode):  # a pipe would be empty at the second look
            raise problems.FileUnreadableError(
                file=path, problem="it is read twice, so it must be a regular file"
            )
        yield Table(file, path, about.st_size, columns, optional)


class Table:
    """The rows of an open file. `bytes_done` and `rows_done` tell how far reading has come.

    `is_cut_off` tells that the last line has no end: perhaps the file has lost its end, too.
    """

    def __init__(
        self, file: BinaryIO, path: Path, bytes_total: int, columns: Sequence[str], optional: frozenset[str]
    ) -> None:
        self.bytes_total = bytes_total
        self.bytes_done = 0
        self.rows_done = 0
        self._file = file
        self._line = 0
        self.is_cut_off = False
        self._names = column_names(self._next_line() or b"", path, columns, optional, _split)

    def rows(self) -> Iterator[RawRow | problems.Rejection]:
        """Yield each row, or why its line is none. Blank lines are passed over."""
        while (raw := self._next_line()) is not None:
            if not raw.strip():
                continue
            self.rows_done += 1
            try:
                yield RawRow(self._line, raw, self._fields(raw))
            except problems.RowProblemError as problem:
                yield problems.Rejection.of_problem(self._line, raw, problem)

    def _next_line(self) -> bytes | None:
        """Return the next line without its end, cut off after LONGEST_LINE + 1 bytes; None at the end."""
        raw = self._file.readline(LONGEST_LINE + 1)
        self.bytes_done += len(raw)
        if not raw:
            return None
        self._line += 1
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = self._file.readline(LONGEST_LINE + 1)
            self.bytes_done += len(rest)
        self.is_cut_off = bool(raw.strip()) and not (rest or b"\n").endswith(b"\n")
        return raw.rstrip(b"\r\n") if len(raw) <= LONGEST_LINE else raw

    def _fields(self, raw: bytes) -> dict[str, str]:
        if len(raw) > LONGEST_LINE:
            raise problems.RowProblemError("", "line_too_long", longest=LONGEST_LINE)
        try:
            values = _split(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise problems.RowProblemError(self._column_at(raw, error.start), "not_utf8") from error
        if len(values) != len(self._names):
            raise problems.RowProblemError("", "wrong_columns", expected=len(self._names), found=len(values))
        if b"\0" in raw:
            raise problems.RowProblemError(self._column_at(raw, raw.index(b"\0")), "nul_byte")
        return dict(zip(self._names, values, strict=True))

    def _column_at(self, raw: bytes, place: int) -> str:
        """Return the column that a byte of the line belongs to, empty where it belongs to none."""
        try:
            before = len(_split(raw[:place].decode("utf-8", "replace"), strict=False))
        except problems.RowProblemError:
            return ""
        return self._names[before - 1] if 0 < before <= len(self._names) else ""


def _split(line: str, *, strict: bool = True) -> list[str]:
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=strict))
    except csv.Error as error:
        raise problems.RowProblemError("", "quote_not_closed") from error
