"""The short way to a command: its route found by one look-up, its endpoint called without the framework.

The framework would try one route after the other and prepare injection, which costs more than the command.
It stays the way for everything else, for a server behind a root path, and for the description.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

from service.api.command_endpoint import Endpoint
from service.api.command_table import CommandRoute

PARAMETER = "{}"
# "", "v1", resource, id, last: a command's path cut at its slashes.
PIECES_WITH_ID = 5
ID_PIECE = 3


class CommandHub(BaseRoute):
    """All commands as one route. It takes what the routes of the table would take, and nothing else."""

    def __init__(self, endpoints: Mapping[CommandRoute, Endpoint]) -> None:
        self._found = {_shape(route): (route, endpoint) for route, endpoint in endpoints.items()}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take a POST on the path of a command."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope.get("root_path"):
            return Match.NONE, {}
        pieces = scope["path"].split("/")
        parameters: dict[str, Any] = {}
        written = ""
        if len(pieces) == PIECES_WITH_ID:
            written, pieces[ID_PIECE] = pieces[ID_PIECE], PARAMETER
        found = self._found.get("/".join(pieces))
        if found is None or (len(pieces) == PIECES_WITH_ID and not written):
            return Match.NONE, {}
        route, endpoint = found
        if route.stream_parameter is not None:
            parameters[route.stream_parameter] = written
        return Match.FULL, {"endpoint": endpoint, "route": route, "path_params": parameters}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry the command out; its errors go to the application's handlers as everybody's do."""
        response = await scope["endpoint"](Request(scope, receive, send))
        await response(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Leave names to the routes of the framework, which have them too."""
        raise NoMatchFound(name, path_params)


def _shape(route: CommandRoute) -> str:
    parameter = route.stream_parameter
    return route.path if parameter is None else route.path.replace(f"{{{parameter}}}", PARAMETER)
