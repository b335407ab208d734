"""Reading figures: they hold no personal data."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import TypeAdapter

from service.api.http.beside import LastsError, is_answered_beside, progress_of
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import PastParameters, moment_of, rules_as_of, time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.lists.page import PastPageQuery, link_to
from service.api.http.problems.error import ProblemError
from service.api.http.services import services_of
from service.database.patience import allow_a_report
from service.domain.event import AnyInstant
from service.domain.guidelines.causes import CauseCatalogue
from service.domain.guidelines.remedies import RemedyCatalogue
from service.projections.kpi.explanation import RowPlace
from service.reports.attribution.documents import AttributionQuery
from service.reports.attribution.rows import attribution_report
from service.reports.complaints.documents import ComplaintQuery
from service.reports.complaints.figures import complaint_report
from service.reports.kpis.explanation import (
    ExplanationQuery,
    KpiExplanation,
    KpiNotFoundError,
    explained,
    kpi_named,
    place_of,
)
from service.reports.kpis.report import KpiDefinition, KpiQuery, kpi_definitions, kpi_report
from service.reports.response_times.report import response_times
from service.reports.retention.documents import RetentionQuery
from service.reports.retention.report import retention_report

BY_INSTANT = Order(place_of, TypeAdapter[RowPlace](tuple[AnyInstant, str]))


class FiguresQuery(Freshness, PastParameters):
    """Freshness of the figures, or as of when."""


class KpiReportQuery(FiguresQuery, KpiQuery):
    """Content and freshness of the report."""


class KpiExplanationQuery(PastPageQuery, ExplanationQuery):
    """Figure to explain, and page of its rows."""


class KpiExplanationPage(KpiExplanation):
    """A figure with its definition and a page of the rows behind it."""

    next: str | None
    """Path of the next page; null on the last page."""


class ComplaintReportQuery(FiguresQuery, ComplaintQuery):
    """Content and freshness of the report."""


class RetentionReportQuery(FiguresQuery, RetentionQuery):
    """Content and freshness of the report."""


class AttributionReportQuery(PastParameters, AttributionQuery):
    """Content of the report, and as of when."""


async def get_kpi_report(request: Request, query: Annotated[KpiReportQuery, Query()]) -> Response:
    """Compute every KPI over the cases of a period, in all and by group."""
    allow_a_report()
    async with connected_at(request, query) as (connection, _):
        if query.by and is_answered_beside(request):  # a figure of each KPI for each group
            raise LastsError
        report = await connection.run_sync(kpi_report, query)
    return document_response(report, only_told=True)


async def get_attribution_report(
    request: Request, query: Annotated[AttributionReportQuery, Query()]
) -> Response:
    """Compute whose the late time of a period is, and which pauses were held too long.

    It is read from the record itself: promises that fell due in the period and were not kept in time, each
    second of their late time with who held it up. The pause audit counts the waits for the customer that
    went on although the customer had answered.
    """
    allow_a_report()
    moment, now = await moment_of(request, query), await time_of_reading(request, query)
    promises = await rules_as_of(request, query)
    async with services_of(request).engine.connect() as connection:
        report = await attribution_report(
            connection,
            query,
            promises,
            now,
            position=moment.position if moment else None,
            progress=progress_of(request),
        )
    return document_response(report)


async def get_complaint_report(request: Request, query: Annotated[ComplaintReportQuery, Query()]) -> Response:
    """Compute how many complaints a period has, where they come about, what they come from and cost.

    The complaint rate of a step of our work is the number of complaints that came about there per thousand
    cases received. Amounts of different currencies are never added up.
    """
    allow_a_report()
    book, now = await rules_as_of(request, query), await time_of_reading(request, query)
    causes, remedies = book.guideline(CauseCatalogue, now), book.guideline(RemedyCatalogue, now)
    async with connected_at(request, query) as (connection, _):
        report = await connection.run_sync(complaint_report, query, causes, remedies)
    return document_response(report)


async def get_retention_report(request: Request, query: Annotated[RetentionReportQuery, Query()]) -> Response:
    """Compute how many customers stay, buy again, come back to life and rise over a period, by tier.

    An account that is silent at the end is not kept, closed or not. Who bought in the span of the same length
    before the period and buys in it has bought again (留存率、复购率、唤醒率).
    """
    allow_a_report()
    book, now = await rules_as_of(request, query), await time_of_reading(request, query)
    async with connected_at(request, query) as (connection, _):
        if is_answered_beside(request):  # every sign of life of each account
            raise LastsError
        report = await connection.run_sync(retention_report, query, book, now)
    return document_response(report)


async def get_kpis() -> list[KpiDefinition]:
    """Read what each KPI means, in both languages."""
    return kpi_definitions()


async def get_kpi_explanation(
    request: Request, slug: str, query: Annotated[KpiExplanationQuery, Query()]
) -> Response:
    """Explain a figure of the KPI report: its definition, and every row behind it.

    `counts` and `hits` of all rows add up to `count` and `hits` of the figure. `links` lead on to the case,
    its events and the explanation of the clock.
    """
    try:
        kpi_named(slug)
    except KpiNotFoundError:
        raise ProblemError("kpi_not_found") from None
    after = BY_INSTANT.place_in(query.cursor)
    allow_a_report()
    async with connected_at(request, query) as (connection, _):
        found = await connection.run_sync(explained, slug, query, after, query.limit + 1)
    page = found.items[: query.limit]
    cursor = BY_INSTANT.cursor_after(page[-1]) if len(found.items) > len(page) else None
    told = {**dict(found), "items": page, "next": link_to(request, query, cursor)}
    return document_response(KpiExplanationPage(**told), only_told=True)


async def get_response_times(request: Request) -> Response:
    """Read which department does which step within which time, as it is in force now.

    It follows from the directory of departments and the policy in force (跨部门协作响应时效表).
    """
    services = services_of(request)
    report = response_times(await services.application.rulebook(), services.now())
    return document_response(report)
