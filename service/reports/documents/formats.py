"""The forms of a document."""

from enum import StrEnum

from service.language import Language
from service.reports.documents.as_csv import as_csv
from service.reports.documents.as_html import as_html
from service.reports.documents.as_pdf import as_pdf
from service.reports.documents.as_xlsx import as_xlsx
from service.reports.documents.document import ReportDocument


class DocumentFormat(StrEnum):
    """A form in which a document can be had."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    PDF = "pdf"


BINARY = frozenset({DocumentFormat.XLSX, DocumentFormat.PDF})
MEDIA_TYPES = {
    DocumentFormat.JSON: "application/json",
    DocumentFormat.CSV: "text/csv; charset=utf-8",
    DocumentFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentFormat.HTML: "text/html; charset=utf-8",
    DocumentFormat.PDF: "application/pdf",
}


def rendered(
    document: ReportDocument, form: DocumentFormat, language: Language, *, bom: bool = False
) -> bytes:
    """Return a document in a form; JSON holds both languages. Raises PdfUnavailableError."""
    match form:
        case DocumentFormat.JSON:
            return document.model_dump_json().encode()
        case DocumentFormat.CSV:
            return as_csv(document, language, bom=bom)
        case DocumentFormat.XLSX:
            return as_xlsx(document, language)
        case DocumentFormat.HTML:
            return as_html(document, language)
        case DocumentFormat.PDF:
            return as_pdf(document, language)
