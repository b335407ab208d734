"""Lists of assets and of service requests over all accounts. Take a synchronous connection."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, case, func, select, true, tuple_

from service.domain.described import Described
from service.domain.text import Code
from service.domain.vocabulary import CaseKind
from service.projections.accounts import accounts
from service.projections.care.assets.named import case_assets
from service.projections.care.assets.register import assets
from service.projections.cases.table import cases

AssetPlace = tuple[str, UUID]
"""`(identifier_key, asset_id)` of the last row of a page; the next page follows it."""
RequestPlace = tuple[datetime, UUID]
"""`(named_at, case_id)` of the last row of a page; the next page follows it."""


class AssetFilter(Described, extra="forbid"):
    """Which assets to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only assets of this account."""
    asset_kind: Code | None = None
    """Only assets of this kind."""
    identifier: Code | None = None
    """Only assets known by this identifier; capitals make no difference."""
    product: Code | None = None
    """Only assets that are this product or service."""
    is_in_service: bool | None = None
    """Only assets in service; false for only those that went out of it."""
    owner: Code | None = None
    """Only assets of accounts for which this person (staff id) answers."""


class ServiceRequestFilter(Described, extra="forbid"):
    """Which requests to list. Omitted fields do not filter."""

    service_request: Code | None = None
    """Only requests of this kind."""
    account_id: UUID | None = None
    """Only requests of this account."""
    asset_id: UUID | None = None
    """Only requests about this asset."""
    owner: Code | None = None
    """Only requests whose case has this owner (staff id)."""
    is_open: bool | None = None
    """Only requests whose case is open; false for only those that were resolved or closed."""
    names_asset: bool | None = None
    """Only requests that name an asset; false for only those that name none yet."""


def concerned() -> Subquery:
    """Return each case that is no part of another, with the asset that it concerns.

    It is the one that was named; where nothing was, the one that is known by the asset reference of the
    receipt, whether it was registered before or after.
    """
    of_case = and_(
        assets.c.account_id == cases.c.account_id,
        assets.c.identifier_key == func.lower(cases.c.asset_reference),
    )
    is_before = assets.c.registered_at <= cases.c.received_at
    by_reference = (
        select(assets.c.asset_id)
        .where(of_case)
        .order_by(is_before.desc(), assets.c.registered_at.desc(), assets.c.asset_id)
        .limit(1)
        .scalar_subquery()
    )
    is_named = case_assets.c.case_id.is_not(None)
    return (
        select(
            cases.c.case_id,
            cases.c.account_id,
            cases.c.kind,
            cases.c.received_at,
            cases.c.status,
            case((is_named, case_assets.c.asset_id), else_=by_reference).label("asset_id"),
        )
        .select_from(cases.outerjoin(case_assets, case_assets.c.case_id == cases.c.case_id))
        .where(cases.c.merged_into.is_(None))
        .subquery("concerned")
    )


def list_assets(  # noqa: PLR0917  which, what counts as a fault, since when, from where, how many
    connection: Connection,
    wanted: AssetFilter,
    fault_kinds: Sequence[CaseKind],
    since: datetime,
    after: AssetPlace | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return up to `limit` assets by their identifiers, each with its cases, and its faults since a time."""
    place = (assets.c.identifier_key, assets.c.asset_id)
    page: Select[Any] = select(
        *(each for each in assets.c if each.name not in {"source_position", "details_digest"}),
        accounts.c.code.label("account_code"),
        accounts.c.owner,
    ).join(accounts, accounts.c.account_id == assets.c.account_id)
    page = _filtered(page, wanted)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    rows = page.order_by(*place).limit(limit).subquery("page")
    found, of_faults = concerned(), [str(kind) for kind in fault_kinds]
    is_fault = found.c.kind.in_(of_faults)
    counts = (
        select(
            func.count().filter(found.c.status == "open").label("open_case_count"),
            func.count().filter(is_fault).label("fault_count"),
            func.count().filter(is_fault, found.c.received_at > since).label("recent_fault_count"),
            func.max(found.c.received_at).filter(is_fault).label("last_fault_at"),
        )
        .where(found.c.account_id == rows.c.account_id, found.c.asset_id == rows.c.asset_id)
        .lateral("counts")
    )
    query = select(rows, counts).select_from(rows.join(counts, true()))
    query = query.order_by(rows.c.identifier_key, rows.c.asset_id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _filtered(page: Select[Any], wanted: AssetFilter) -> Select[Any]:
    for column, value in (
        (assets.c.account_id, wanted.account_id),
        (assets.c.asset_kind, wanted.asset_kind),
        (assets.c.identifier_key, wanted.identifier.lower() if wanted.identifier else None),
        (assets.c.product, wanted.product),
        (accounts.c.owner, wanted.owner),
    ):
        if value is not None:
            page = page.where(column == value)
    if wanted.is_in_service is not None:
        page = page.where(assets.c.retired_at.is_(None) == wanted.is_in_service)
    return page


def list_service_requests(
    connection: Connection, wanted: ServiceRequestFilter, after: RequestPlace | None, limit: int
) -> list[dict[str, Any]]:
    """Return up to `limit` requests, the longest named first, each with its case and asset."""
    place = (case_assets.c.named_at, case_assets.c.case_id)
    of_asset = and_(assets.c.asset_id == case_assets.c.asset_id, assets.c.account_id == cases.c.account_id)
    page = (
        select(
            *place,
            case_assets.c.service_request,
            case_assets.c.asset_id,
            assets.c.asset_kind,
            assets.c.identifier,
            *(cases.c[name] for name in ("account_id", "account_code", "reference", "status", "owner")),
            cases.c.received_at,
            cases.c.ended_at,
        )
        .select_from(
            case_assets.join(cases, cases.c.case_id == case_assets.c.case_id).outerjoin(assets, of_asset)
        )
        .where(case_assets.c.service_request.is_not(None), *_of_requests(wanted))
    )
    if after is not None:
        page = page.where(tuple_(*place) > after)
    return [dict(row) for row in connection.execute(page.order_by(*place).limit(limit)).mappings()]


def _of_requests(wanted: ServiceRequestFilter) -> list[ColumnElement[bool]]:
    found = [
        column == value
        for column, value in (
            (case_assets.c.service_request, wanted.service_request),
            (cases.c.account_id, wanted.account_id),
            (case_assets.c.asset_id, wanted.asset_id),
            (cases.c.owner, wanted.owner),
        )
        if value is not None
    ]
    if wanted.is_open is not None:
        is_open = and_(cases.c.status == "open", cases.c.merged_into.is_(None))
        found.append(is_open if wanted.is_open else ~is_open)
    if wanted.names_asset is not None:
        found.append(case_assets.c.asset_id.is_not(None) == wanted.names_asset)
    return found
