"""The tables of the reports on the terminal."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from rich import box
from rich.table import Table

from service.cli.terminal.output import out


class ReportTable(Protocol):
    """Headings and rows as words; the first `words` columns are no figures."""

    @property
    def headings(self) -> Sequence[str]: ...

    @property
    def words(self) -> int: ...

    @property
    def rows(self) -> Sequence[Sequence[str]]: ...


class Listing(NamedTuple):
    """A table of plain text."""

    headings: list[str]
    rows: list[list[str]]
    words: int


def show_table(report: ReportTable) -> None:
    """Print a table for the terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    for number, heading in enumerate(report.headings):
        is_word = number < report.words
        table.add_column(heading, justify="left" if is_word else "right", no_wrap=not is_word)
    for row in report.rows:
        table.add_row(*row)
    out.print(table)
