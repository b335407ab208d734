"""Reading agreements in all their versions, with effective dates and reasons (REQUIREMENTS 47, 146)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, exists, not_, or_

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements.agreements import (
    AgreementAmended,
    AgreementEnded,
    AgreementSigned,
    AskedForBy,
)
from service.domain.account.record.agreements.disclosures import LimitsDisclosed
from service.domain.clocks.policy import AgreedTerm
from service.domain.event import AnyInstant, Instant
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.accounts import accounts
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.agreements.agreements import agreements
from service.projections.care.agreements.disclosures import disclosures

_ORDER = ("signed_at", "account_id", "agreement_id")
_BY_SIGNING: Order[Mapping[str, Any], tuple[datetime, UUID, str]] = Order(
    lambda row: (row["signed_at"], row["account_id"], row["agreement_id"]),
    TypeAdapter(tuple[AnyInstant, UUID, Code]),
)


class VersionView(Document):
    """A version of an agreement."""

    version: int
    """Version in the order of recording; the signed one is 1."""
    effective_at: datetime
    """Time from which it applies (UTC)."""
    effective_until: datetime | None
    """Time until which it applies (UTC): that of the next version, or the end; null if it applies on."""
    terms: list[AgreedTerm]
    """Time limits that replace those of the policy."""
    reason: str | None
    """Reason of the amendment, in free text; null for the signed version."""
    asked_for_by: AskedForBy | None
    """Need, visit, case or dispute that asked for it; null if none did."""
    agreed_at: datetime
    """Time at which it was signed or amended (UTC)."""
    told_by: str
    """Who told it: the key, and the person for whom it spoke."""


class AgreementView(Document):
    """An agreement with all its versions."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    agreement_id: str
    """Contract number."""
    title: str
    """Subject of the agreement."""
    signed_at: datetime
    """Time of signing (UTC)."""
    effective_at: datetime
    """Time from which it applies (UTC)."""
    ends_at: datetime | None
    """Time until which it applies (UTC); null if until it is ended."""
    end_reason: str | None
    """Reason for its end, in free text; null if it was not ended."""
    is_disclosed: bool
    """Whether limits, scope or risks had been disclosed by the signing, for it or for none in particular."""
    versions: list[VersionView]
    """Versions, in the order in which they take effect."""


class AgreementPage(Page[AgreementView]):
    """One page of agreements."""


class AgreementListQuery(PastPageQuery):
    """Which agreements to list, and which page. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only agreements with this account."""
    agreement_id: Code | None = None
    """Only agreements with this number."""
    owner: Code | None = None
    """Only agreements with accounts for which this person (staff id) is accountable now."""
    is_disclosed: bool | None = None
    """Only agreements before whose signing something was disclosed, or nothing was."""
    in_force: bool | None = None
    """Only agreements that are in force, or that are not."""
    ends_before: Instant | None = None
    """Only agreements that end before this time."""


async def get_agreements(request: Request, query: Annotated[AgreementListQuery, Query()]) -> Response:
    """List agreements with all their versions, the earliest signed first."""
    now = await time_of_reading(request, query)
    filters = {
        agreements.c.account_id: query.account_id,
        agreements.c.agreement_id: query.agreement_id,
        accounts.c.owner: query.owner,
    }
    also = _also(query, now)
    found = await listed(
        request,
        query,
        _BY_SIGNING,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts, agreements, _ORDER, filters, also, after, most
        ),
    )
    of_them = {row["account_id"] for row in found.rows}
    kinds = (AgreementSigned, AgreementAmended, AgreementEnded)
    told = await events_of(request, query, of_them, *kinds)
    disclosed = await _disclosed(request, query, found.rows)
    items = [_view(row, told, (row["account_id"], row["agreement_id"]) in disclosed) for row in found.rows]
    return document_response(AgreementPage(items=items, next=found.next, position=found.position))


def _also(query: AgreementListQuery, now: datetime) -> list[ColumnElement[bool]]:
    also: list[ColumnElement[bool]] = []
    if query.is_disclosed is not None:
        before = _told_before()
        also.append(before if query.is_disclosed else not_(before))
    if query.in_force is not None:
        holds = (agreements.c.effective_at <= now) & or_(
            agreements.c.ends_at.is_(None), agreements.c.ends_at > now
        )
        also.append(holds if query.in_force else not_(holds))
    if query.ends_before is not None:
        also.append(agreements.c.ends_at < query.ends_before)
    return also


def _told_before() -> ColumnElement[bool]:
    return exists().where(
        disclosures.c.account_id == agreements.c.account_id,
        or_(disclosures.c.agreement_id == agreements.c.agreement_id, disclosures.c.agreement_id.is_(None)),
        disclosures.c.disclosed_at <= agreements.c.signed_at,
    )


async def _disclosed(
    request: Request, query: AgreementListQuery, rows: Sequence[Mapping[str, Any]]
) -> set[tuple[UUID, str]]:
    """Return the agreements of a page before whose signing something was disclosed."""
    told = await events_of(request, query, {row["account_id"] for row in rows}, LimitsDisclosed)
    return {
        (row["account_id"], row["agreement_id"])
        for row in rows
        if any(
            isinstance(each.event, LimitsDisclosed)
            and each.stream_id == row["account_id"]
            and each.event.agreement_id in {None, row["agreement_id"]}
            and each.event.occurred_at <= row["signed_at"]
            for each in told
        )
    }


def _view(row: Mapping[str, Any], told: Sequence[RecordedEvent], is_disclosed: bool) -> AgreementView:
    of_it = [
        each
        for each in told
        if each.stream_id == row["account_id"]
        and getattr(each.event, "agreement_id", None) == row["agreement_id"]
    ]
    signed = next(each.event for each in of_it if isinstance(each.event, AgreementSigned))
    ended = [each.event for each in of_it if isinstance(each.event, AgreementEnded)]
    columns = {name: row[name] for name in AgreementView.model_fields if name in row}
    return AgreementView(
        **columns,
        title=signed.title,
        end_reason=ended[-1].reason if ended else None,
        is_disclosed=is_disclosed,
        versions=_versions(of_it, row["ends_at"]),
    )


def _versions(of_it: Sequence[RecordedEvent], ends_at: datetime | None) -> list[VersionView]:
    agreed = [
        (each.event, each.actor)
        for each in of_it
        if isinstance(each.event, AgreementSigned | AgreementAmended)
    ]
    agreed.sort(key=lambda each: each[0].effective_at)
    untils = [*(event.effective_at for event, _ in agreed[1:]), ends_at]
    return [
        VersionView(
            version=event.version if isinstance(event, AgreementAmended) else 1,
            effective_at=event.effective_at,
            effective_until=until,
            terms=list(event.terms),
            reason=event.reason if isinstance(event, AgreementAmended) else None,
            asked_for_by=event.asked_for_by if isinstance(event, AgreementAmended) else None,
            agreed_at=event.occurred_at,
            told_by=actor,
        )
        for (event, actor), until in zip(agreed, untils, strict=True)
    ]
