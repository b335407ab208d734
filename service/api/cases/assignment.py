"""Owners by load and skill: who would take a case, and the assignment."""

from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.actions.assignment import REFUSALS, AssignByLoad, OwnerQuery, OwnerSuggestion, suggest_owner
from service.actions.assignment import assign_by_load as assign
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
from service.domain.case.decisions.assignment import AssignOwner
from service.domain.case.rules import CaseNotFoundError

ROUTE = CommandRoute(command=AssignOwner, path="/v1/cases/{case_id}/assign-by-load")


async def get_owner_suggestion(
    request: Request, case_id: UUID, query: Annotated[OwnerQuery, Query()]
) -> Response:
    """Read who would take the case by load and skill, and why. Nothing is changed."""
    await must_not_last(request, case_id)
    return document_response(await suggest_owner(context_of(request), case_id, query))


async def assign_by_load(request: Request, case_id: UUID) -> Response:
    """Assign the case to the least loaded of those who have the skills, and record why.

    Counted are other open cases in proportion to capacity, as the lists know them (`position` in the choice).
    Two assignments at the same moment may both choose the same person: neither sees the other's case yet.
    """
    services = services_of(request)
    wanted = await read_command(request, AssignByLoad, max_body_bytes=services.max_body_bytes)
    submission = submission_of(
        request,
        ROUTE.path_of(case_id),
        wanted,
        command_id=command_id_of(request, caller_of(request)),
        expected_version=expected_version_of(request, is_required=services.require_if_match),
    )
    assignment = await assign(context_of(request), case_id, wanted, submission)
    return answered(assignment.answer)


def add_assignment(app: FastAPI) -> None:
    """Add both routes."""
    add_read_route(
        app,
        "/v1/cases/{case_id}/owner-suggestion",
        get_owner_suggestion,
        Permission.READ,
        OwnerSuggestion,
        problems=ON_LASTING,
        refusals=(CaseNotFoundError, *REFUSALS),
    )
    add_action_route(
        app,
        ROUTE.path,
        assign_by_load,
        Permission.RECORD,
        CommandAnswer,
        body=AssignByLoad,
        is_body_required=False,
        success=command_success(ROUTE),
        problems=(*ON_COMMANDS, "precondition_required"),
        refusals=(*of_refusals(ROUTE), *REFUSALS),
        parameters=command_headers(ROUTE),
    )
