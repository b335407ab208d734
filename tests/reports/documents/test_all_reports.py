"""Every named report over a random record: the same figures in every form, and the same bytes each time."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from service.domain.account.identity import account_id_of
from service.language import LANGUAGES, catalogue
from service.projections.runner import Runner
from service.reports.documents.asking import DocumentQuery
from service.reports.documents.document import Cell, ReportDocument, Table
from service.reports.documents.formats import DocumentFormat, rendered
from service.reports.documents.report import Report, document_of
from service.reports.named.registry import REPORTS
from tests.projections.histories.history import START, history
from tests.reports.documents.made import lines_of, sheets_of
from tests.rules import default_rulebook

QUERY = DocumentQuery(from_at=START, to_at=START + timedelta(days=60))
SECONDS_A_DAY = 86_400
PLAIN = {"count", "share", "seconds", "score", "change", "points", "difference", "number"}


def made_by(engine: Engine, report: Report, query: DocumentQuery = QUERY) -> ReportDocument:
    with engine.connect() as connection:
        return document_of(report, connection, query, default_rulebook())


def tables_of(made: ReportDocument) -> list[Table]:
    return [block for section in made.sections for block in section.blocks if isinstance(block, Table)]


def figures_of(made: ReportDocument) -> list[float]:
    """Return all plain figures of the tables, in order."""
    cells = (cell for table in tables_of(made) for row in table.rows for cell in row)
    return [float(str(each.value)) for each in cells if each.kind in PLAIN and each.value is not None]


def rows_below(title: str, rows: list[list[Any]], count: int) -> list[list[Any]]:
    """Return the rows of a table in a form: below its title and its headings."""
    place = next(number for number, row in enumerate(rows) if row and row[0] == title)
    del rows[: place + 2]
    return rows[:count]


def in_csv(made: ReportDocument) -> list[float]:
    rows, found = list(lines_of(rendered(made, DocumentFormat.CSV, "en"))), []
    for table in tables_of(made):
        below = rows_below(f"## {table.title.en}", rows, len(table.rows))
        found += [float(value) for cell, value in _pairs(table, below) if cell.kind in PLAIN and value != ""]
    return found


def in_workbook(made: ReportDocument) -> list[float]:
    sheets, found = list(sheets_of(rendered(made, DocumentFormat.XLSX, "en")).values())[1:], []
    for section, rows in zip(made.sections, sheets, strict=False):
        del rows[0]  # the title of the section, which may be that of a table
        for table in (block for block in section.blocks if isinstance(block, Table)):
            below = rows_below(table.title.en, rows, len(table.rows))
            found += [
                _plain(cell, value)
                for cell, value in _pairs(table, below)
                if cell.kind in PLAIN and value is not None
            ]
    return found


def _pairs(table: Table, rows: list[list[Any]]) -> list[tuple[Cell, Any]]:
    return [
        (cell, value)
        for of_table, row in zip(table.rows, rows, strict=True)
        for cell, value in zip(of_table, row, strict=False)
    ]


def _plain(cell: Cell, value: Any) -> float:
    """Return a figure as the document has it: a duration of a workbook is a part of a day."""
    if isinstance(value, timedelta):
        return float(round(value.total_seconds()))
    if isinstance(value, datetime):  # openpyxl reads whole days of `[h]:mm:ss` so
        return float(round((value - datetime(1899, 12, 30)).total_seconds()))  # noqa: DTZ001
    return float(round(value * SECONDS_A_DAY)) if cell.kind == "seconds" else float(value)


@pytest.fixture
async def filled(engine: Engine, database_url: str) -> Engine:
    async with history(database_url) as past:
        await past.random(60)
    Runner(engine).catch_up()
    return engine


async def test_all_named_reports_hold_the_same_figures_in_every_form_and_are_the_same_bytes(
    filled: Engine,
) -> None:
    for report in REPORTS.values():
        made, again = made_by(filled, report), made_by(filled, report)
        assert made == again
        figures = figures_of(made)
        assert in_csv(made) == figures, report.slug
        assert in_workbook(made) == pytest.approx(figures, abs=1e-6), report.slug
        for form in (DocumentFormat.JSON, DocumentFormat.CSV, DocumentFormat.XLSX, DocumentFormat.HTML):
            for language in LANGUAGES:
                assert rendered(made, form, language) == rendered(again, form, language), (report.slug, form)
    assert sum(len(figures_of(made_by(filled, report))) for report in REPORTS.values()) > 500


async def test_rows_are_as_long_as_their_headings_and_charts_have_a_value_for_each_name(
    filled: Engine,
) -> None:
    for report in REPORTS.values():
        made = made_by(filled, report)
        assert len(made.summary) == 3, report.slug
        for table in tables_of(made):
            assert {len(row) for row in table.rows} <= {len(table.columns)}, (report.slug, table.title.en)
        for chart in (
            block for section in made.sections for block in section.blocks if block.block == "chart"
        ):
            assert {len(each.values) for each in chart.series} <= {len(chart.categories)}


async def test_a_report_of_an_account_that_nobody_knows_has_no_figures_but_zero(filled: Engine) -> None:
    query = QUERY.model_copy(update={"account_id": account_id_of("nobody")})
    for report in REPORTS.values():
        assert not any(figures_of(made_by(filled, report, query))), report.slug


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_says_what_it_is_called_and_for_whom_it_is(slug: str) -> None:
    told = catalogue("document")[slug.replace("-", "_")]
    assert {"title", "reader"} <= told.keys()
