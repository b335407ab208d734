"""Reading handovers of accounts: which are not confirmed, what was told, and what is missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, func

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements import handovers as record
from service.domain.event import AnyInstant
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.accounts import accounts
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.handovers import account_handovers

_ORDER = ("handed_at", "account_id", "handover_id")
_BY_TIME: Order[Mapping[str, Any], tuple[datetime, UUID, UUID]] = Order(
    lambda row: (row["handed_at"], row["account_id"], row["handover_id"]),
    TypeAdapter(tuple[AnyInstant, UUID, UUID]),
)


class HandoverView(Document):
    """A handover of an account."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    handover_id: UUID
    """Id of the handover."""
    from_staff: str
    """Staff id of the person who handed it over."""
    from_department: str | None
    """Department that handed it over; null if it stayed in its department."""
    to_staff: str
    """Staff id of the person who takes it."""
    handed_at: datetime
    """Time at which it was handed over (UTC)."""
    accepted_at: datetime | None
    """Time at which the taker confirmed it (UTC); null if not confirmed."""
    open_seconds: int
    """Seconds from the handover until it was confirmed, or until now, by the wall clock."""
    notes: list[record.HandoverNote]
    """What the taker must know, what was added later included."""
    questions: list[record.HandoverNote]
    """What the taker found missing or unclear."""
    lacking: list[str]
    """Topics of which something is still missing."""
    missing_reason: str | None
    """Reason why something was missing at the handover, in free text; null if nothing was."""
    service_record: str
    """Path of the whole record of the account."""


class HandoverPage(Page[HandoverView]):
    """One page of handovers."""

    as_of_at: datetime
    """Time for which `open_seconds` holds (UTC)."""


class HandoverListQuery(PastPageQuery):
    """Which handovers to list, and which page. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only handovers of this account."""
    to_staff: Code | None = None
    """Only handovers to this person (staff id)."""
    from_department: Code | None = None
    """Only handovers from this department."""
    owner: Code | None = None
    """Only accounts for which this person (staff id) is accountable now."""
    is_accepted: bool | None = None
    """Only handovers that were confirmed, or that were not."""
    is_complete: bool | None = None
    """Only handovers in which nothing is missing any more, or in which something is."""


async def get_handovers(request: Request, query: Annotated[HandoverListQuery, Query()]) -> Response:
    """List handovers of accounts, the oldest first, with what was told and what is still missing."""
    now = await time_of_reading(request, query)
    of_handover = ("account_id", "to_staff", "from_department")
    filters = {account_handovers.c[name]: getattr(query, name) for name in of_handover}
    also = _also(query)
    found = await listed(
        request,
        query,
        _BY_TIME,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts,
            account_handovers,
            _ORDER,
            {**filters, accounts.c.owner: query.owner},
            also,
            after,
            most,
        ),
    )
    kinds = (record.AccountHandedOver, record.HandoverAccepted, record.HandoverSupplemented)
    told = await events_of(request, query, {row["account_id"] for row in found.rows}, *kinds)
    page = HandoverPage(
        items=[_view(row, told, now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
    )
    return document_response(page)


def _also(query: HandoverListQuery) -> list[ColumnElement[bool]]:
    also: list[ColumnElement[bool]] = []
    if query.is_accepted is not None:
        accepted_at = account_handovers.c.accepted_at
        also.append(accepted_at.is_not(None) if query.is_accepted else accepted_at.is_(None))
    if query.is_complete is not None:
        lacking = func.cardinality(account_handovers.c.lacking)
        also.append(lacking == 0 if query.is_complete else lacking > 0)
    return also


def _view(row: Mapping[str, Any], told: Sequence[RecordedEvent], now: datetime) -> HandoverView:
    events = [
        each.event
        for each in told
        if isinstance(each.event, record.HandoverEvent) and each.event.handover_id == row["handover_id"]
    ]
    notes: list[record.HandoverNote] = []
    questions: list[record.HandoverNote] = []
    reason = None
    for event in events:
        if isinstance(event, record.HandoverAccepted):
            questions += event.questions
            continue
        notes += event.notes
        if isinstance(event, record.AccountHandedOver):
            reason = event.missing_reason
    until = row["accepted_at"] or now
    columns = {name: row[name] for name in HandoverView.model_fields if name in row}
    return HandoverView(
        **columns,
        open_seconds=max(0, int((until - row["handed_at"]).total_seconds())),
        notes=notes,
        questions=questions,
        missing_reason=reason,
        service_record=f"/v1/accounts/{row['account_id']}/history",
    )
