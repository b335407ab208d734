"""A document by hand with every kind of cell, and how each form is read back by a program of others."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from service.reports.documents.as_pdf import PdfUnavailableError, as_pdf
from service.reports.documents.document import (
    Cell,
    Chart,
    Definition,
    Paragraph,
    Period,
    ReportDocument,
    Section,
    Series,
    Table,
    Words,
)

JANUARY, FEBRUARY, MARCH, APRIL = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4))


def both(zh: str, en: str | None = None) -> Words:
    return Words(zh=zh, en=en or zh)


KINDS = (
    ("数量", Cell(kind="count", value=1234), 1234, "1,234"),
    ("占比", Cell(kind="share", value=0.125), 0.125, "12.5%"),
    ("时长", Cell(kind="seconds", value=5400), 5400, "90.0"),
    ("评分", Cell(kind="score", value=4.25), 4.25, "4.25"),
    ("环比", Cell(kind="change", value=-0.2), -0.2, "-20.0%"),
    ("百分点", Cell(kind="points", value=0.05), 0.05, "+5.0"),
    ("分差", Cell(kind="difference", value=-0.25), -0.25, "-0.25"),
    ("数", Cell(kind="number", value=2.5), 2.5, "2.5"),
    ("无", Cell(kind="seconds", value=None), None, "–"),
    ("日期", Cell(kind="day", value="2026-03-02"), "2026-03-02", "2026-03-02"),
    ("时间", Cell(kind="instant", value="2026-03-02T01:30:00+00:00"), "2026-03-02 09:30", "2026-03-02 09:30"),
    ("金额", Cell(kind="money", value=12345, currency="CNY"), "123.45 CNY", "123.45 CNY"),
)
"""Name, cell, what a program reads, and what a person reads."""


def document(*more: Section, **changed: Any) -> ReportDocument:
    """Return a document that holds each kind of cell in a row of its own."""
    table = Table(
        title=both("各种单元格", "Cells"),
        columns=(both("种类", "Kind"), both("值", "Value")),
        rows=tuple((Cell(kind="text", value=both(name)), cell) for name, cell, _, _ in KINDS),
    )
    chart = Chart(
        shape="bars",
        title=both("图", "Chart"),
        unit="count",
        categories=(both("产品", "Product"), both("服务", "Service")),
        series=(Series(title=both("本期", "Now"), values=(7, None)),),
    )
    made = ReportDocument(
        slug="a-report",
        title=both("某报告", "A report"),
        period=Period(from_at=MARCH, to_at=APRIL),
        previous=Period(from_at=FEBRUARY, to_at=MARCH),
        year_before=Period(from_at=JANUARY, to_at=FEBRUARY),
        account_id=None,
        account_code=None,
        zone="Asia/Shanghai",
        position=42,
        policy_id="default",
        policy_version=1,
        summary=(both("第一行", "The first line"),),
        sections=(
            Section(
                title=both("明细", "Details"), blocks=(Paragraph(text=both("一段话", "Words")), table, chart)
            ),
            *more,
        ),
        definitions=(
            Definition(
                slug="csat", version=1, title=both("满意度"), meaning=both("满意的占比", "The satisfied")
            ),
        ),
        sign_off=(both("编制", "Prepared by"),),
        content_sha256="",
    )
    return made.model_copy(update=changed).sealed()


def sheets_of(body: bytes) -> dict[str, list[list[Any]]]:
    """Return the values of a workbook by the names of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def lines_of(body: bytes) -> list[list[str]]:
    """Return the lines of a CSV."""
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def pdf_or_skip(made: ReportDocument, language: Any = "zh") -> bytes:
    """Return the PDF; skip the test on a machine that makes none."""
    try:
        return as_pdf(made, language)
    except PdfUnavailableError as error:
        pytest.skip(f"no PDF can be made here: {error}")
