"""Reading named reports as documents."""

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Query, Request, Response

from service.api.http.access import Permission
from service.api.http.beside import ON_JOBS, LastsError, is_answered_beside
from service.api.http.document import Document
from service.api.http.guard import caller_of, forbidden
from service.api.http.lists.as_of import PastParameters, rules_as_of
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.problems.error import ProblemError
from service.api.http.request_headers import header
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.job_kind import JobKind
from service.api.http.routes.registration import add_read_route
from service.database.patience import allow_a_report
from service.language import Language, preferred_language
from service.reports.documents.as_pdf import PdfUnavailableError
from service.reports.documents.asking import SHORTEST, DocumentQuery
from service.reports.documents.document import ReportDocument, Words
from service.reports.documents.formats import MEDIA_TYPES, DocumentFormat, rendered
from service.reports.documents.report import Cadence, document_of
from service.reports.named.registry import REPORTS

DocumentName = StrEnum("DocumentName", {slug: slug for slug in REPORTS})  # type: ignore[misc]  # from REPORTS


class NamedReport(Document):
    """A named report that can be had as a document."""

    slug: str
    """Name of the report in URLs."""
    title: Words
    """Title of the report."""
    cadence: Cadence
    """How often it is usually made."""
    reader: Words
    """Who reads it."""
    shows_words: bool
    """Whether it shows what customers said; then the permission `read` is needed besides."""


class DocumentParameters(Freshness, PastParameters, DocumentQuery):
    """Period, scope, form and freshness of a document."""

    format: DocumentFormat = DocumentFormat.JSON
    """Form of the document."""
    language: Language | None = None
    """Language of all forms but JSON, which holds both. If omitted, that of `Accept-Language`."""
    bom: bool = False
    """Whether CSV begins with a byte order mark, as Excel wants it."""


async def get_named_reports() -> list[NamedReport]:
    """List the named reports."""
    return [NamedReport.made_of(each) for each in REPORTS.values()]


async def get_report_document(
    request: Request, slug: DocumentName, query: Annotated[DocumentParameters, Query()]
) -> Response:
    """Compute a named report of a period as JSON, CSV, XLSX, HTML or PDF.

    It is compared with the period before of the same length (环比) and with the same a year before (同比).
    The same period and position give the same document; all forms carry the SHA-256 of its content.
    """
    report, form = REPORTS[slug], query.format
    _must_be_allowed(request, slug)
    allow_a_report()
    book = await rules_as_of(request, query)
    async with connected_at(request, query) as (connection, _):
        if is_answered_beside(request):
            raise LastsError
        made = await connection.run_sync(lambda sync: document_of(report, sync, query, book))
    language = query.language or preferred_language(header(request, b"accept-language"))
    try:
        body = rendered(made, form, language, bom=query.bom)
    except PdfUnavailableError as error:
        raise ProblemError("pdf_unavailable") from error
    headers: dict[str, str] = {"Content-Language": language} if form is not DocumentFormat.JSON else {}
    if form not in {DocumentFormat.JSON, DocumentFormat.HTML}:
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(made, form)}"'
    return Response(body, headers=headers, media_type=MEDIA_TYPES[form])


def _must_be_allowed(request: Request, slug: str) -> None:
    if REPORTS[slug].shows_words and not caller_of(request).may(Permission.READ):
        raise forbidden(Permission.READ)


DOCUMENT_JOB = JobKind(
    name="document",
    path="/v1/reports/documents/{slug}",
    parameters=DocumentParameters,
    in_path={"slug": (DocumentName, "Name of the report, from `GET /v1/reports/documents`.")},
    must_be_allowed=lambda request, body: _must_be_allowed(request, body.slug),
)


def _file_name(made: ReportDocument, form: DocumentFormat) -> str:
    first, end = (at.astimezone(ZoneInfo(made.zone)) for at in (made.period.from_at, made.period.to_at))
    return f"{made.slug}_{first:%Y%m%d}_{end - SHORTEST:%Y%m%d}.{form}"


def add_document_reads(app: FastAPI) -> None:
    """Add the routes that read named reports."""
    path, tag = "/v1/reports/documents", "reports"
    add_read_route(app, path, get_named_reports, Permission.REPORT, list[NamedReport], tag=tag)
    others: dict[str, object] = {
        MEDIA_TYPES[form]: {} for form in DocumentFormat if form is not DocumentFormat.JSON
    }
    add_read_route(
        app,
        DOCUMENT_JOB.path,
        get_report_document,
        Permission.REPORT,
        ReportDocument,
        tag=tag,
        problems=(*ON_PROJECTIONS, *ON_JOBS, "pdf_unavailable"),
        success={"description": "The document in the form that was asked for.", "content": others},
    )
