"""A document as a workbook: a sheet for the cover, one for each section, charts that the program draws."""

import io
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from service.language import Language, text
from service.reports.documents.cover import cover_of, definition_lines
from service.reports.documents.document import Cell, Chart, Paragraph, ReportDocument, Table, Words
from service.reports.documents.shown import shown
from service.reports.documents.words import spoken

SECONDS_A_DAY = 86_400
LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_767
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
FORMATS = {
    "count": "#,##0",
    "number": "#,##0.0",
    "share": "0.0%",
    "change": "+0.0%;-0.0%;0.0%",
    "points": "+0.0%;-0.0%;0.0%",
    "difference": "+0.00;-0.00;0.00",
    "seconds": "[h]:mm:ss",
    "score": "0.00",
    "instant": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd",
}
AS_CHART = {"bars": "column", "lines": "line"}
ROWS_OF_A_CHART = 16
WIDEST = 44


def as_xlsx(document: ReportDocument, language: Language) -> bytes:
    """Return the workbook. The same document gives the same bytes: nothing in it tells when it was made."""
    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(written, options)
    made_at = document.period.to_at.replace(tzinfo=None)
    book.set_properties({
        "title": spoken(document.title, language),
        "comments": document.content_sha256,
        "created": made_at,
    })  # fmt: skip
    writing = _Writing(book, language, ZoneInfo(document.zone))
    writing.cover(document)
    for section in document.sections:
        writing.begin(spoken(section.title, language))
        for block in section.blocks:
            match block:
                case Paragraph():
                    writing.line(spoken(block.text, language))
                case Table():
                    writing.table(block)
                case Chart():
                    writing.chart(block)
    writing.begin(text("document.definitions", language))
    for line in definition_lines(document, language):
        writing.line(*line)
    book.close()
    return written.getvalue()


class _Writing:
    """Writes below each other on the sheet that was begun last."""

    def __init__(self, book: Any, language: Language, zone: ZoneInfo) -> None:
        self._book, self._language, self._zone = book, language, zone
        self._formats = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
        self._heading = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "valign": "top"}
        )
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._names: set[str] = set()
        self._sheet: Any = None
        self._row = 0

    def begin(self, name: str) -> None:
        """Begin a sheet."""
        kept = NOT_IN_SHEET_NAMES.sub(" ", name)[:LONGEST_SHEET_NAME].strip()
        if kept.lower() in self._names:
            ending = f" {len(self._names) + 1}"
            kept = f"{kept[: LONGEST_SHEET_NAME - len(ending)]}{ending}"
        self._names.add(kept.lower())
        self._sheet = self._book.add_worksheet(kept)
        self._sheet.set_column(0, 0, WIDEST)
        self._sheet.set_column(1, 30, 16)
        self._row = 0
        self.line(name, shape=self._title)

    def cover(self, document: ReportDocument) -> None:
        """Write title, facts, summary and who signs."""
        self.begin(spoken(document.title, self._language))
        for line in cover_of(document, self._language):
            self.line(*line)
        self._row += 1
        for each in document.summary:
            self.line(spoken(each, self._language))
        self._row += 1
        for who in document.sign_off:
            self.line(spoken(who, self._language))

    def line(self, *parts: str, shape: Any = None) -> None:
        """Write a row of words."""
        for column, part in enumerate(parts):
            self._sheet.write_string(self._row, column, part[:LONGEST_CELL], shape)
        self._row += 1

    def table(self, table: Table) -> None:
        """Write a table, an empty row before it."""
        self._row += 1
        self.line(spoken(table.title, self._language), shape=self._title)
        self.line(*(spoken(each, self._language) for each in table.columns), shape=self._heading)
        for row in table.rows:
            for column, each in enumerate(row):
                self._cell(column, each)
            self._row += 1

    def _cell(self, column: int, of: Cell) -> None:
        value, shape = of.value, self._formats.get(of.kind)
        if value is None:
            self._sheet.write_blank(self._row, column, None, shape)
        elif of.kind in {"instant", "day"}:
            at = datetime.fromisoformat(str(value))
            local = at.astimezone(self._zone) if at.tzinfo else at
            self._sheet.write_datetime(self._row, column, local.replace(tzinfo=None), shape)
        elif isinstance(value, str | Words) or of.kind == "money":
            self._sheet.write_string(self._row, column, shown(of, self._language, self._zone)[:LONGEST_CELL])
        else:
            number = value / SECONDS_A_DAY if of.kind == "seconds" else value
            self._sheet.write_number(self._row, column, number, shape)

    def chart(self, chart: Chart) -> None:
        """Write the figures of a chart, and draw it below them."""
        self._row += 1
        self.line(spoken(chart.title, self._language), shape=self._title)
        first = self._row
        self.line("", *(spoken(each.title, self._language) for each in chart.series), shape=self._heading)
        for number, category in enumerate(chart.categories):
            self._sheet.write_string(self._row, 0, spoken(category, self._language)[:LONGEST_CELL])
            for column, series in enumerate(chart.series, start=1):
                self._cell(column, Cell(kind=chart.unit, value=series.values[number]))
            self._row += 1
        if chart.categories:
            self._draw(chart, first)

    def _draw(self, chart: Chart, first: int) -> None:
        drawn, last = self._book.add_chart({"type": AS_CHART[chart.shape]}), self._row - 1
        name = self._sheet.get_name()
        for column in range(1, len(chart.series) + 1):
            drawn.add_series({
                "name": [name, first, column],
                "categories": [name, first + 1, 0, last, 0],
                "values": [name, first + 1, column, last, column],
            })  # fmt: skip
        drawn.set_title({"name": spoken(chart.title, self._language), "name_font": {"size": 11}})
        drawn.set_legend({"position": "bottom"})
        self._sheet.insert_chart(self._row + 1, 0, drawn)
        self._row += ROWS_OF_A_CHART
