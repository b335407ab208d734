"""The POST routes, one for each row of the table."""

from fastapi import FastAPI

from service.api.answers import CommandAnswer
from service.api.command_endpoint import Endpoint, endpoint_of
from service.api.command_front import CommandFront, FrontedApi
from service.api.command_table import COMMAND_ROUTES, CommandRoute
from service.api.route_documents import (
    EVERYWHERE,
    ON_COMMANDS,
    command_extra,
    command_success,
    of_refusals,
    of_slugs,
    problem_responses,
)
from service.api.services import Services


def add_command_routes(app: FrontedApi, services: Services) -> None:
    """Add them all. The endpoints read the bare request: that is the fast way, and checks come in order."""
    endpoints = {route: endpoint_of(route) for route in COMMAND_ROUTES}
    for route, endpoint in endpoints.items():
        _add(app, route, endpoint)
    app.front = CommandFront(app, endpoints, services)


def _add(app: FastAPI, route: CommandRoute, endpoint: Endpoint) -> None:
    status = 201 if route.opens else 200
    conditional = () if route.opens else ("precondition_required",)
    problems = problem_responses(of_slugs(*EVERYWHERE, *ON_COMMANDS, *conditional) + of_refusals(route))
    meaning = (route.command.__doc__ or "").strip()
    app.add_api_route(
        route.path,
        endpoint,
        methods=["POST"],
        status_code=status,
        operation_id=route.operation_id,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=[route.resource],
        response_model=CommandAnswer,
        responses={**problems, status: command_success(route)},
        openapi_extra=command_extra(route),
    )
