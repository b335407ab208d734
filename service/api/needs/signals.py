"""Signals of needs and risks: the list, and a look at the data of all accounts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.actions.signals import Detection, detect_signals
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
from service.domain.account.needs.vocabulary import SignalStage
from service.domain.guidelines.signals import SignalKind
from service.projections.care.needs.signal_lists import SignalFilter, SignalPlace, list_signals

PATH = "/v1/signals"
BY_RAISING: Order[Mapping[str, Any], SignalPlace] = Order(
    lambda row: (row["raised_at"], row["signal_id"]), CLOCK_PLACE
)


class SignalView(Document):
    """A signal of a need or a risk, with its reason and evidence."""

    signal_id: UUID
    """Id of the signal."""
    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    kind: SignalKind
    """Whether it points to a need or a risk."""
    rule: str
    """Rule that found it."""
    title_zh: str
    """What it points to, in Chinese."""
    title_en: str
    """What it points to, in English."""
    about: str | None
    """Subject area or asset that the cases have in common; null if only the account."""
    case_ids: list[UUID]
    """Ids of the cases that show it, the newest last."""
    number: int
    """Number of cases, or of ratings."""
    evidence_from_at: datetime
    """Time of the first of them (UTC)."""
    evidence_until_at: datetime
    """Time of the last of them (UTC)."""
    mean_before_hundredths: int | None
    """Mean rating of the span before in hundredths; null for cases."""
    mean_now_hundredths: int | None
    """Mean rating now in hundredths; null for cases."""
    stage: SignalStage
    """Whether somebody has looked at it."""
    holder: str | None
    """Staff id of who took or dismissed it; null if nobody did."""
    raised_at: datetime
    """Time at which it was raised (UTC)."""
    taken_at: datetime | None
    """Time at which somebody took it (UTC); null if nobody did."""
    dismissed_at: datetime | None
    """Time at which it was dismissed (UTC); null if it was not."""


class SignalListQuery(PastPageQuery, SignalFilter):
    """Which signals to list, and which page."""


class LookQuery(Parameters):
    """Freshness of what is looked at."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position (`Case-Position` of a command's answer)."""


async def get_signals(request: Request, query: Annotated[SignalListQuery, Query()]) -> Response:
    """List what in the data of accounts points to a need or a risk, with its reason and evidence."""
    narrowed = query.filter_as(SignalFilter)
    found = await listed(
        request,
        query,
        BY_RAISING,
        lambda one, after, most: one.run_sync(list_signals, narrowed, after, most),
    )
    items = [SignalView(**{name: row[name] for name in SignalView.model_fields}) for row in found.rows]
    return document_response(Page[SignalView](items=items, next=found.next, position=found.position))


async def detect_needs_and_risks(request: Request, query: Annotated[LookQuery, Query()]) -> Response:
    """Look at the cases and ratings of all accounts now, by the rules of the guideline `signals`.

    The watch does so every hour. What was raised before is not raised again.
    """
    await wait_until_listed(request, query.min_position)
    return document_response(await detect_signals(context_of(request), services_of(request).now()))


def add_signals(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app, PATH, get_signals, Permission.READ, Page[SignalView], tag="needs", problems=ON_PROJECTIONS
    )
    add_action_route(
        app,
        f"{PATH}/detect",
        detect_needs_and_risks,
        Permission.RECORD,
        Detection,
        body={"type": "object", "additionalProperties": False},
        is_body_required=False,
        tag="needs",
        problems=(*ON_COMMANDS, *ON_PROJECTIONS),
    )
