"""The short way to a command: found by one look-up and answered before the framework's layers.

The framework would pass a request through nine layers and try one route after the other, which costs more
than the command. It stays the way for everything else, for a server behind a root path, and for the
description.
"""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from starlette.types import Receive, Scope, Send

from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.endpoint import Endpoint
from service.api.http.middleware import RequestContext
from service.api.http.problems.handlers import answer_to
from service.api.http.services import Services

PARAMETER = "{}"
# "", "v1", resource, id, last: a command's path cut at its slashes.
PIECES_WITH_ID = 5
ID_PIECE = 3


class FrontedApi(FastAPI):
    """The framework with a short way before it."""

    front: "CommandFront | None" = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a command by the short way, everything else by the framework."""
        if self.front is not None and self.front.takes(scope):
            await self.front(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class CommandFront:
    """Takes what the command routes of the framework would take, and nothing else."""

    def __init__(self, app: FastAPI, endpoints: Mapping[CommandRoute, Endpoint], services: Services) -> None:
        self._app = app
        self._found = {_shape(route): (route, endpoint) for route, endpoint in endpoints.items()}
        self._commands = RequestContext(_carry_out, metrics=app.state.metrics, new_id=services.new_id)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self._app
        await self._commands(scope, receive, send)

    def takes(self, scope: Scope) -> bool:
        """Whether it is a command; its route and endpoint are then left in the scope."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope.get("root_path"):
            return False
        pieces = scope["path"].split("/")
        written = ""
        if len(pieces) == PIECES_WITH_ID:
            written, pieces[ID_PIECE] = pieces[ID_PIECE], PARAMETER
        found = self._found.get("/".join(pieces))
        if found is None or (len(pieces) == PIECES_WITH_ID and not written):
            return False
        scope["route"], scope["endpoint"] = found
        parameter = found[0].stream_parameter
        scope["path_params"] = {parameter: written} if parameter else {}
        return True


async def _carry_out(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive, send)
    try:
        response = await scope["endpoint"](request)
    except Exception as error:
        answer = await answer_to(request, error)
        if answer is None:
            raise
        response = answer
    await response(scope, receive, send)


def _shape(route: CommandRoute) -> str:
    parameter = route.stream_parameter
    return route.path if parameter is None else route.path.replace(f"{{{parameter}}}", PARAMETER)
