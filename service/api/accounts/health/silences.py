"""Silent customers: the list, and a look at the signs of life of all accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.actions.health.silences import SilenceDetection, detect_silences
from service.api.http.access import Permission
from service.api.http.commands.execution import context_of
from service.api.http.document import Document, Parameters
from service.api.http.json_answer import document_response
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.guidelines.care.silence import SignOfLife
from service.domain.vocabulary import Segment
from service.projections.care.health.silences import SilenceFilter, SilencePlace, list_silences

PATH = "/v1/silences"
LONGEST_FIRST: Order[Mapping[str, Any], SilencePlace] = Order(
    lambda row: (row["since_at"], row["account_id"]), CLOCK_PLACE
)


class SilenceView(Document):
    """A silence of an account."""

    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    segment: Segment
    """Tier of the account."""
    since_at: datetime
    """Time of the last sign of life, else of the opening (UTC)."""
    last_sign: SignOfLife | None
    """Last sign of life; null if there never was one."""
    after_days: int
    """Days without a sign of life after which the account is silent."""
    silent_at: datetime
    """Time at which it was silent by the rule (UTC)."""
    life_at: datetime | None
    """Time of the sign of life that ended it (UTC); null while the account is silent."""
    life_sign: SignOfLife | None
    """Sign of life that ended it; null while the account is silent."""


class SilenceListQuery(PastPageQuery, SilenceFilter):
    """Which silences to list, and which page."""


class LifeQuery(Parameters):
    """Freshness of the signs of life."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position (`Case-Position` of a command's answer)."""


async def get_silences(request: Request, query: Annotated[SilenceListQuery, Query()]) -> Response:
    """List silent customers, the longest silent first, with who answers for them."""
    narrowed = query.filter_as(SilenceFilter)
    found = await listed(
        request,
        query,
        LONGEST_FIRST,
        lambda one, after, most: one.run_sync(list_silences, narrowed, after, most),
    )
    items = [SilenceView(**{name: row[name] for name in SilenceView.model_fields}) for row in found.rows]
    return document_response(Page[SilenceView](items=items, next=found.next, position=found.position))


async def detect_silent_customers(request: Request, query: Annotated[LifeQuery, Query()]) -> Response:
    """Look at the signs of life of all accounts now, by the guideline `silence`.

    The watch does so every hour. A silence is warned of once, and is over when a sign of life is known.
    """
    await wait_until_listed(request, query.min_position)
    return document_response(await detect_silences(context_of(request), services_of(request).now()))


def add_silences(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        PATH,
        get_silences,
        Permission.READ,
        Page[SilenceView],
        tag="accounts",
        problems=ON_PROJECTIONS,
    )
    add_action_route(
        app,
        f"{PATH}/detect",
        detect_silent_customers,
        Permission.RECORD,
        SilenceDetection,
        body={"type": "object", "additionalProperties": False},
        is_body_required=False,
        tag="accounts",
        problems=(*ON_COMMANDS, *ON_PROJECTIONS),
    )
