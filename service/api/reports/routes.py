"""The routes of figures, and who may read them."""

from functools import partial

from fastapi import FastAPI

from service.api.http.access import Permission
from service.api.http.beside import ON_JOBS
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.job_kind import JobKind
from service.api.http.routes.registration import add_read_route
from service.api.reports import documents, issued, reads
from service.domain.account.rules import AccountNotFoundError
from service.reports.attribution.documents import AttributionReport
from service.reports.complaints.documents import ComplaintReport
from service.reports.kpis.report import KpiDefinition, KpiReport
from service.reports.response_times.report import ResponseTimes
from service.reports.retention.documents import RetentionReport

JOBS = (
    JobKind(name="kpi", path="/v1/reports/kpi", parameters=reads.KpiReportQuery),
    JobKind(name="attribution", path="/v1/reports/attribution", parameters=reads.AttributionReportQuery),
    JobKind(name="complaints", path="/v1/reports/complaints", parameters=reads.ComplaintReportQuery),
    documents.DOCUMENT_JOB,
    JobKind(name="retention", path="/v1/reports/retention", parameters=reads.RetentionReportQuery),
)


def add_response_times(app: FastAPI) -> None:
    """Add the route that reads response times."""
    path = "/v1/response-times"
    add_read_route(app, path, reads.get_response_times, Permission.READ, ResponseTimes, tag="reports")


def add_report_reads(app: FastAPI) -> None:
    """Add the routes that read figures."""
    read = partial(add_read_route, app, tag="reports")
    report, attribution, complaints, _, retention = (each.path for each in JOBS)
    read(
        report,
        reads.get_kpi_report,
        Permission.REPORT,
        KpiReport,
        problems=(*ON_PROJECTIONS, *ON_JOBS),
        refusals=(AccountNotFoundError,),
    )
    read(attribution, reads.get_attribution_report, Permission.REPORT, AttributionReport)
    read(
        retention,
        reads.get_retention_report,
        Permission.REPORT,
        RetentionReport,
        problems=(*ON_PROJECTIONS, *ON_JOBS),
    )
    read(complaints, reads.get_complaint_report, Permission.REPORT, ComplaintReport, problems=ON_PROJECTIONS)
    read(
        "/v1/kpis/{slug}/explain",
        reads.get_kpi_explanation,
        Permission.REPORT,
        reads.KpiExplanationPage,
        problems=(*ON_PROJECTIONS, "kpi_not_found"),
        refusals=(AccountNotFoundError,),
    )
    documents.add_document_reads(app)
    issued.add_issued_reports(app)
    read("/v1/kpis", reads.get_kpis, Permission.REPORT, list[KpiDefinition])
