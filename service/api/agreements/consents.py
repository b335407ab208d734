"""Reading what contacts allow us to do with their data (REQUIREMENTS 147)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements.consent import ConsentGiven
from service.domain.described import Described
from service.domain.event import AnyInstant
from service.domain.text import Code
from service.domain.vocabulary import Channel
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.agreements.consents import consents

Standing = Literal["given", "withdrawn", "not_objecting"]
_ORDER = ("said_at", "account_id", "contact_id", "purpose")
_BY_WORD: Order[Mapping[str, Any], tuple[datetime, UUID, UUID, str]] = Order(
    lambda row: (row["said_at"], row["account_id"], row["contact_id"], row["purpose"]),
    TypeAdapter(tuple[AnyInstant, UUID, UUID, Code]),
)


class ConsentView(Document):
    """The last word of a contact on a purpose. Contains no name: contacts stand in their account."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    contact_id: UUID
    """Id of the contact."""
    purpose: str
    """Purpose of the guideline `consent`; an opt-out of surveys stands under `survey`."""
    standing: Standing
    """`given`, `withdrawn`, or `not_objecting`: may be asked again, and has not consented."""
    said_at: datetime
    """Time at which the contact said so (UTC)."""
    text_version: int | None
    """Version of the words consented to; null if not given."""
    language: str | None
    """Language of these words; null if not given."""
    channel: Channel | None
    """Contact channel; null if not said."""
    evidence: str | None
    """What shows the consent, in free text; null if not given."""
    was_given: bool
    """Whether it was ever given."""


class ConsentPage(Page[ConsentView]):
    """One page of consents."""


class ConsentFilter(Described, extra="forbid"):
    """Which consents to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only contacts of this account."""
    contact_id: UUID | None = None
    """Only this contact."""
    purpose: Code | None = None
    """Only this purpose."""
    standing: Standing | None = None
    """Only words that stand so."""


class ConsentListQuery(PastPageQuery, ConsentFilter):
    """Which consents to list, and which page."""


async def get_consents(request: Request, query: Annotated[ConsentListQuery, Query()]) -> Response:
    """List the last word of each contact on each purpose, the oldest first, with what shows a consent."""
    filters = {consents.c[name]: getattr(query, name) for name in ConsentFilter.model_fields}
    found = await listed(
        request,
        query,
        _BY_WORD,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts, consents, _ORDER, filters, (), after, most
        ),
    )
    told = await events_of(request, query, {row["account_id"] for row in found.rows}, ConsentGiven)
    evidence = {
        (each.stream_id, each.event.contact_id, each.event.purpose): each.event.evidence
        for each in told
        if isinstance(each.event, ConsentGiven)
    }
    items = [
        ConsentView(
            **{name: row[name] for name in ConsentView.model_fields if name in row},
            evidence=evidence.get((row["account_id"], row["contact_id"], row["purpose"]))
            if row["standing"] == "given"
            else None,
        )
        for row in found.rows
    ]
    return document_response(ConsentPage(items=items, next=found.next, position=found.position))
