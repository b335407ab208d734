"""Reading disputes with customers: who holds them since when, who said what, how they ended."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements import disputes as record
from service.domain.account.vocabulary import DisputeEnd, DisputeSide
from service.domain.described import Described
from service.domain.event import AnyInstant
from service.domain.text import Code
from service.eventstore.envelope import RecordedEvent
from service.projections.accounts import accounts
from service.projections.care.account_rows import rows_of_accounts
from service.projections.care.agreements.disputes import disputes

Status = Literal["open", "settled", "ended"]
_ORDER = ("opened_at", "account_id", "dispute_id")
_BY_BEGINNING: Order[Mapping[str, Any], tuple[datetime, UUID, UUID]] = Order(
    lambda row: (row["opened_at"], row["account_id"], row["dispute_id"]),
    TypeAdapter(tuple[AnyInstant, UUID, UUID]),
)


class PositionView(Document):
    """What a party said."""

    side: DisputeSide
    """Party whose position it is."""
    position: str
    """Position, in the words of the party."""
    contact_id: UUID | None
    """Id of the contact who stated it; null if it is ours."""
    stated_by: str
    """Staff id of the person who stated ours, or took down the customer's."""
    stated_at: datetime
    """Time at which it was stated (UTC)."""


class MediationView(Document):
    """A step of the mediation."""

    what: str
    """What was said and proposed, in free text."""
    mediated_by: str
    """Staff id of the mediator."""
    held_at: datetime
    """Time of the step (UTC)."""


class DisputeView(Document):
    """A dispute with a customer."""

    account_id: UUID
    account_code: str
    dispute_id: UUID
    """Id of the dispute."""
    matter: str
    """Matter of the dispute, in free text."""
    agreement_id: str | None
    """Contract number; null if it is about no agreement."""
    case_id: UUID | None
    """Id of the case; null if it is about none."""
    status: Status
    """Whether it is open, settled, or ended without a settlement."""
    opened_at: datetime
    """Time at which it began (UTC)."""
    open_seconds: int
    """Seconds from then until it was over, or until now, by the wall clock."""
    held_by: str | None
    """Staff id of who holds it: the mediator, else the person accountable for the account; null if nobody."""
    held_since: datetime | None
    """Time since which the mediator holds it (UTC); null if there is none."""
    missing_positions: list[DisputeSide]
    """Parties whose position is not on record."""
    positions: list[PositionView]
    """Positions, in the order in which they were stated."""
    mediator: str | None
    """Staff id of the mediator; null if none was named."""
    mediation: list[MediationView]
    """Steps of the mediation, in order."""
    last_step_at: datetime | None
    """Time at which something happened last (UTC); null if nothing did since the beginning."""
    ended_at: datetime | None
    """Time at which it was settled or ended (UTC); null if it is open."""
    agreed: str | None
    """What was agreed, in free text; null if it was not settled."""
    agreement_version: int | None
    """Version of the agreement that holds what was agreed; null if none does."""
    how: DisputeEnd | None
    """How it ended without a settlement; null if it did not."""
    end_reason: str | None
    """Reason for that end, in free text; null if there is none."""


class DisputePage(Page[DisputeView]):
    """One page of disputes."""

    as_of_at: datetime
    """Time for which `open_seconds` holds (UTC)."""


class DisputeFilter(Described, extra="forbid"):
    """Which disputes to list. Omitted fields do not filter."""

    account_id: UUID | None = None
    """Only disputes with this account."""
    agreement_id: Code | None = None
    """Only disputes about agreements with this number."""
    case_id: UUID | None = None
    """Only disputes about this case."""
    mediator: Code | None = None
    """Only disputes in which this person (staff id) mediates."""
    owner: Code | None = None
    """Only disputes with accounts for which this person (staff id) is accountable now."""


class DisputeListQuery(PastPageQuery, DisputeFilter):
    """Which disputes to list, and which page."""

    status: Status | Literal["any"] = "open"
    """Only disputes that stand so; `any` for all."""


async def get_disputes(request: Request, query: Annotated[DisputeListQuery, Query()]) -> Response:
    """List disputes with customers, the longest open first: who holds them, and who said what."""
    now = await time_of_reading(request, query)
    of_dispute = ("account_id", "agreement_id", "case_id", "mediator")
    filters = {
        **{disputes.c[name]: getattr(query, name) for name in of_dispute},
        accounts.c.owner: query.owner,
        disputes.c.status: None if query.status == "any" else query.status,
    }
    found = await listed(
        request,
        query,
        _BY_BEGINNING,
        lambda connection, after, most: connection.run_sync(
            rows_of_accounts, disputes, _ORDER, filters, (), after, most
        ),
    )
    kinds = (
        record.DisputeOpened,
        record.PositionStated,
        record.MediationHeld,
        record.DisputeSettled,
        record.DisputeEnded,
    )
    told = await events_of(request, query, {row["account_id"] for row in found.rows}, *kinds)
    by_dispute: dict[UUID, list[RecordedEvent]] = {}
    for each in told:
        if isinstance(each.event, record.DisputeEvent):
            by_dispute.setdefault(each.event.dispute_id, []).append(each)
    page = DisputePage(
        items=[_view(row, by_dispute[row["dispute_id"]], now) for row in found.rows],
        next=found.next,
        position=found.position,
        as_of_at=now,
    )
    return document_response(page)


def _view(row: Mapping[str, Any], told: Sequence[RecordedEvent], now: datetime) -> DisputeView:
    events = [each.event for each in told]
    opened = next(event for event in events if isinstance(event, record.DisputeOpened))
    settled = next((event for event in events if isinstance(event, record.DisputeSettled)), None)
    ended = next((event for event in events if isinstance(event, record.DisputeEnded)), None)
    positions = [event for event in events if isinstance(event, record.PositionStated)]
    until = row["ended_at"] or now
    stated = {event.side for event in positions}
    columns = {name: row[name] for name in DisputeView.model_fields if name in row}
    return DisputeView(
        **columns,
        matter=opened.matter,
        open_seconds=max(0, int((until - row["opened_at"]).total_seconds())),
        held_by=row["mediator"] or row["owner"],
        held_since=row["mediator_since_at"],
        missing_positions=[side for side in DisputeSide if side not in stated],
        positions=[PositionView.made_of(each, stated_at=each.occurred_at) for each in positions],
        mediation=[
            MediationView.made_of(each, held_at=each.occurred_at)
            for each in events
            if isinstance(each, record.MediationHeld)
        ],
        agreed=settled.agreed if settled else None,
        end_reason=ended.reason if ended else None,
    )
