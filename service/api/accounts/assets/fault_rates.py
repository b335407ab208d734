"""Reading how often what is in service fails, beside the span before: it shows what advice is worth."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import FastAPI, Query, Request, Response
from pydantic import TypeAdapter, model_validator
from sqlalchemy import Connection

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.clocks.policy import Title
from service.domain.event import Instant
from service.domain.guidelines.assets import AssetGuideline
from service.domain.text import Code
from service.domain.vocabulary import CaseKind
from service.language import text
from service.projections.care.assets.fault_rates import Faults, Grouping, Span, faults_of, groups
from service.reports.period import must_run_forward

USUAL = timedelta(days=90)
ASSETS, DAYS = 1_000, 30
_UNIT_SECONDS = ASSETS * DAYS * 86_400
NONE = Faults()
Row = tuple[str, Faults, Faults]
BY_NAME: Order[Row, str] = Order(lambda row: row[0], TypeAdapter(Code))


class FaultFigures(Document):
    """What was in service in a span of time, and what failed."""

    asset_count: int
    """Number of assets that were in service at any time of it."""
    in_service_seconds: int
    """Seconds for which they were in service, added up."""
    fault_count: int
    """Number of faults that concern one of them; cases merged into others do not count."""
    faults_per_1000_assets: float | None
    """Fault rate: faults of 1,000 assets in 30 days of service; null if nothing was in service."""
    unnamed_fault_count: int | None
    """Number of faults of the account that concern no asset on the register, which no rate counts; null for
    products."""
    advice_count: int
    """How often customers that have these assets were given advice on maintenance."""


class FaultRateView(Document):
    """How often the assets of an account, or of a product, fail."""

    name: str
    """Customer number, or product; the kind of asset where no product is named."""
    figures: FaultFigures
    """Figures of the span of time."""
    before: FaultFigures
    """Figures of the span of the same length before it."""
    change_per_1000_assets: float | None
    """Fault rate less the one before; below zero where less fails. null if there is none of the two."""


class FaultRatePage(Page[FaultRateView]):
    """One page of fault rates."""

    definition: Title
    """What the fault rate is."""
    fault_kinds: list[CaseKind]
    """Kinds of cases that count as faults, by the guideline `assets`."""
    as_of_at: datetime
    """Time up to which faults count where no end was asked for (UTC)."""


class FaultRateQuery(PastPageQuery):
    """By what to group, which span of time, and which page."""

    by: Grouping = "account"
    """By account or by product."""
    from_at: Instant | None = None
    """Only faults received at this time or later. If omitted, 90 days before the end."""
    to_at: Instant | None = None
    """Only faults received before this time. If omitted, up to now."""

    _runs_forward = model_validator(mode="after")(must_run_forward)


async def get_fault_rates(request: Request, query: Annotated[FaultRateQuery, Query()]) -> Response:
    """List how often what is in service fails, by account or product, beside the span before it.

    With how often advice on maintenance was given in each: so it shows whether it helps.
    """
    at = await time_of_reading(request, query)
    guideline = (await rules_as_of(request, query)).guideline(AssetGuideline, at)
    kinds = (guideline or AssetGuideline(version=1)).fault_kinds
    to_at = query.to_at or at
    span = (query.from_at or to_at - USUAL, to_at)
    found = await listed(
        request,
        query,
        BY_NAME,
        lambda connection, after, most: connection.run_sync(_rows, query.by, span, kinds, after, most),
    )
    return document_response(
        FaultRatePage(
            items=[_view(row, query.by) for row in found.rows],
            next=found.next,
            position=found.position,
            definition=Title(zh=text("fault_rate.definition", "zh"), en=text("fault_rate.definition", "en")),
            fault_kinds=list(kinds),
            as_of_at=at,
        )
    )


def _rows(  # noqa: PLR0917  by what, over which span, which faults, from where, how many
    connection: Connection,
    by: Grouping,
    span: Span,
    kinds: tuple[CaseKind, ...],
    after: str | None,
    most: int,
) -> list[Row]:
    names = groups(connection, by, span, kinds, after, most)
    before = (span[0] - (span[1] - span[0]), span[0])
    now = faults_of(connection, by, span, kinds, names)
    then = faults_of(connection, by, before, kinds, names)
    return [(name, now.get(name, NONE), then.get(name, NONE)) for name in names]


def _view(row: Row, by: Grouping) -> FaultRateView:
    name, now, then = row
    figures, before = _figures(now, by), _figures(then, by)
    rate, was = figures.faults_per_1000_assets, before.faults_per_1000_assets
    change = None if rate is None or was is None else round(rate - was, 2)
    return FaultRateView(name=name, figures=figures, before=before, change_per_1000_assets=change)


def _figures(faults: Faults, by: Grouping) -> FaultFigures:
    seconds = faults.in_service_seconds
    return FaultFigures(
        asset_count=faults.asset_count,
        in_service_seconds=seconds,
        fault_count=faults.fault_count,
        faults_per_1000_assets=round(faults.fault_count * _UNIT_SECONDS / seconds, 2) if seconds else None,
        unnamed_fault_count=faults.unnamed_fault_count if by == "account" else None,
        advice_count=faults.advice_count,
    )


def add_fault_rates(app: FastAPI) -> None:
    """Add the route."""
    add_read_route(
        app, "/v1/fault-rates", get_fault_rates, Permission.READ, FaultRatePage, problems=ON_PROJECTIONS
    )
