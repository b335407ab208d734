"""Reading what accounts ask for, who asks and was told, and what sales answers to opportunities."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response
from pydantic import TypeAdapter

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.domain.account.needs.vocabulary import NeedOrigin, NeedStage, OpportunityStage
from service.domain.event import AnyInstant
from service.domain.text import Code
from service.projections.care.needs.need_lists import (
    AskerFilter,
    AskerPlace,
    NeedFilter,
    NeedPlace,
    OpportunityFilter,
    OpportunityPlace,
    list_askers,
    list_needs,
    list_opportunities,
)

BY_NEED: Order[Mapping[str, Any], NeedPlace] = Order(
    lambda row: (row["raised_at"], row["need_number"]), TypeAdapter(tuple[AnyInstant, Code])
)
BY_ASKER: Order[Mapping[str, Any], AskerPlace] = Order(
    lambda row: (row["raised_at"], row["account_id"], row["need_number"]),
    TypeAdapter(tuple[AnyInstant, UUID, Code]),
)
BY_PASSING: Order[Mapping[str, Any], OpportunityPlace] = Order(
    lambda row: (row["passed_at"], row["opportunity_id"]), CLOCK_PLACE
)


class NeedView(Document):
    """A need of one or more accounts."""

    need_number: str
    """Number of the need."""
    topic: str
    """What is asked for."""
    product: str | None
    """Product or service that it concerns; null if it concerns none."""
    departments: list[str]
    """Departments that are told of it; the first decides on it."""
    stage: NeedStage
    """How far it is, with the account that moved last."""
    stage_at: datetime
    """Since when it is at this stage (UTC)."""
    responsible: str | None
    """Staff id of who sees to it in the department; null if not named."""
    due_on: date | None
    """Day for which it is planned; null if it is not."""
    loop: Literal["open", "to_tell", "closed"]
    """`open`: not decided yet. `to_tell`: delivered or declined, and somebody who asked does not know it.
    `closed`: everybody was told, or nobody asks for it any more."""
    accounts: int
    """Number of accounts that ask for it."""
    contacts: int
    """Number of their contacts who asked."""
    untold_contacts: int
    """Number of contacts to whom there is something to tell, and who were not told."""
    raised_at: datetime
    """Time at which it was first asked for (UTC)."""


class AskerView(Document):
    """A need of one account. What the contacts said and were told stands on the record of the account."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account, who tells its contacts; null if there is none."""
    need_number: str
    """Number of the need."""
    topic: str
    """What is asked for."""
    product: str | None
    """Product or service that it concerns; null if it concerns none."""
    departments: list[str]
    """Departments that are told of it; the first decides on it."""
    origin: NeedOrigin
    """Where the account was first heard to ask for it."""
    stage: NeedStage
    """How far it is."""
    stage_at: datetime
    """Since when it is at this stage (UTC)."""
    responsible: str | None
    """Staff id of who sees to it in the department; null if not named."""
    due_on: date | None
    """Day for which it is planned; null if it is not."""
    release: str | None
    """Version, order or document in which it can be seen; null if it is not delivered."""
    askers: list[UUID]
    """Ids of the contacts who asked."""
    untold: list[UUID]
    """Ids of the contacts who asked and do not know how it stands."""
    untold_count: int
    """Number of contacts to whom there is something to tell, and who were not told."""
    raised_at: datetime
    """Time at which the account first asked for it (UTC)."""
    told_at: datetime | None
    """Time at which somebody who asked was last told (UTC); null if nobody was."""


class OpportunityView(Document):
    """An opportunity. What was understood and answered in words stands on the record of the account."""

    opportunity_id: UUID
    """Id of the opportunity."""
    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    department: str
    """Department to which it was passed."""
    product: str | None
    """Product or service that could be sold; null if that is open."""
    need_number: str | None
    """Number of the need behind it; null if there is none."""
    origin: NeedOrigin
    """Where it was found."""
    stage: OpportunityStage
    """How far it is."""
    stage_at: datetime
    """Since when it is at this stage (UTC)."""
    passed_by: str | None
    """Staff id of who passed it on; null if not known."""
    holder: str | None
    """Staff id of who took it up; null if nobody did."""
    passed_at: datetime
    """Time at which it was passed on (UTC)."""
    taken_at: datetime | None
    """Time at which it was taken up (UTC); null if it was not."""
    ended_at: datetime | None
    """Time at which it was declined, won or lost (UTC); null if it is open."""
    expected_minor: int | None
    """Value that is expected, in the smallest unit of the currency; null if not known."""
    value_minor: int | None
    """Value of the order, in the smallest unit of the currency; null if it is not won."""
    currency: str
    """Currency of the values (ISO 4217)."""
    order_reference: str | None
    """Number of the order; null if it is not won."""


class NeedListQuery(PastPageQuery, NeedFilter):
    """Which needs to list, and which page."""


class AskerListQuery(PastPageQuery, AskerFilter):
    """Which needs of which accounts to list, and which page."""


class OpportunityListQuery(PastPageQuery, OpportunityFilter):
    """Which opportunities to list, and which page."""


async def get_needs(request: Request, query: Annotated[NeedListQuery, Query()]) -> Response:
    """List what accounts ask for that we do not offer yet, who holds it and since when, one row a need."""
    narrowed = query.filter_as(NeedFilter)
    found = await listed(
        request, query, BY_NEED, lambda one, after, most: one.run_sync(list_needs, narrowed, after, most)
    )
    items = [NeedView(**row) for row in found.rows]
    return document_response(Page[NeedView](items=items, next=found.next, position=found.position))


async def get_need_askers(request: Request, query: Annotated[AskerListQuery, Query()]) -> Response:
    """List which account asks for which need, and which of its contacts were not told how it stands."""
    narrowed = query.filter_as(AskerFilter)
    found = await listed(
        request, query, BY_ASKER, lambda one, after, most: one.run_sync(list_askers, narrowed, after, most)
    )
    items = [AskerView(**_columns(AskerView, row)) for row in found.rows]
    return document_response(Page[AskerView](items=items, next=found.next, position=found.position))


async def get_opportunities(request: Request, query: Annotated[OpportunityListQuery, Query()]) -> Response:
    """List opportunities that were passed to sales, who holds them and what came of them."""
    narrowed = query.filter_as(OpportunityFilter)
    found = await listed(
        request,
        query,
        BY_PASSING,
        lambda one, after, most: one.run_sync(list_opportunities, narrowed, after, most),
    )
    items = [OpportunityView(**_columns(OpportunityView, row)) for row in found.rows]
    return document_response(Page[OpportunityView](items=items, next=found.next, position=found.position))


def _columns(view: type[Document], row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in view.model_fields}


def add_need_reads(app: FastAPI) -> None:
    """Add the routes that list needs, who asks for them, and opportunities."""
    for path, endpoint, view in (
        ("/v1/needs", get_needs, NeedView),
        ("/v1/needs/askers", get_need_askers, AskerView),
        ("/v1/opportunities", get_opportunities, OpportunityView),
    ):
        page: Any = Page[view]  # type: ignore[valid-type]  # one of the three
        add_read_route(app, path, endpoint, Permission.READ, page, tag="needs", problems=ON_PROJECTIONS)
