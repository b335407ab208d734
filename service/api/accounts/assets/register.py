"""Reading the register of assets of all accounts, and the requests about them."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import TypeAdapter

from service.api.accounts.assets.fault_rates import add_fault_rates
from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.domain.account.record.assets import AssetChanged, AssetDetail, AssetRegistered
from service.domain.clocks.policy import Title
from service.domain.guidelines.assets import AssetGuideline
from service.domain.text import Code
from service.projections.care.assets.lists import (
    AssetFilter,
    AssetPlace,
    RequestPlace,
    ServiceRequestFilter,
    list_assets,
    list_service_requests,
)
from service.reports.events_of_streams import events_at

LATELY = timedelta(days=90)
BY_IDENTIFIER: Order[Mapping[str, Any], AssetPlace] = Order(
    lambda row: (row["identifier_key"], row["asset_id"]), TypeAdapter(tuple[Code, UUID])
)
BY_NAMING: Order[Mapping[str, Any], RequestPlace] = Order(
    lambda row: (row["named_at"], row["case_id"]), CLOCK_PLACE
)
NO_GUIDELINE = AssetGuideline(version=1)
"""Stands in where none is in force: any kind will do."""


class DetailView(Document):
    """Something that is told of an asset."""

    detail: str
    """Name of the detail."""
    title: Title | None
    """What it is called; null if the guideline names it no more."""
    words: str
    """What is told, in words or numbers."""


class AssetView(Document):
    """An asset on the register, with the cases that concern it."""

    asset_id: UUID
    """Id of the asset."""
    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account; null if there is none."""
    asset_kind: str
    """Kind by the guideline `assets`."""
    title: Title | None
    """What the kind is called; null if the guideline names it no more."""
    identifier: str
    """What it is known by."""
    product: str | None
    """Product or service that it is; null if that is open."""
    particulars: list[DetailView]
    """What is told of it."""
    registered_at: datetime
    """Time at which it went into service (UTC)."""
    changed_at: datetime | None
    """Time at which it was last changed (UTC); null if it never was."""
    retired_at: datetime | None
    """Time at which it went out of service (UTC); null while it is in service."""
    case_id: UUID | None
    """Id of the case by which it was asked for; null if none did."""
    open_case_count: int
    """Number of open cases that concern it."""
    fault_count: int
    """Number of faults that concern it; cases merged into others do not count."""
    recent_fault_count: int
    """Number of these within the last 90 days."""
    last_fault_at: datetime | None
    """Time of receipt of the last fault (UTC); null if there was none."""


class AssetPage(Page[AssetView]):
    """One page of the register."""

    as_of_at: datetime
    """Time for which the recent faults are counted (UTC)."""


class AssetListQuery(PastPageQuery, AssetFilter):
    """Which assets to list, and which page."""


class ServiceRequestView(Document):
    """What a customer asks to have done with an asset, by a case."""

    case_id: UUID
    reference: str | None
    """Case number as people know it; null if there is none."""
    account_id: UUID
    account_code: str | None
    owner: str | None
    """Staff id of the person accountable for the case; null if there is none."""
    service_request: str
    """Kind of request by the guideline `assets`."""
    title: Title | None
    """What it is called; null if the guideline names it no more."""
    action: Literal["open", "register", "change", "cancel"] | None
    """What is done by it; null if the guideline names it no more."""
    asset_id: UUID | None
    """Id of the asset; null if none is named yet."""
    asset_kind: str | None
    """Kind of the asset; null if none is named yet."""
    identifier: str | None
    """What the asset is known by; null if none is named yet."""
    named_at: datetime
    """Time at which the request was last named (UTC)."""
    received_at: datetime
    status: Literal["open", "resolved", "closed"]
    """Status of the case."""
    ended_at: datetime | None
    """Time at which the case was resolved or closed (UTC); null while it is open."""


class ServiceRequestListQuery(PastPageQuery, ServiceRequestFilter):
    """Which requests to list, and which page."""


async def get_assets(request: Request, query: Annotated[AssetListQuery, Query()]) -> Response:
    """List what customers have of us, in order of the identifiers: by account, kind, identifier, product.

    Each with its faults. A case concerns the asset that it names (`/v1/cases/{case_id}/asset`); where it
    names none, the one whose identifier is its `asset_reference`.
    """
    at = await time_of_reading(request, query)
    guideline = (await rules_as_of(request, query)).guideline(AssetGuideline, at) or NO_GUIDELINE
    wanted = query.filter_as(AssetFilter)
    found = await listed(
        request,
        query,
        BY_IDENTIFIER,
        lambda connection, after, most: connection.run_sync(
            list_assets, wanted, guideline.fault_kinds, at - LATELY, after, most
        ),
    )
    details = await _details(request, {row["details_position"] for row in found.rows})
    items = [_asset(row, guideline, details.get(row["details_position"], ())) for row in found.rows]
    return document_response(AssetPage(items=items, next=found.next, position=found.position, as_of_at=at))


async def get_service_requests(
    request: Request, query: Annotated[ServiceRequestListQuery, Query()]
) -> Response:
    """List what customers ask to have opened, registered, changed or cancelled, the longest waiting first."""
    at = await time_of_reading(request, query)
    guideline = (await rules_as_of(request, query)).guideline(AssetGuideline, at) or NO_GUIDELINE
    wanted = query.filter_as(ServiceRequestFilter)
    found = await listed(
        request,
        query,
        BY_NAMING,
        lambda connection, after, most: connection.run_sync(list_service_requests, wanted, after, most),
    )
    items = [_request(row, guideline) for row in found.rows]
    return document_response(Page[ServiceRequestView](items=items, next=found.next, position=found.position))


async def _details(request: Request, positions: Collection[int]) -> dict[int, tuple[AssetDetail, ...]]:
    async with services_of(request).engine.connect() as connection:
        events = await events_at(connection, positions)
    return {
        each.position: each.event.particulars or ()
        for each in events
        if isinstance(each.event, AssetRegistered | AssetChanged)
    }


def _asset(row: Mapping[str, Any], guideline: AssetGuideline, told: Collection[AssetDetail]) -> AssetView:
    kind = guideline.kind_named(row["asset_kind"])
    titles = {one.detail: one.title for one in kind.details} if kind else {}
    names = AssetView.model_fields.keys() - {"title", "particulars"}
    return AssetView(
        **{name: row[name] for name in names},
        title=kind.title if kind else None,
        particulars=[
            DetailView(detail=one.detail, title=titles.get(one.detail), words=one.words) for one in told
        ],
    )


def _request(row: Mapping[str, Any], guideline: AssetGuideline) -> ServiceRequestView:
    known = guideline.request_named(row["service_request"])
    return ServiceRequestView(
        **row, title=known.title if known else None, action=known.action if known else None
    )


def add_asset_reads(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(app, "/v1/assets", get_assets, Permission.READ, AssetPage, problems=ON_PROJECTIONS)
    add_read_route(
        app,
        "/v1/service-requests",
        get_service_requests,
        Permission.READ,
        Page[ServiceRequestView],
        problems=ON_PROJECTIONS,
    )
    add_fault_rates(app)
