"""The file of rejected rows.

It repeats the rows as they stood in the source, personal data included, so only its owner may read it; delete
it once the rows are corrected. Correct them in the source's file and import that again: rows that are on the
record already are passed over.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from service.importers.problems import Rejection
from service.language import Language

COLUMNS = ("file", "line", "field", "code", "reason", "row")
LONGEST_ROW_SHOWN = 20_000


class Rejects:
    """Counts rejections by code and writes each to the file, where there is one."""

    def __init__(self, imported: str, file: TextIO | None, language: Language) -> None:
        self.by_code: Counter[str] = Counter()
        self._imported = imported
        self._language: Language = language
        self._writer = csv.writer(file) if file else None
        if self._writer:
            self._writer.writerow(COLUMNS)

    def add(self, rejection: Rejection) -> None:
        """Take a rejection down."""
        self.by_code[rejection.code] += 1
        if self._writer is None:
            return
        self._writer.writerow(
            (
                self._imported,
                rejection.line,
                rejection.field,
                rejection.code,
                rejection.reason(self._language),
                _shown(rejection.raw),
            )
        )


def rejects_path(folder: Path, imported: Path) -> Path:
    """Return where the rejected rows of a file go."""
    return folder / f"{imported.name}.rejects.csv"


@contextmanager
def rejects_for(imported: Path, folder: Path | None, language: Language) -> Iterator[Rejects]:
    """Collect rejections of a file in `folder`, or only count them. No rejection: no file is left behind."""
    if folder is None:
        yield Rejects(imported.name, None, language)
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = rejects_path(folder, imported)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    # The byte order mark lets Excel read Chinese.
    with open(descriptor, "w", encoding="utf-8-sig", newline="") as file:  # noqa: PTH123  private from the start
        rejects = Rejects(imported.name, file, language)
        try:
            yield rejects
        finally:
            file.close()
            if not rejects.by_code:
                path.unlink()


def _shown(raw: bytes) -> str:
    """Return a line as text, each byte that is no UTF-8 as its hexadecimal number."""
    shown = raw[:LONGEST_ROW_SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    return shown if len(raw) <= LONGEST_ROW_SHOWN else shown + "…"
