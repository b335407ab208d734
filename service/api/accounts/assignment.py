"""Owners of accounts by number of accounts and ability: who would answer for one, and the assignment."""

from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.actions.account_assignment import (
    REFUSALS,
    AccountOwnerQuery,
    AccountOwnerSuggestion,
    AssignAccountByLoad,
    assign_account_by_load,
    suggest_account_owner,
)
from service.api.http.access import Permission
from service.api.http.beside import ON_LASTING, must_not_last
from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.documents import command_headers, command_success, of_refusals
from service.api.http.commands.endpoint import answered
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of, expected_version_of
from service.api.http.commands.submission import submission_of
from service.api.http.guard import caller_of
from service.api.http.json_answer import document_response
from service.api.http.json_body import read_command
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.http.services import services_of
from service.domain.account.decisions.profile import AssignAccountOwner
from service.domain.account.rules import AccountNotFoundError

ROUTE = CommandRoute(command=AssignAccountOwner, path="/v1/accounts/{account_id}/assign-by-load")


async def get_account_owner_suggestion(
    request: Request, account_id: UUID, query: Annotated[AccountOwnerQuery, Query()]
) -> Response:
    """Read who would answer for the account by number of accounts and ability, and why."""
    await must_not_last(request, account_id)
    return document_response(await suggest_account_owner(context_of(request), account_id, query))


async def assign_account(request: Request, account_id: UUID) -> Response:
    """Make the person accountable who has the ability and, for it, the fewest accounts; record why.

    Counted are other accounts under our care in proportion to capacity, as the lists know them (`position` in
    the choice). Two assignments at the same moment may both choose the same person.
    """
    services = services_of(request)
    wanted = await read_command(request, AssignAccountByLoad, max_body_bytes=services.max_body_bytes)
    submission = submission_of(
        request,
        ROUTE.path_of(account_id),
        wanted,
        command_id=command_id_of(request, caller_of(request)),
        expected_version=expected_version_of(request, is_required=services.require_if_match),
    )
    return answered(await assign_account_by_load(context_of(request), account_id, wanted, submission))


def add_account_assignment(app: FastAPI) -> None:
    """Add both routes."""
    add_read_route(
        app,
        "/v1/accounts/{account_id}/owner-suggestion",
        get_account_owner_suggestion,
        Permission.READ,
        AccountOwnerSuggestion,
        problems=ON_LASTING,
        refusals=(AccountNotFoundError, *REFUSALS),
    )
    add_action_route(
        app,
        ROUTE.path,
        assign_account,
        Permission.RECORD,
        CommandAnswer,
        body=AssignAccountByLoad,
        is_body_required=False,
        success=command_success(ROUTE),
        problems=(*ON_COMMANDS, "precondition_required"),
        refusals=(*of_refusals(ROUTE), *REFUSALS),
        parameters=command_headers(ROUTE),
    )
