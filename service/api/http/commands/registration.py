"""The POST routes, one for each row of the table."""

from fastapi import FastAPI

from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.command_table import CommandTable
from service.api.http.commands.documents import command_extra, command_success, of_refusals
from service.api.http.commands.endpoint import Endpoint, endpoint_of
from service.api.http.routes.documents import EVERYWHERE, ON_COMMANDS, meaning_of, of_slugs, problem_responses


def add_command_routes(app: FastAPI, table: CommandTable) -> None:
    """Add them all. The endpoints read the bare request: that is the fast way, and checks come in order."""
    app.state.commands = table
    app.state.endpoints = {route: endpoint_of(route) for route in table.routes}
    for route, endpoint in app.state.endpoints.items():
        _add(app, route, endpoint)


def _add(app: FastAPI, route: CommandRoute, endpoint: Endpoint) -> None:
    status = 201 if route.opens else 200
    conditional = () if route.opens else ("precondition_required",)
    problems = problem_responses(of_slugs(*EVERYWHERE, *ON_COMMANDS, *conditional) + of_refusals(route))
    app.add_api_route(
        route.path,
        endpoint,
        methods=["POST"],
        status_code=status,
        operation_id=route.operation_id,
        **meaning_of(route.command),
        tags=[route.resource],
        response_model=CommandAnswer,
        responses={**problems, status: command_success(route)},
        openapi_extra=command_extra(route),
    )
