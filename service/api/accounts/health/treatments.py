"""What accounts are due by their tier: of one account, and the list of what is lacking."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from service.api.http.access import Permission
from service.api.http.beside import ON_LASTING, LastsError, is_answered_beside
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import PastParameters, rules_as_of, time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.freshness import Freshness, connected_at
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.account.health.treatment import Treated, TreatmentItem, treatment_items
from service.domain.account.rules import AccountNotFoundError
from service.domain.clocks.policy import Title
from service.domain.event import AnyInstant
from service.domain.guidelines.care.treatments import Treatments
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.care.health.treatments import treated_accounts

ONE, GAPS = "/v1/accounts/{account_id}/treatment", "/v1/treatment-gaps"
GapPlace = tuple[datetime, UUID, str]
_PLACE: TypeAdapter[GapPlace] = TypeAdapter(tuple[AnyInstant, UUID, Code])


class TreatmentView(Document):
    """What an account is due by its tier, and what of it it has."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    segment: Segment
    """Tier of the account."""
    segment_since: datetime
    """Time from which it has its tier (UTC)."""
    items: list[TreatmentItem]
    """What it is due; nothing once the account is closed."""
    rules_version: int | None
    """Version of the guideline `treatments`; null if none is in force."""
    position: int
    """Position up to which facts are known."""


class GapView(Document):
    """Something that an account lacks of what its tier is due."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    segment: Segment
    """Tier of the account."""
    item: str
    """Name of what it lacks in the guideline; `advisor` for a dedicated advisor."""
    title: Title
    """Name of it as people know it."""
    last_at: datetime | None
    """Time at which it had it last (UTC); null if never, and for an advisor."""
    since_at: datetime
    """Time from which it lacks it (UTC)."""


class TreatmentQuery(Freshness, PastParameters):
    """As of when to read."""


class GapListQuery(PastPageQuery):
    """Which gaps to list, and which page."""

    account_id: UUID | None = None
    """Only gaps of this account."""
    owner: Code | None = None
    """Only gaps of accounts of this owner (staff id)."""
    segment: Segment | None = None
    """Only gaps of accounts of this tier."""
    item: Code | None = None
    """Only accounts that lack this."""


LONGEST_FIRST = Order["GapView", GapPlace](lambda one: (one.since_at, one.account_id, one.item), _PLACE)


async def get_treatment(
    request: Request, account_id: UUID, query: Annotated[TreatmentQuery, Query()]
) -> Response:
    """Read what an account is due by its tier, by the guideline `treatments`, and what of it it has."""
    now, book = await time_of_reading(request, query), await rules_as_of(request, query)
    rules = book.guideline(Treatments, now)
    async with connected_at(request, query) as (connection, position):
        found = await connection.run_sync(treated_accounts, now, rules, account_id)
    if not found:
        raise AccountNotFoundError
    account = found[0]
    view = TreatmentView(
        account_id=account_id,
        account_code=account.code,
        owner=account.owner,
        segment=account.segment,
        segment_since=account.tier_since,
        items=_items(account, rules, now),
        rules_version=rules.version if rules else None,
        position=position,
    )
    return document_response(view)


async def get_gaps(request: Request, query: Annotated[GapListQuery, Query()]) -> Response:
    """List what accounts lack of what their tier is due, the longest first, with who answers for them."""
    now, book = await time_of_reading(request, query), await rules_as_of(request, query)
    rules = book.guideline(Treatments, now)

    async def read(connection: AsyncConnection, after: GapPlace | None, most: int) -> list[GapView]:
        if is_answered_beside(request):  # what each account has had
            raise LastsError
        found = await connection.run_sync(treated_accounts, now, rules)
        chosen = (one for account in found for one in _gaps(account, rules, now) if _is_wanted(one, query))
        ordered = sorted(chosen, key=LONGEST_FIRST.place_of)
        return [one for one in ordered if after is None or LONGEST_FIRST.place_of(one) > after][:most]

    page = await listed(request, query, LONGEST_FIRST, read)
    return document_response(Page[GapView](items=list(page.rows), next=page.next, position=page.position))


def _items(account: Treated, rules: Treatments | None, now: datetime) -> list[TreatmentItem]:
    treatment = rules.treatment_of(account.segment) if rules else None
    return treatment_items(account, treatment, now) if treatment else []


def _gaps(account: Treated, rules: Treatments | None, now: datetime) -> Iterator[GapView]:
    for item in _items(account, rules, now):
        if item.lacking_since is not None:
            yield GapView(
                account_id=account.account_id,
                account_code=account.code,
                owner=account.owner,
                segment=account.segment,
                item=item.item,
                title=item.title,
                last_at=item.last_at,
                since_at=item.lacking_since,
            )


def _is_wanted(one: GapView, query: GapListQuery) -> bool:
    wanted = (
        (query.account_id, one.account_id),
        (query.owner, one.owner),
        (query.segment, one.segment),
        (query.item, one.item),
    )
    return all(asked in {None, told} for asked, told in wanted)


def add_treatments(app: FastAPI) -> None:
    """Add the routes."""
    refused = (AccountNotFoundError,)
    add_read_route(
        app, ONE, get_treatment, Permission.READ, TreatmentView, problems=ON_PROJECTIONS, refusals=refused
    )
    problems = (*ON_PROJECTIONS, *ON_LASTING)
    add_read_route(app, GAPS, get_gaps, Permission.READ, Page[GapView], tag="accounts", problems=problems)
