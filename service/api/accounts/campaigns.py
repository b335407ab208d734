"""Planned visits of accounts, and campaigns that plan many of them."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import FastAPI, Query, Request, Response

from service.actions.action import Submission
from service.actions.campaigns import StartCampaign, start_campaign
from service.api.http.access import Permission
from service.api.http.commands.documents import STAFF
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of
from service.api.http.commands.submission import submission_of
from service.api.http.commands.to_many import KEY, AnswerOfOne, answers_of
from service.api.http.document import Document, Parameters
from service.api.http.guard import caller_of
from service.api.http.json_answer import document_response, json_response
from service.api.http.json_body import read_command
from service.api.http.lists.as_of import time_of_reading
from service.api.http.lists.cursors import ACCOUNT_PLACE, CLOCK_PLACE, Order
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.account.decisions.visits import PlanVisit
from service.projections.care.planned_visits import (
    CampaignRow,
    PlannedVisitFilter,
    PlannedVisitRow,
    PlanPlace,
    list_campaigns,
    list_planned_visits,
)

PATH = "/v1/campaigns"
BY_DUE = Order[PlannedVisitRow, PlanPlace](lambda row: (row.due_at, row.event_id), CLOCK_PLACE)
BY_NAME = Order[CampaignRow, str](lambda row: row.campaign, ACCOUNT_PLACE)


class PlannedVisitListQuery(PastPageQuery, PlannedVisitFilter):
    """Which planned visits to list, and which page."""


class CampaignQuery(Parameters):
    """Freshness of the accounts."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position (`Case-Position` of a command's answer)."""


class PlannedAccount(AnswerOfOne):
    """Result for one account."""

    account_id: UUID
    """Id of the account."""


class CampaignStarted(Document):
    """One answer for each account of the selection."""

    answers: list[PlannedAccount]
    """Answers in order of the customer numbers."""
    position: int
    """Position up to which the accounts were known."""


async def get_planned_visits(request: Request, query: Annotated[PlannedVisitListQuery, Query()]) -> Response:
    """List planned visits over all accounts, the next due first: by person, campaign, account."""
    wanted = query.filter_as(PlannedVisitFilter)
    found = await listed(
        request,
        query,
        BY_DUE,
        lambda connection, after, most: connection.run_sync(list_planned_visits, wanted, after, most),
    )
    return document_response(
        Page[PlannedVisitRow](items=list(found.rows), next=found.next, position=found.position)
    )


async def get_campaigns(request: Request, query: Annotated[PastPageQuery, Query()]) -> Response:
    """List campaigns of visits, each with what was planned, held in time, cancelled, is overdue."""
    now = await time_of_reading(request, query)
    found = await listed(
        request,
        query,
        BY_NAME,
        lambda connection, after, most: connection.run_sync(list_campaigns, now, after, most),
    )
    return document_response(
        Page[CampaignRow](items=list(found.rows), next=found.next, position=found.position)
    )


async def post_campaign(request: Request, query: Annotated[CampaignQuery, Query()]) -> Response:
    """Plan a visit to each open account of a selection, and share the visits out among agents.

    Each plan stands on the record of its account, with who makes the visit; the visit that names it
    (`visit_id`) brings home what was asked. Without `min_position` it waits for all that is on the record.
    """
    services = services_of(request)
    sent = await read_command(request, StartCampaign, max_body_bytes=services.max_body_bytes)
    key = command_id_of(request, caller_of(request))
    of_all = submission_of(request, PATH, sent, command_id=key)

    def submitted(account_id: UUID) -> Submission:
        return replace(of_all, command_id=uuid5(of_all.command_id, str(account_id)))

    context, known = context_of(request), query.min_position
    await wait_until_listed(request, await context.application.log.head() if known is None else known)
    outcomes, position = await start_campaign(context, sent, submitted)
    answers = answers_of(request, PlanVisit.__name__, "account_id", outcomes)
    return json_response({"answers": answers, "position": position})


def add_campaigns(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        "/v1/planned-visits",
        get_planned_visits,
        Permission.READ,
        Page[PlannedVisitRow],
        problems=ON_PROJECTIONS,
    )
    add_read_route(app, PATH, get_campaigns, Permission.READ, Page[CampaignRow], problems=ON_PROJECTIONS)
    add_action_route(
        app,
        PATH,
        post_campaign,
        Permission.GOVERN,
        CampaignStarted,
        body=StartCampaign,
        problems=(*ON_COMMANDS, *ON_PROJECTIONS, "nobody_selected", "too_many_selected"),
        parameters=(KEY, STAFF),
    )
