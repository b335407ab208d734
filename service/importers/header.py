"""The header line of a file, or what the file is instead of one that can be read."""

from collections.abc import Callable, Sequence
from pathlib import Path

from service.importers import problems

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_DELIMITERS = (";", "\t", "|")

Split = Callable[[str], list[str]]
"""Takes a line apart. Raises RowProblemError."""


def column_names(
    raw: bytes, path: Path, columns: Sequence[str], optional: frozenset[str], split: Split
) -> list[str]:
    """Return the names of the columns in their order; those that are known are spelled as we know them.

    Raises FileEmptyError, ColumnsMissingError or a kind of it, or ColumnRepeatedError.
    """
    if raw.startswith(_OTHER_ENCODINGS) or b"\0" in raw:
        raise problems.FileNotUtf8Error(file=path)
    raw = raw.removeprefix(BYTE_ORDER_MARK)
    if not raw.strip():
        raise problems.FileEmptyError(file=path)
    if b"\r" in raw:
        raise problems.LineEndsUnknownError(file=path)
    names = _names(raw, path, {name.casefold(): name for name in (*columns, *optional)}, split)
    if missing := [name for name in columns if name not in names]:
        raise _missing(raw, path, missing)
    if repeated := [name for name in columns if names.count(name) > 1]:
        raise problems.ColumnRepeatedError(file=path, columns=", ".join(repeated))
    return names


def _names(raw: bytes, path: Path, spelling: dict[str, str], split: Split) -> list[str]:
    try:
        found = [name.strip() for name in split(raw.decode("utf-8", "replace"))]
    except problems.RowProblemError as error:
        raise problems.HeaderQuoteOpenError(file=path) from error
    return [spelling.get(name.casefold(), name) for name in found]


def _missing(raw: bytes, path: Path, missing: list[str]) -> problems.ColumnsMissingError:
    """Name the delimiter where that is all that is wrong."""
    line = raw.decode("utf-8", "replace").casefold()
    for delimiter in _DELIMITERS:
        found = {name.strip(' "') for name in line.split(delimiter)}
        if found.issuperset(name.casefold() for name in missing):
            shown = "TAB" if delimiter == "\t" else delimiter
            return problems.DelimiterUnknownError(file=path, delimiter=shown)
    return problems.ColumnsMissingError(file=path, columns=", ".join(missing))
