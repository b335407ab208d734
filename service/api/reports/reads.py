"""Reading figures: they hold no personal data."""

from typing import Annotated

from fastapi import Query, Request, Response

from service.api.http.document import Parameters
from service.api.http.json_answer import document_response
from service.api.http.lists.freshness import MinPosition, connected_at
from service.api.http.services import services_of
from service.database.patience import allow_a_report
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.remedies import RemedyCatalogue
from service.reports.attribution.documents import AttributionQuery
from service.reports.attribution.rows import attribution_report
from service.reports.complaints.documents import ComplaintQuery
from service.reports.complaints.figures import complaint_report
from service.reports.kpis.report import KpiDefinition, KpiQuery, kpi_definitions, kpi_report
from service.reports.response_times.report import response_times


class FiguresQuery(Parameters):
    """Freshness of the figures."""

    min_position: MinPosition = None
    """Wait until the figures have reached this position (`Case-Position` of a command's answer)."""


class KpiReportQuery(FiguresQuery, KpiQuery):
    """Content and freshness of the report."""


class ComplaintReportQuery(FiguresQuery, ComplaintQuery):
    """Content and freshness of the report."""


async def get_kpi_report(request: Request, query: Annotated[KpiReportQuery, Query()]) -> Response:
    """Compute every KPI over the cases of a period, in all and by group."""
    allow_a_report()
    async with connected_at(request, query.min_position) as (connection, _):
        report = await connection.run_sync(kpi_report, query)
    return document_response(report)


async def get_attribution_report(request: Request, query: Annotated[AttributionQuery, Query()]) -> Response:
    """Compute whose the late time of a period is, and which pauses were held too long.

    It is read from the record itself: promises that fell due in the period and were not kept in time, each
    second of their late time with who held it up. The pause audit counts the waits for the customer that
    went on although the customer had answered.
    """
    allow_a_report()
    services = services_of(request)
    promises = await services.application.rulebook()
    async with services.engine.connect() as connection:
        report = await attribution_report(connection, query, promises, services.now())
    return document_response(report)


async def get_complaint_report(request: Request, query: Annotated[ComplaintReportQuery, Query()]) -> Response:
    """Compute how many complaints a period has, where they come about, what they come from and cost.

    The complaint rate of a step of our work is the number of complaints that came about there per thousand
    cases received. Amounts of different currencies are never added up.
    """
    allow_a_report()
    services = services_of(request)
    book, now = await services.application.rulebook(), services.now()
    causes, remedies = book.guideline(CauseCatalogue, now), book.guideline(RemedyCatalogue, now)
    async with connected_at(request, query.min_position) as (connection, _):
        report = await connection.run_sync(complaint_report, query, causes, remedies)
    return document_response(report)


async def get_kpis() -> list[KpiDefinition]:
    """Read what each KPI means, in both languages."""
    return kpi_definitions()


async def get_response_times(request: Request) -> Response:
    """Read which department does which step within which time, as it is in force now.

    It follows from the directory of departments and the policy in force (跨部门协作响应时效表).
    """
    services = services_of(request)
    report = response_times(await services.application.rulebook(), services.now())
    return document_response(report)
