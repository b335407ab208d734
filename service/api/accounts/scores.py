"""Accounts scored by what they buy, and moved to the tiers that follow."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import FastAPI, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from service.actions.action import Submission
from service.actions.segments import ApplySegments, ScoredAccount, apply_segments, day_of, scored_accounts
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
from service.api.http.lists.cursors import ACCOUNT_PLACE, Order
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.account.decisions.profile import AssignSegment
from service.domain.account.record.profile import SegmentScoring
from service.domain.event import LocalDate
from service.domain.refusal import OccurredInFutureError
from service.domain.vocabulary import Segment

PATH = "/v1/segments"
BY_CODE: Order[ScoredAccount, str] = Order(lambda row: row.code, ACCOUNT_PLACE)


class ScoreView(Document):
    """An account scored by what it bought, and the tier that follows."""

    account_id: UUID
    """Id of the account."""
    account_code: str
    segment: Segment
    """Tier of the account now."""
    proposed: Segment
    """Tier that follows from the scores."""
    scoring: SegmentScoring
    """Values, limits and scores."""


class ScoreQuery(PastPageQuery):
    """Which accounts to list, and the day by which they are scored."""

    on: LocalDate | None = None
    """Day up to which purchases count. If omitted, today."""
    account_id: UUID | None = None
    """Only this account."""
    proposed: Segment | None = None
    """Only accounts for which this tier follows."""
    is_moving: bool | None = None
    """Only accounts whose tier is another than the one that follows; false for only the others."""


class ApplyQuery(Parameters):
    """Freshness of the purchases."""

    min_position: MinPosition = None
    """Wait until the lists have reached this position (`Case-Position` of a command's answer)."""


class MovedAccount(AnswerOfOne):
    """Result for one account."""

    account_id: UUID
    """Id of the account."""


class MovedAccounts(Document):
    """One answer for each account whose tier is another than the one that follows."""

    answers: list[MovedAccount]
    """Answers in order of the customer numbers."""


async def get_scores(request: Request, query: Annotated[ScoreQuery, Query()]) -> Response:
    """List the accounts that bought anything by a day, with how lately, how often and how much (RFM).

    Each is scored by the version of the guideline `segmentation` that was in force on that day, among all
    accounts by the purchases up to it: a day that is over is scored today as it was then, unless purchases
    of it were told later.
    """
    services = services_of(request)
    now, book = services.now(), await services.application.rulebook()
    on = day_of(query.on, now)

    async def read(connection: AsyncConnection, after: str | None, most: int) -> Sequence[ScoredAccount]:
        found = await connection.run_sync(scored_accounts, book, on, now)
        wanted = [one for one in found if _is_wanted(one, query) and (after is None or one.code > after)]
        return wanted[:most]

    page = await listed(request, query, BY_CODE, read)
    items = [
        ScoreView(
            account_id=row.account_id,
            account_code=row.code,
            segment=row.segment,
            proposed=row.proposed,
            scoring=row.scoring,
        )
        for row in page.rows
    ]
    return document_response(Page[ScoreView](items=items, next=page.next, position=page.position))


def _is_wanted(one: ScoredAccount, query: ScoreQuery) -> bool:
    is_moving = one.proposed is not one.segment
    return (
        query.account_id in {None, one.account_id}
        and query.proposed in {None, one.proposed}
        and query.is_moving in {None, is_moving}
    )


async def apply_scores(request: Request, query: Annotated[ApplyQuery, Query()]) -> Response:
    """Move every account to the tier that follows from its scores, where it is of another one.

    The scores stand in the event as its reason. Counted are the purchases that the lists know, see
    `min_position`.
    """
    services = services_of(request)
    wanted = await read_command(request, ApplySegments, max_body_bytes=services.max_body_bytes)
    key = command_id_of(request, caller_of(request))
    of_all = submission_of(request, f"{PATH}/apply", wanted, command_id=key)

    def submitted(account_id: UUID) -> Submission:
        return replace(of_all, command_id=uuid5(of_all.command_id, str(account_id)))

    await wait_until_listed(request, query.min_position)
    outcomes = await apply_segments(context_of(request), wanted, submitted)
    return json_response({"answers": answers_of(request, AssignSegment.__name__, "account_id", outcomes)})


def add_segments(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        f"{PATH}/scores",
        get_scores,
        Permission.READ,
        Page[ScoreView],
        problems=ON_PROJECTIONS,
        refusals=(OccurredInFutureError,),
    )
    add_action_route(
        app,
        f"{PATH}/apply",
        apply_scores,
        Permission.GOVERN,
        MovedAccounts,
        body=ApplySegments,
        problems=(*ON_COMMANDS, *ON_PROJECTIONS),
        refusals=(OccurredInFutureError,),
        parameters=(KEY, STAFF),
    )
