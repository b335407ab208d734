"""Reading which signings lie ahead and what is missing for them, and which agreements renew when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, not_

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements.renewals import RenewalPlanned
from service.domain.clocks.policy import Title
from service.domain.event import AnyInstant, Instant
from service.domain.guidelines.contract_documents import ContractDocuments
from service.domain.text import Code
from service.projections.accounts import accounts
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.agreements.agreements import agreements
from service.projections.care.agreements.signings import IS_SIGNED, list_renewals, renewals, signings

Place = tuple[datetime, UUID, str]
_PLACE: TypeAdapter[Place] = TypeAdapter(tuple[AnyInstant, UUID, Code])
_BY_PLAN: Order[Mapping[str, Any], Place] = Order(
    lambda row: (row["planned_at"], row["account_id"], row["agreement_id"]), _PLACE
)
_BY_END: Order[Mapping[str, Any], Place] = Order(
    lambda row: (row["ends_at"], row["account_id"], row["agreement_id"]), _PLACE
)


class DocumentToHave(Document):
    """A document of the checklist."""

    document: str
    """Document of the guideline `contract_documents`."""
    title: Title | None
    """Document in words; null if the guideline names it no more."""
    is_received: bool
    """Whether it was received."""


class SigningView(Document):
    """A signing that lies ahead, with its checklist."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    agreement_id: str
    """Contract number."""
    planned_at: datetime
    """Planned time of the signing (UTC)."""
    remind_at: datetime
    """Time from which what is missing is to be asked for (UTC), by the guideline."""
    is_due: bool
    """Whether that time has come and a document is missing."""
    is_overdue: bool
    """Whether the planned time has passed, and the contract is not signed."""
    missing_count: int
    """Number of documents that are missing."""
    documents: list[DocumentToHave]
    """Documents, in the order of the checklist."""


class SigningPage(Page[SigningView]):
    """One page of signings."""

    as_of_at: datetime
    """Time for which `is_due` and `is_overdue` hold (UTC)."""


class SigningListQuery(PastPageQuery):
    """Which signings to list, and which page. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only signings with this account."""
    owner: Code | None = None
    """Only signings with accounts for which this person (staff id) is accountable now."""
    planned_before: Instant | None = None
    """Only signings planned before this time."""
    is_complete: bool | None = None
    """Only signings for which all documents were received, or not all."""


class RenewalView(Document):
    """An agreement that ends, with the plan for its renewal."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    agreement_id: str
    """Contract number."""
    ends_at: datetime
    """Time until which it applies (UTC)."""
    days_left: int
    """Days until then, begun ones not counted; below zero once it has ended."""
    plan: str | None
    """Plan for the renewal, in free text; null if there is none."""
    planned_by: str | None
    """Staff id of the person who answers for the plan; null if there is none."""
    planned_at: datetime | None
    """Time at which it was last planned (UTC); null if there is no plan."""
    offer_by_at: datetime | None
    """Time by which the customer is to have the offer (UTC); null if there is no plan."""
    decided_at: datetime | None
    """Time at which the customer decided (UTC); null if that is open."""
    is_renewed: bool | None
    """Whether the customer renews; null if that is open."""
    renewed_as: str | None
    """Contract number of the agreement that follows; null if none was signed."""


class RenewalPage(Page[RenewalView]):
    """One page of renewals."""

    as_of_at: datetime
    """Time for which `days_left` holds (UTC)."""


class RenewalListQuery(PastPageQuery):
    """Which renewals to list, and which page. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only agreements with this account."""
    owner: Code | None = None
    """Only agreements with accounts for which this person (staff id) is accountable now."""
    ends_before: Instant | None = None
    """Only agreements that end before this time."""
    is_planned: bool | None = None
    """Only agreements with a plan, or without one."""
    is_open: bool = True
    """Only agreements of which the customer has not decided; false for those that were decided."""


async def get_signings(request: Request, query: Annotated[SigningListQuery, Query()]) -> Response:
    """List signings that lie ahead, the next first, each with the documents that are there and missing."""
    now, book = await time_of_reading(request, query), await rules_as_of(request, query)
    guideline = book.guideline(ContractDocuments, now)
    also: list[ColumnElement[bool]] = [not_(IS_SIGNED), signings.c.given_up_at.is_(None)]
    if query.planned_before is not None:
        also.append(signings.c.planned_at < query.planned_before)
    if query.is_complete is not None:
        complete = signings.c.documents.contained_by(signings.c.received)
        also.append(complete if query.is_complete else not_(complete))
    filters = {signings.c.account_id: query.account_id, accounts.c.owner: query.owner}
    order = ("planned_at", "account_id", "agreement_id")
    found = await listed(
        request,
        query,
        _BY_PLAN,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts, signings, order, filters, also, after, most
        ),
    )
    page = SigningPage(
        items=[_signing(row, guideline, now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
    )
    return document_response(page)


def _signing(row: Mapping[str, Any], guideline: ContractDocuments | None, now: datetime) -> SigningView:
    titles = {one.document: one.title for one in guideline.documents} if guideline else {}
    documents = [
        DocumentToHave(document=name, title=titles.get(name), is_received=name in row["received"])
        for name in row["documents"]
    ]
    days = guideline.remind_days_before if guideline else 0
    remind_at = row["planned_at"] - timedelta(days=days)
    missing = sum(not one.is_received for one in documents)
    names = ("account_id", "account_code", "owner", "agreement_id", "planned_at")
    return SigningView(
        **{name: row[name] for name in names},
        remind_at=remind_at,
        is_due=missing > 0 and remind_at <= now,
        is_overdue=row["planned_at"] < now,
        missing_count=missing,
        documents=documents,
    )


async def get_renewals(request: Request, query: Annotated[RenewalListQuery, Query()]) -> Response:
    """List agreements that end, the next to end first, each with the plan for its renewal."""
    now = await time_of_reading(request, query)
    is_open = renewals.c.decided_at.is_(None)
    also: list[ColumnElement[bool]] = [is_open if query.is_open else not_(is_open)]
    if query.account_id is not None:
        also.append(agreements.c.account_id == query.account_id)
    if query.owner is not None:
        also.append(accounts.c.owner == query.owner)
    if query.ends_before is not None:
        also.append(agreements.c.ends_at < query.ends_before)
    if query.is_planned is not None:
        has_plan = renewals.c.planned_at.is_not(None)
        also.append(has_plan if query.is_planned else not_(has_plan))
    found = await listed(
        request,
        query,
        _BY_END,
        lambda connection, after, most: connection.run_sync(list_renewals, also, after, most),
    )
    told = await events_of(request, query, {row["account_id"] for row in found.rows}, RenewalPlanned)
    plans = {
        (each.stream_id, each.event.agreement_id): each.event.plan
        for each in told
        if isinstance(each.event, RenewalPlanned)
    }
    items = [
        RenewalView(
            **row,
            days_left=(row["ends_at"] - now).days,
            plan=plans.get((row["account_id"], row["agreement_id"])),
        )
        for row in found.rows
    ]
    page = RenewalPage(items=items, next=found.next, position=found.position, as_of_at=now)
    return document_response(page)
