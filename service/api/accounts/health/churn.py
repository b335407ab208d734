"""Warnings of losing customers: the list with how late people are, and a look at all accounts."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.actions.health.churn import ChurnDetection, detect_churn
from service.api.http.access import Permission
from service.api.http.commands.execution import context_of
from service.api.http.document import Document, Parameters
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import CLOCK_PLACE, Order
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.account.days.routine_days import LOCAL_ZONE
from service.domain.guidelines.care.retention import ChurnCause
from service.domain.vocabulary import Segment
from service.projections.care.health.churn import steps_of
from service.projections.care.health.churn_lists import ChurnFilter, ChurnPlace, list_churn_risks

PATH = "/v1/churn-risks"
BY_START: Order[Mapping[str, Any], ChurnPlace] = Order(
    lambda row: (row["start_by_at"], row["risk_id"]), CLOCK_PLACE
)


class StepView(Document):
    """A step of a play."""

    action: str
    """Name of the step."""
    due_on: date
    """Day by whose end it is done."""
    is_done: bool
    """Whether it was done."""


class ChurnRiskView(Document):
    """A warning of losing a customer, and how far people are with it."""

    risk_id: UUID
    """Id of the warning."""
    account_id: UUID
    account_code: str
    owner: str | None
    """Staff id of the owner of the account; null if there is none."""
    segment: Segment
    """Tier of the account."""
    causes: list[ChurnCause]
    """What warns, the first cause first."""
    score: int | None
    """Score of the health when it was raised; null for another cause."""
    raised_at: datetime
    """Time of the warning (UTC)."""
    start_by_at: datetime
    """Time by which a play is to be started (UTC)."""
    plays: list[str]
    """Plays that the guideline proposes."""
    play: str | None
    """Play that was started; null if none was."""
    responsible: str | None
    """Staff id of who answers for the play; null if none was started."""
    started_at: datetime | None
    """Time at which it was started (UTC); null if none was."""
    steps: list[StepView]
    """Steps of the play."""
    late_seconds: int
    """How late people are: with starting a play, or with its next step; 0 if they are not."""
    result: str | None
    """`retained`, `lost`, `unchanged`, `false_alarm`, or `cleared` if the causes were gone before anybody
    acted; null while it is open."""
    ended_at: datetime | None
    """Time of the result (UTC); null while it is open."""


class ChurnListQuery(PastPageQuery, ChurnFilter):
    """Which warnings to list, and which page."""


class ChurnQuery(Parameters):
    """Freshness of what is looked at."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position (`Case-Position` of a command's answer)."""


async def get_churn_risks(request: Request, query: Annotated[ChurnListQuery, Query()]) -> Response:
    """List warnings of losing customers, what nobody started in time first, each with how late it is."""
    narrowed, now = query.filter_as(ChurnFilter), await time_of_reading(request, query)
    found = await listed(
        request,
        query,
        BY_START,
        lambda one, after, most: one.run_sync(list_churn_risks, narrowed, after, most),
    )
    items = [_view(row, now) for row in found.rows]
    return document_response(Page[ChurnRiskView](items=items, next=found.next, position=found.position))


async def detect_churn_risks(request: Request, query: Annotated[ChurnQuery, Query()]) -> Response:
    """Look at all accounts now for what warns of losing them, by the guideline `retention`.

    The watch does so every hour, after it has looked for silent customers. A cause is warned of once.
    """
    await wait_until_listed(request, query.min_position)
    return document_response(await detect_churn(context_of(request), services_of(request).now()))


def _view(row: Mapping[str, Any], now: datetime) -> ChurnRiskView:
    shown = {name: row[name] for name in ChurnRiskView.model_fields if name in row}
    steps = [
        StepView(action=name, due_on=day, is_done=name in row["done"])
        for name, day in steps_of(row["actions"])
    ]
    return ChurnRiskView(**shown, steps=steps, late_seconds=_late_seconds(row, now))


def _late_seconds(row: Mapping[str, Any], now: datetime) -> int:
    if row["ended_at"] is not None:
        return 0
    due_at = row["start_by_at"]
    if row["started_at"] is not None:
        if row["next_due_on"] is None:
            return 0
        due_at = datetime.combine(row["next_due_on"] + timedelta(days=1), time(), LOCAL_ZONE)
    return max(int((now - due_at).total_seconds()), 0)


def add_churn_risks(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        PATH,
        get_churn_risks,
        Permission.READ,
        Page[ChurnRiskView],
        tag="accounts",
        problems=ON_PROJECTIONS,
    )
    add_action_route(
        app,
        f"{PATH}/detect",
        detect_churn_risks,
        Permission.RECORD,
        ChurnDetection,
        body={"type": "object", "additionalProperties": False},
        is_body_required=False,
        tag="accounts",
        problems=(*ON_COMMANDS, *ON_PROJECTIONS),
    )
