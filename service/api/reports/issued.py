"""Reports that were issued by the schedule: listed, and printed again."""

import hashlib
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.api.http.access import Permission
from service.api.http.beside import ON_LASTING
from service.api.http.document import Document, Parameters
from service.api.http.json_answer import document_response
from service.api.http.problems.error import ProblemError
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.api.reports.documents import DocumentName, DocumentParameters, get_report_document
from service.domain.clocks.policy import Slug
from service.domain.guidelines.report_schedule import ReportName
from service.domain.rulebook.events import ReportIssued
from service.reports.documents.document import Words
from service.reports.named.registry import REPORTS


class IssuedReport(Document):
    """A report that was issued for a period."""

    issue_id: UUID
    """Id of the issued report."""
    report: str
    """Name of the report in URLs."""
    title: Words
    """Title of the report."""
    from_at: datetime
    """Start of the period (UTC)."""
    to_at: datetime
    """End of the period, excluded (UTC)."""
    account_id: UUID | None
    """Account that it is about; null if it is about all accounts."""
    form: str
    """Form in which it was issued."""
    language: str
    """Language in which it was issued."""
    position: int
    """Position of the record at which its figures hold."""
    sha256: str
    """SHA-256 of its bytes."""
    size_bytes: int
    """Number of its bytes."""
    recipients: tuple[str, ...]
    """Who gets it: departments, or roles such as `general_manager`."""
    schedule_version: int
    """Version of the guideline `report_schedule` by which it was issued."""
    due_at: datetime
    """Due time (UTC)."""
    issued_at: datetime
    """Time at which it was issued (UTC)."""
    is_late: bool
    """Whether it was issued later than the schedule allows."""
    content: str
    """Path of its bytes."""


class IssuedReports(Document):
    """Issued reports, the newest first."""

    items: list[IssuedReport]
    """Issued reports."""


class IssuedQuery(Parameters):
    """Which issued reports to list."""

    recipient: Slug | None = None
    """Only those that this department or role gets."""
    report: ReportName | None = None
    """Only those of this report."""
    is_late: bool | None = None
    """Only those that were issued late, or in time; both if omitted."""


async def get_issued_reports(request: Request, query: Annotated[IssuedQuery, Query()]) -> Response:
    """List the reports that were issued by the schedule, with recipients, position and hash."""
    book = await services_of(request).application.rulebook()
    return document_response(IssuedReports(items=issued_views(book.issued, query)))


def issued_views(issued: tuple[ReportIssued, ...], query: IssuedQuery) -> list[IssuedReport]:
    """Return issued reports as they are shown, the newest first."""
    return [
        IssuedReport.made_of(
            each,
            title=REPORTS[each.report].title,
            issued_at=each.occurred_at,
            content=f"/v1/reports/issued/{each.issue_id}/content",
        )
        for each in reversed(issued)
        if query.recipient is None or query.recipient in each.recipients
        if query.report in {None, each.report}
        if query.is_late in {None, each.is_late}
    ]


async def get_issued_content(request: Request, issue_id: UUID) -> Response:
    """Print an issued report again, as of its position, and hold it against the hash on the record.

    The same position gives the same bytes; others are refused and told (`issued_report_differs`).
    """
    book = await services_of(request).application.rulebook()
    issued = next((each for each in book.issued if each.issue_id == issue_id), None)
    if issued is None:
        raise ProblemError("issued_report_not_found")
    asked = {
        "from_at": issued.from_at,
        "to_at": issued.to_at,
        "account_id": issued.account_id,
        "format": issued.form,
        "language": issued.language,
        "as_of": issued.position,
    }
    again = await get_report_document(
        request, DocumentName(issued.report), DocumentParameters.model_validate(asked)
    )
    found = hashlib.sha256(bytes(again.body)).hexdigest()
    if found != issued.sha256:
        raise ProblemError("issued_report_differs", sha256=issued.sha256, found=found)
    again.headers["ETag"] = f'"{issued.sha256}"'
    return again


def add_issued_reports(app: FastAPI) -> None:
    """Add the routes of issued reports."""
    read = partial(add_read_route, app, tag="reports")
    read("/v1/reports/issued", get_issued_reports, Permission.REPORT, IssuedReports)
    content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    read(
        "/v1/reports/issued/{issue_id}/content",
        get_issued_content,
        Permission.REPORT,
        {"description": "The bytes that were issued, in their form.", "content": content},
        problems=(
            *ON_PROJECTIONS,
            *ON_LASTING,
            "pdf_unavailable",
            "issued_report_not_found",
            "issued_report_differs",
        ),
    )
