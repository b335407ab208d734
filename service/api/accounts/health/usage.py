"""Usage of many accounts in one request."""

from dataclasses import replace
from uuid import UUID

from fastapi import FastAPI, Request, Response

from service.actions.action import Submission
from service.actions.health.usage import TakeInUsage, take_in_usage
from service.api.http.access import Permission
from service.api.http.commands.documents import STAFF
from service.api.http.commands.execution import context_of
from service.api.http.commands.submission import submission_of
from service.api.http.commands.to_many import AnswerOfOne, answers_of
from service.api.http.document import Document
from service.api.http.json_answer import json_response
from service.api.http.json_body import read_command
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route
from service.api.http.services import services_of
from service.domain.account.decisions.health.usage import RecordUsage

PATH = "/v1/usage"


class UsageOfAccount(AnswerOfOne):
    """Result for one account and day."""

    account_id: UUID
    """Id of the account."""


class UsageTaken(Document):
    """One answer for each account and day."""

    answers: list[UsageOfAccount]
    """Answers by account and day."""


async def post_usage(request: Request) -> Response:
    """Record how accounts used pages and features: uses of any accounts and days, in any order.

    Uses are told apart by `external_id`, else by their content, within account, source and day: sent again,
    alone or with others, each counts once, as it was told last. What is wrong with one account spoils no
    other: see `status` of each answer.
    """
    services = services_of(request)
    sent = await read_command(request, TakeInUsage, max_body_bytes=services.max_body_bytes)
    of_all = submission_of(request, PATH, sent, command_id=None)

    def submitted(command_id: UUID) -> Submission:
        return replace(of_all, command_id=command_id)

    outcomes = await take_in_usage(context_of(request), sent, submitted)
    return json_response({"answers": answers_of(request, RecordUsage.__name__, "account_id", outcomes)})


def add_usage(app: FastAPI) -> None:
    """Add the route."""
    add_action_route(
        app,
        PATH,
        post_usage,
        Permission.RECORD,
        UsageTaken,
        body=TakeInUsage,
        tag="accounts",
        problems=ON_COMMANDS,
        parameters=(STAFF,),
    )
