"""Reading figures: they hold no personal data."""

from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import Field

from service.api.access import Caller, Permission
from service.api.freshness import HIGHEST_POSITION, wait_for_position
from service.api.guard import Needs
from service.api.read_routes import add_read_route
from service.api.route_documents import ON_PROJECTIONS
from service.api.services import services_of
from service.domain.guidelines import CauseCatalogue, RemedyCatalogue
from service.reports.attribution.documents import AttributionQuery, AttributionReport
from service.reports.attribution.rows import attribution_report
from service.reports.complaints.documents import ComplaintQuery, ComplaintReport
from service.reports.complaints.figures import complaint_report
from service.reports.kpis.report import KpiDefinition, KpiQuery, KpiReport, kpi_definitions, kpi_report

ReportReader = Annotated[Caller, Depends(Needs(Permission.REPORT))]


class KpiReportQuery(KpiQuery):
    """What to report on, and how fresh."""

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the figures hold this position (`Case-Position` of a command's answer)."""


async def get_kpi_report(
    request: Request, query: Annotated[KpiReportQuery, Query()], _: ReportReader
) -> Response:
    """Compute every KPI over the cases of a period, in all and by group."""
    services = services_of(request)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        report = await connection.run_sync(kpi_report, query)
    return Response(report.model_dump_json(), media_type="application/json")


async def get_attribution_report(
    request: Request, query: Annotated[AttributionQuery, Query()], _: ReportReader
) -> Response:
    """Compute whose the late time of a period is, and which pauses were held too long.

    It is read from the record itself: promises that fell due in the period and were not kept in time, each
    second of their late time with who held it up. The pause audit counts the waits for the customer that
    went on although the customer had answered.
    """
    services = services_of(request)
    promises = await services.application.rulebook()
    async with services.engine.connect() as connection:
        report = await attribution_report(connection, query, promises, services.now())
    return Response(report.model_dump_json(), media_type="application/json")


class ComplaintReportQuery(ComplaintQuery):
    """What to report on, and how fresh."""

    min_position: int | None = Field(default=None, ge=0, le=HIGHEST_POSITION)
    """Wait until the figures hold this position (`Case-Position` of a command's answer)."""


async def get_complaint_report(
    request: Request, query: Annotated[ComplaintReportQuery, Query()], _: ReportReader
) -> Response:
    """Compute how many complaints a period has, where they come about, what they come from and cost.

    The complaint rate of a step of our work is the number of complaints that came about there per thousand
    cases received. Amounts of different currencies are never added up.
    """
    services = services_of(request)
    book, now = await services.application.rulebook(), services.now()
    causes, remedies = book.guideline(CauseCatalogue, now), book.guideline(RemedyCatalogue, now)
    async with services.engine.connect() as connection:
        wait_seconds = services.min_position_wait_seconds
        await wait_for_position(connection, query.min_position, wait_seconds=wait_seconds)
        report = await connection.run_sync(complaint_report, query, causes, remedies)
    return Response(report.model_dump_json(), media_type="application/json")


async def get_kpis(_: ReportReader) -> list[KpiDefinition]:
    """Read what each KPI means, in both languages."""
    return kpi_definitions()


def add_report_reads(app: FastAPI) -> None:
    """Add the routes that read figures."""
    report = "/v1/reports/kpi"
    add_read_route(
        app, report, get_kpi_report, Permission.REPORT, KpiReport, tag="reports", problems=ON_PROJECTIONS
    )
    attribution = "/v1/reports/attribution"
    add_read_route(
        app, attribution, get_attribution_report, Permission.REPORT, AttributionReport, tag="reports"
    )
    add_read_route(
        app,
        "/v1/reports/complaints",
        get_complaint_report,
        Permission.REPORT,
        ComplaintReport,
        tag="reports",
        problems=ON_PROJECTIONS,
    )
    add_read_route(app, "/v1/kpis", get_kpis, Permission.REPORT, list[KpiDefinition], tag="reports")
