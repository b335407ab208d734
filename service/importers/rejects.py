"""The file of rejected rows.

It repeats the rows as they stood in the source, personal data included, so only its owner may read it; delete
it once the rows are corrected. Correct them in the source's file and import that again: rows that are on the
record already are passed over. A corrected row that comes before what was taken over of its case meanwhile is
rejected again, and says what to do.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from service.importers.problems import Rejection, RejectsUnwritableError
from service.language import Language

COLUMNS = ("file", "line", "field", "code", "reason", "row")
LONGEST_ROW_SHOWN = 20_000


class Rejects:
    """Counts rejections by code, keeps the first and writes each to the file, where there is one."""

    def __init__(self, imported: Path, file: TextIO | None, path: Path, language: Language) -> None:
        self.by_code: Counter[str] = Counter()
        self.first: Rejection | None = None
        self._imported = imported.name
        self._path = path
        self._language: Language = language
        self._writer = csv.writer(file) if file else None

    @property
    def file(self) -> Path | None:
        """The file of rejected rows, None where none is left behind."""
        return self._path if self._writer and self.by_code else None

    def add(self, rejection: Rejection) -> None:
        """Take a rejection down. Raises RejectsUnwritableError."""
        self.by_code[rejection.code] += 1
        self.first = self.first or rejection
        if self._writer is None:
            return
        row = (
            self._imported,
            rejection.line,
            rejection.field,
            rejection.code,
            rejection.reason(self._language),
            _shown(rejection.raw),
        )
        with _writing(self._path):
            self._writer.writerow(row)


def rejects_path(folder: Path, imported: Path) -> Path:
    """Return where the rejected rows of a file go."""
    return folder / f"{imported.name}.rejects.csv"


@contextmanager
def rejects_for(imported: Path, folder: Path | None, language: Language) -> Iterator[Rejects]:
    """Collect rejections of a file in `folder`, or only count them. No rejection: no file is left behind.

    Raises RejectsUnwritableError, where it can be known before anything is imported.
    """
    path = rejects_path(folder or imported.parent, imported)
    if folder is None:
        yield Rejects(imported, None, path, language)
        return
    with _writing(path):
        file = _begun(path)
    rejects = Rejects(imported, file, path, language)
    try:
        yield rejects
    finally:
        with _writing(path):
            file.close()
            if not rejects.by_code:
                path.unlink()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RejectsUnwritableError(file=path, problem=error.strerror or error) from error


def _begun(path: Path) -> TextIO:
    """Return a new file with the header, which is written at once: a full disk should be found out now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    # The byte order mark lets Excel read Chinese.
    file = open(descriptor, "w", encoding="utf-8-sig", newline="")  # noqa: PTH123, SIM115  private, and closed by rejects_for
    try:
        csv.writer(file).writerow(COLUMNS)
        file.flush()
    except OSError:
        path.unlink()
        with suppress(OSError):
            file.close()
        raise
    return file


def _shown(raw: bytes) -> str:
    """Return a line as text, each byte that is no UTF-8 as its hexadecimal number."""
    shown = raw[:LONGEST_ROW_SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    return shown if len(raw) <= LONGEST_ROW_SHOWN else shown + "…"
