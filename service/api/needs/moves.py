"""A need moved on for every account that asks for it, and one word to everybody who asked."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, cast
from uuid import UUID, uuid5

from fastapi import FastAPI, Query, Request, Response
from pydantic import BaseModel

from service.actions.action import Submission
from service.actions.needs import Moved, TellAskers, move_need, tell_askers
from service.api.http.access import Permission
from service.api.http.commands.documents import STAFF
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of
from service.api.http.commands.submission import submission_of
from service.api.http.commands.to_many import KEY, AnswerOfOne, answers_of
from service.api.http.document import Document, Parameters
from service.api.http.guard import caller_of
from service.api.http.json_answer import json_response
from service.api.http.json_body import read_command
from service.api.http.lists.freshness import MinPosition, wait_until_listed
from service.api.http.routes.documents import ON_COMMANDS, ON_PROJECTIONS
from service.api.http.routes.registration import add_action_route
from service.api.http.services import services_of
from service.domain.account.decisions.needs.needs import (
    AssessNeed,
    DeclineNeed,
    DeliverNeed,
    NeedNotAskedError,
    PlanNeed,
    TellAsker,
)

MOVES: dict[type[BaseModel], tuple[str, str]] = {
    AssessNeed: (
        "assess",
        "Record what the department thinks of a need, for every account that asks for it.",
    ),
    PlanNeed: ("plan", "Record by when a need is to be delivered, for every account that asks for it."),
    DeliverNeed: ("deliver", "Record that what was asked for is there, for every account that asks for it."),
    DeclineNeed: ("decline", "Record that a need was decided against, for every account that asks for it."),
    TellAskers: ("tell", "Record that everybody who asked for a need was told how it stands."),
}
"""By body: the last part of the path, and what it does."""
_TO_EACH = """

It stands on the record of each account as if told to it alone. What is wrong with one spoils no other.
Without `min_position` it waits for the list of all that is on the record.
Sent again with the same `Idempotency-Key` it changes only those that were not changed before.
"""


class MoveQuery(Parameters):
    """Freshness of the list of askers."""

    min_position: MinPosition = None
    """Wait until the list has reached this position (`Case-Position` of a command's answer)."""


class AccountAnswer(AnswerOfOne):
    """Result of the command on one account."""

    account_id: UUID
    """Id of the account."""


class MoveAnswers(Document):
    """One answer for each account concerned, the longest asking first."""

    answers: list[AccountAnswer]
    """Answers, one per account."""
    position: int
    """Position up to which the accounts that ask were known."""


def _endpoint(kind: type[BaseModel], path: str, summary: str) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request, query: Annotated[MoveQuery, Query()]) -> Response:
        services = services_of(request)
        sent = await read_command(request, kind, max_body_bytes=services.max_body_bytes)
        key = command_id_of(request, caller_of(request))
        of_all = submission_of(request, path, sent, command_id=key)

        def submitted(account_id: UUID) -> Submission:
            return replace(of_all, command_id=uuid5(of_all.command_id, str(account_id)))

        context, known = context_of(request), query.min_position
        await wait_until_listed(request, await context.application.log.head() if known is None else known)
        if isinstance(sent, TellAskers):
            name = TellAsker.__name__
            outcomes, position = await tell_askers(context, sent, submitted)
        else:
            name = kind.__name__
            outcomes, position = await move_need(context, cast("Moved", sent), submitted)
        answers = answers_of(request, name, "account_id", outcomes)
        return json_response({"answers": answers, "position": position})

    endpoint.__name__ = f"{path.rpartition('/')[2]}_need_of_all"
    endpoint.__doc__ = summary + _TO_EACH
    return endpoint


def add_need_moves(app: FastAPI) -> None:
    """Add the routes."""
    for kind, (last, summary) in MOVES.items():
        path = f"/v1/needs/{last}"
        add_action_route(
            app,
            path,
            _endpoint(kind, path, summary),
            Permission.RECORD,
            MoveAnswers,
            body=kind,
            problems=(*ON_COMMANDS, *ON_PROJECTIONS),
            refusals=(NeedNotAskedError,),
            parameters=(KEY, STAFF),
        )
