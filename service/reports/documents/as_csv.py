"""A document as CSV: UTF-8, figures as plain numbers, nothing that a spreadsheet would run. Pure."""

import csv
import io
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from service.language import Language, text
from service.reports.documents.cover import cover_of, definition_lines
from service.reports.documents.document import Cell, Chart, Paragraph, ReportDocument, Table
from service.reports.documents.shown import shown
from service.reports.documents.words import spoken

BYTE_ORDER_MARK = "\ufeff"
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""With which a cell begins that a spreadsheet takes for a formula, or may once it has left out a control."""
PLAIN = frozenset({"count", "share", "seconds", "score", "change", "points", "difference", "number"})


def as_csv(document: ReportDocument, language: Language, *, bom: bool = False) -> bytes:
    """Return the document as lines of cells, its tables below each other."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([harmless(spoken(document.title, language))])
    for line in (*cover_of(document, language), *((spoken(each, language),) for each in document.summary)):
        writer.writerow([harmless(part) for part in line])
    for row in _sections(document, language):
        writer.writerow(row)
    for line in definition_lines(document, language):
        writer.writerow([harmless(part) for part in line])
    for who in document.sign_off:
        writer.writerow([harmless(spoken(who, language)), ""])
    return ((BYTE_ORDER_MARK if bom else "") + written.getvalue()).encode()


def harmless(words: str) -> str:
    """Return words that no spreadsheet runs: a quote before what would be taken for a formula."""
    begins = words.lstrip(" \u00a0\u3000")
    return f"'{words}" if begins.startswith(RUN_BY_SPREADSHEETS) else words


def _sections(document: ReportDocument, language: Language) -> Iterable[list[str]]:
    zone = ZoneInfo(document.zone)
    for section in document.sections:
        yield []
        yield [harmless(f"# {spoken(section.title, language)}")]
        for block in section.blocks:
            match block:
                case Paragraph():
                    yield [harmless(spoken(block.text, language))]
                case Table():
                    yield from _table(block, language, zone)
                case Chart():
                    yield from _chart(block, language)
    yield []
    yield [f"# {text('document.definitions', language)}"]


def _table(table: Table, language: Language, zone: ZoneInfo) -> Iterable[list[str]]:
    yield []
    yield [harmless(f"## {spoken(table.title, language)}")]
    timed = [any(row[number].kind == "seconds" for row in table.rows) for number in range(len(table.columns))]
    heads = [spoken(each, language) for each in table.columns]
    in_seconds = text("document.in_seconds", language)
    yield [
        harmless(f"{head}{in_seconds}" if is_timed else head)
        for head, is_timed in zip(heads, timed, strict=True)
    ]
    for row in table.rows:
        yield [_written(each, language, zone) for each in row]


def _written(of: Cell, language: Language, zone: ZoneInfo) -> str:
    """Return a figure as a number that a program reads; nothing where there is none."""
    if of.value is None:
        return ""
    return str(of.value) if of.kind in PLAIN else harmless(shown(of, language, zone))


def _chart(chart: Chart, language: Language) -> Iterable[list[str]]:
    yield []
    yield [harmless(f"## {spoken(chart.title, language)}")]
    yield ["", *(harmless(spoken(each, language)) for each in chart.categories)]
    for series in chart.series:
        values = ("" if value is None else str(value) for value in series.values)
        yield [harmless(spoken(series.title, language)), *values]
