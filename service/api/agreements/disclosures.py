"""Reading what limits and risks were disclosed, to whom, when and in which words (REQUIREMENTS 146)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements.disclosures import LimitsDisclosed
from service.domain.account.vocabulary import Limitation
from service.domain.described import Described
from service.domain.event import AnyInstant
from service.domain.text import Code
from service.domain.vocabulary import Channel
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.agreements.disclosures import disclosures

_ORDER = ("disclosed_at", "account_id", "disclosure_id")
_BY_TIME: Order[Mapping[str, Any], tuple[datetime, UUID, UUID]] = Order(
    lambda row: (row["disclosed_at"], row["account_id"], row["disclosure_id"]),
    TypeAdapter(tuple[AnyInstant, UUID, UUID]),
)


class DisclosureView(Document):
    """A limit, scope or risk that was disclosed."""

    account_id: UUID
    account_code: str
    disclosure_id: UUID
    """Id of the disclosure."""
    limitation: Limitation
    """Whether it is a limit of the product, the scope of the service, or a risk."""
    what: str
    """What was disclosed, in free text."""
    text_version: str
    """Version of the text that was used."""
    contact_id: UUID
    """Id of the contact to whom it was disclosed."""
    channel: Channel
    agreement_id: str | None
    """Contract number of the agreement before which it was disclosed; null if none in particular."""
    acknowledgement: str | None
    """Answer of the contact, in the contact's own words; null if there was none."""
    disclosed_at: datetime
    """Time at which it was disclosed (UTC)."""
    told_late_seconds: int | None
    """Seconds after that at which it was recorded; null if at once."""
    told_by: str
    """Who told it: the key, and the person for whom it spoke."""


class DisclosurePage(Page[DisclosureView]):
    """One page of disclosures."""


class DisclosureFilter(Described, extra="forbid"):
    """Which disclosures to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only disclosures to this account."""
    agreement_id: Code | None = None
    """Only disclosures before agreements with this number."""
    contact_id: UUID | None = None
    """Only disclosures to this contact."""
    limitation: Limitation | None = None
    """Only disclosures of this kind."""


class DisclosureListQuery(PastPageQuery, DisclosureFilter):
    """Which disclosures to list, and which page."""


async def get_disclosures(request: Request, query: Annotated[DisclosureListQuery, Query()]) -> Response:
    """List what was disclosed, the earliest first."""
    filters = {disclosures.c[name]: getattr(query, name) for name in DisclosureFilter.model_fields}
    found = await listed(
        request,
        query,
        _BY_TIME,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts, disclosures, _ORDER, filters, (), after, most
        ),
    )
    told = await events_of(request, query, {row["account_id"] for row in found.rows}, LimitsDisclosed)
    by_id = {
        each.event.disclosure_id: (each.event, each.actor)
        for each in told
        if isinstance(each.event, LimitsDisclosed)
    }
    items = []
    for row in found.rows:
        event, actor = by_id[row["disclosure_id"]]
        columns = {name: row[name] for name in DisclosureView.model_fields if name in row}
        words = {"what": event.what, "acknowledgement": event.acknowledgement}
        items.append(DisclosureView(**columns, **words, told_by=actor))
    return document_response(DisclosurePage(items=items, next=found.next, position=found.position))
