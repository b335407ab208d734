"""`/v1/reports/documents`: named reports over HTTP, in each form and to whom they may be shown."""

import io
import json

import openpyxl
import pypdf
import pytest

from service.api.http.access import Role
from service.reports.documents import as_pdf
from service.reports.documents.as_pdf import PdfUnavailableError
from service.reports.documents.document import ReportDocument
from service.reports.named.registry import REPORTS
from tests.api.composition import House
from tests.reports.documents.made import lines_of, pdf_or_skip, sheets_of

MARCH = "from_at=2026-03-01T00:00:00%2B08:00&to_at=2026-04-01T00:00:00%2B08:00"
REPORT = f"/v1/reports/documents/service-performance?{MARCH}"


async def with_cases(house: House, count: int) -> ReportDocument:
    await house.open_account()
    for _ in range(count):
        await house.receive_case()
    await house.catch_up()
    return ReportDocument.model_validate_json((await house.get(REPORT)).content)


async def test_the_named_reports_are_listed_with_title_reader_and_how_often_they_are_made(
    house: House,
) -> None:
    listed = (await house.get("/v1/reports/documents", Role.BI)).json()
    assert [each["slug"] for each in listed] == list(REPORTS)
    assert listed[0]["title"] == {"zh": "服务绩效报告", "en": "Service performance report"}
    assert listed[0]["cadence"] == "monthly"


@pytest.mark.requirement(84)
async def test_a_report_holds_the_same_figures_in_every_form(house: House) -> None:
    made = await with_cases(house, 3)
    (received, *_) = (row for row in made.sections[0].blocks[0].rows)  # type: ignore[union-attr]
    assert received[1].value == 3

    csv = await house.get(f"{REPORT}&format=csv&language=en&bom=true")
    assert csv.content.startswith(b"\xef\xbb\xbf")
    assert next(line for line in lines_of(csv.content) if line[:1] == ["Cases received"])[1] == "3"

    workbook = await house.get(f"{REPORT}&format=xlsx&language=zh")
    rows = sheets_of(workbook.content)["总览"]
    assert next(row for row in rows if row[0] == "受理工单数")[1] == 3
    assert openpyxl.load_workbook(io.BytesIO(workbook.content)).properties.description == made.content_sha256

    page = await house.get(f"{REPORT}&format=html", accept_language="zh-CN")
    assert (page.headers["Content-Language"], "服务绩效报告" in page.text) == ("zh", True)
    for digest_in in (csv.text, page.text):
        assert made.content_sha256 in digest_in

    pdf_or_skip(made)
    pdf = await house.get(f"{REPORT}&format=pdf&language=en")
    text = "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert made.content_sha256 in text.replace("\n", "")
    assert "Cases received" in text
    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="service-performance_20260301_20260331.pdf"'
    )


@pytest.mark.evasion(84)
async def test_what_customers_wrote_is_no_formula_in_what_is_exported(house: House) -> None:
    await house.open_account()
    await house.receive_case(reference='=HYPERLINK("http://x")', kind="complaint")
    await house.catch_up()
    path = f"/v1/reports/documents/problem-analysis?{MARCH}"
    told = json.loads((await house.get(path)).content)
    assert told["sections"]
    csv = (await house.get(f"{path}&format=csv")).content
    assert not [cell for line in lines_of(csv) for cell in line if cell.startswith(("=", "@", "\t"))]


async def test_the_same_period_and_position_is_the_same_bytes(house: House) -> None:
    await with_cases(house, 1)
    for form in ("json", "csv", "xlsx", "html"):
        first, again = [(await house.get(f"{REPORT}&format={form}&language=zh")).content for _ in range(2)]
        assert first == again, form


@pytest.mark.parametrize("role", [Role.AGENT, Role.INTEGRATION, Role.CUSTOMER_SYSTEM])
async def test_who_may_not_read_figures_reads_no_report(house: House, role: Role) -> None:
    assert (await house.get(REPORT, role)).status_code == 403


async def test_a_period_that_runs_backward_and_a_report_of_another_name_are_refused(house: House) -> None:
    backward = MARCH.replace("from_at", "x").replace("to_at", "from_at").replace("x=", "to_at=")
    answers = [
        await house.get(f"/v1/reports/documents/service-performance?{backward}"),
        await house.get(f"/v1/reports/documents/no-such-report?{MARCH}"),
        await house.get("/v1/reports/documents/service-performance"),
    ]
    assert [each.status_code for each in answers] == [422] * 3
    assert answers[0].json()["errors"][0]["field"] == "to_at"


async def test_where_no_pdf_can_be_made_the_answer_names_the_remedy(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise PdfUnavailableError("cannot load library 'libpango-1.0-0'")

    await with_cases(house, 1)
    monkeypatch.setattr(as_pdf, "_weasyprint", missing)
    answer = await house.get(f"{REPORT}&format=pdf", accept_language="en")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/pdf_unavailable")
    assert "casebook[pdf]" in answer.json()["detail"]
