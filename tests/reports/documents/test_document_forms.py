"""A document says the same in every form, and no form runs what is in it."""

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import openpyxl
import pypdf
import pytest

from service.language import LANGUAGES
from service.reports.documents.as_csv import as_csv, harmless
from service.reports.documents.as_html import as_html
from service.reports.documents.as_xlsx import as_xlsx
from service.reports.documents.document import Cell, ReportDocument, Section, Table
from service.reports.documents.formats import DocumentFormat, rendered
from tests.reports.documents.made import KINDS, both, document, lines_of, pdf_or_skip, sheets_of

WITHOUT_PDF = [form for form in DocumentFormat if form is not DocumentFormat.PDF]
HARMFUL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "＝1+1", "\0=1"]


def holding(words: str) -> ReportDocument:
    table = Table(title=both("表"), columns=(both(words),), rows=((Cell(kind="text", value=words),),))
    return document(Section(title=both("客户说"), blocks=(table,)))


def test_csv_holds_figures_as_numbers_and_words_as_people_read_them() -> None:
    found = {line[0]: line[1] for line in lines_of(as_csv(document(), "zh")) if len(line) == 2}
    assert {name: found[name] for name, *_ in KINDS} == {
        name: "" if value is None else str(value) for name, _, value, _ in KINDS
    }


def test_a_workbook_holds_figures_as_figures_and_durations_as_durations() -> None:
    found = {row[0]: row[1] for row in sheets_of(as_xlsx(document(), "zh"))["明细"] if row[0]}
    assert (found["数量"], found["占比"], found["评分"], found["环比"]) == (1234, 0.125, 4.25, -0.2)
    assert (found["时长"], found["无"]) == (timedelta(minutes=90), None)
    assert found["时间"] == datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001  a workbook knows no zones
    assert (found["日期"], found["金额"]) == (datetime(2026, 3, 2), "123.45 CNY")  # noqa: DTZ001


def test_a_page_and_a_pdf_show_the_figures_as_people_read_them() -> None:
    page = as_html(document(), "zh").decode()
    assert [shown for _, _, _, shown in KINDS if shown not in page] == []
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf_or_skip(document()))).pages)
    assert [shown for _, _, _, shown in KINDS if shown not in text] == []
    assert all(words in text for words in ("某报告", "第一行", "编制", "满意的占比"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_carries_the_digest_of_the_content_in_both_languages(language: str) -> None:
    made = document()
    said = json.dumps(
        made.model_dump(mode="json", exclude={"content_sha256"}),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(said.encode()).hexdigest()
    assert made.content_sha256 == digest
    for form in (DocumentFormat.JSON, DocumentFormat.CSV, DocumentFormat.HTML):
        assert digest in rendered(made, form, language).decode()  # type: ignore[arg-type]
    cover = next(iter(sheets_of(rendered(made, DocumentFormat.XLSX, language)).values()))  # type: ignore[arg-type]
    assert digest in [cell for row in cover for cell in row]


def test_another_figure_is_another_digest() -> None:
    assert document(position=43).content_sha256 != document().content_sha256


@pytest.mark.parametrize("form", WITHOUT_PDF)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_document_is_the_same_bytes(form: DocumentFormat, language: str) -> None:
    first, again = (rendered(document(), form, language) for _ in range(2))  # type: ignore[arg-type]
    assert first == again


def test_the_same_document_is_the_same_pdf() -> None:
    assert pdf_or_skip(document()) == pdf_or_skip(document())


@pytest.mark.parametrize("words", HARMFUL)
def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(words: str) -> None:
    assert harmless(words) == f"'{words}"
    cells = [cell for line in lines_of(as_csv(holding(words), "en")) for cell in line]
    assert not [cell for cell in cells if cell.lstrip(" \u3000").startswith(("=", "+", "@", "\t", "\r"))]


def test_a_negative_figure_stays_a_number() -> None:
    assert ["环比", "-0.2"] in lines_of(as_csv(document(), "zh"))


@pytest.mark.parametrize(
    "words", ["=1+1", "http://example.invalid", "12", "{=1}", "mailto:a@example.invalid"]
)
def test_words_in_a_workbook_are_no_formula_no_link_and_no_number(words: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(holding(words), "zh")))
    (cell,) = [
        cell for row in book["客户说"].iter_rows() for cell in row if cell.value == words and cell.row == 5
    ]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


def test_words_in_a_page_are_no_markup() -> None:
    page = as_html(holding("<script>alert(1)</script>"), "en").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_csv_begins_with_a_byte_order_mark_only_where_it_is_asked_for() -> None:
    with_mark = rendered(document(), DocumentFormat.CSV, "zh", bom=True)
    assert with_mark == b"\xef\xbb\xbf" + rendered(document(), DocumentFormat.CSV, "zh")


def test_a_chart_is_drawn_by_the_workbook_itself_from_the_figures_beside_it() -> None:
    body = as_xlsx(document(), "en")
    (chart,) = openpyxl.load_workbook(io.BytesIO(body))["Details"]._charts  # type: ignore[attr-defined]
    (series,) = chart.series
    assert series.val.numRef.f.startswith("Details!$B$")
    assert ["Product", 7] in [row[:2] for row in sheets_of(body)["Details"]]


def test_an_instant_is_shown_in_the_zone_of_the_document() -> None:
    assert "2026-03-02 09:30" in as_html(document(), "en").decode()
    assert "2026-03-02 02:30" in as_html(document(zone="Europe/Berlin"), "en").decode()
    assert document().period.from_at == datetime(2026, 3, 1, tzinfo=UTC)
