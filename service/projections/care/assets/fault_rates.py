"""How often what is in service fails (故障发生率), by account or product. Takes a synchronous connection.

REQUIREMENTS 41: faults of assets in a span of time, over the time for which assets were in service in it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, distinct, extract, func, or_, select, union

from service.domain.account.vocabulary import NewsKind
from service.domain.vocabulary import CaseKind
from service.projections.accounts import accounts
from service.projections.care.assets.lists import concerned
from service.projections.care.assets.register import assets
from service.projections.care.visits import visits

Grouping = Literal["account", "product"]
Span = tuple[datetime, datetime]
"""From when until when, the end excluded."""


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What was in service in a span of time, and what failed."""

    asset_count: int = 0
    in_service_seconds: int = 0
    fault_count: int = 0
    unnamed_fault_count: int = 0
    advice_count: int = 0


def groups(  # noqa: PLR0917  by what, over which span, which faults, from where, how many
    connection: Connection,
    by: Grouping,
    span: Span,
    fault_kinds: Sequence[CaseKind],
    after: str | None,
    limit: int,
) -> list[str]:
    """Return up to `limit` customer numbers or products, in order, that follow `after`."""
    of_assets = select(_group(by).label("name")).select_from(_of_accounts()).where(*_in_service(span))
    named = of_assets
    if by == "account":
        found = concerned()
        with_faults = (
            select(accounts.c.code.label("name"))
            .join(found, found.c.account_id == accounts.c.account_id)
            .where(*_faults(found, span, fault_kinds))
        )
        named = union(of_assets, with_faults)  # type: ignore[assignment]  # either is selected from below
    rows = named.subquery("named")
    page = select(rows.c.name).distinct()
    if after is not None:
        page = page.where(rows.c.name > after)
    return list(connection.scalars(page.order_by(rows.c.name).limit(limit)))


def faults_of(
    connection: Connection,
    by: Grouping,
    span: Span,
    fault_kinds: Sequence[CaseKind],
    names: Collection[str] | None = None,
) -> dict[str, Faults]:
    """Return the figures of each group over a span; of all groups where no names are given."""
    found: dict[str, dict[str, int]] = {}
    for figures in (
        _exposure(by, span),
        _named_faults(by, span, fault_kinds),
        *([_unnamed_faults(span, fault_kinds)] if by == "account" else []),
        _advice(by, span),
    ):
        for row in connection.execute(figures).mappings():
            name = row["name"]
            if names is None or name in names:
                found.setdefault(name, {}).update({key: int(row[key]) for key in row if key != "name"})
    return {name: Faults(**figures) for name, figures in found.items()}


def _group(by: Grouping) -> ColumnElement[str]:
    return accounts.c.code if by == "account" else func.coalesce(assets.c.product, assets.c.asset_kind)


def _of_accounts() -> Any:
    return assets.join(accounts, accounts.c.account_id == assets.c.account_id)


def _in_service(span: Span) -> tuple[ColumnElement[bool], ...]:
    is_there = or_(assets.c.retired_at.is_(None), assets.c.retired_at > span[0])
    return (assets.c.registered_at < span[1], is_there)


def _faults(found: Any, span: Span, fault_kinds: Sequence[CaseKind]) -> tuple[ColumnElement[bool], ...]:
    return (
        found.c.kind.in_([str(kind) for kind in fault_kinds]),
        found.c.received_at >= span[0],
        found.c.received_at < span[1],
    )


def _exposure(by: Grouping, span: Span) -> Any:
    until = func.least(func.coalesce(assets.c.retired_at, span[1]), span[1])
    seconds = extract("epoch", until - func.greatest(assets.c.registered_at, span[0]))
    name = _group(by)
    return (
        select(
            name.label("name"),
            func.count().label("asset_count"),
            func.round(func.sum(seconds)).label("in_service_seconds"),
        )
        .select_from(_of_accounts())
        .where(*_in_service(span))
        .group_by(name)
    )


def _named_faults(by: Grouping, span: Span, fault_kinds: Sequence[CaseKind]) -> Any:
    found, name = concerned(), _group(by)
    return (
        select(name.label("name"), func.count().label("fault_count"))
        .select_from(
            _of_accounts().join(
                found,
                (found.c.asset_id == assets.c.asset_id) & (found.c.account_id == assets.c.account_id),
            )
        )
        .where(*_faults(found, span, fault_kinds))
        .group_by(name)
    )


def _unnamed_faults(span: Span, fault_kinds: Sequence[CaseKind]) -> Any:
    found = concerned()
    return (
        select(accounts.c.code.label("name"), func.count().label("unnamed_fault_count"))
        .join(found, found.c.account_id == accounts.c.account_id)
        .where(found.c.asset_id.is_(None), *_faults(found, span, fault_kinds))
        .group_by(accounts.c.code)
    )


def _advice(by: Grouping, span: Span) -> Any:
    name = _group(by)
    return (
        select(name.label("name"), func.count(distinct(visits.c.event_id)).label("advice_count"))
        .select_from(_of_accounts().join(visits, visits.c.account_id == assets.c.account_id))
        .where(
            visits.c.kind == NewsKind.MAINTENANCE_ADVICE,
            visits.c.held_at >= span[0],
            visits.c.held_at < span[1],
        )
        .group_by(name)
    )
