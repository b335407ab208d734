"""The commands of an application: found by name, and as a batch sends them."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import Field, create_model

from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.headers import LONGEST_KEY
from service.api.http.document import Parameters
from service.eventstore.log import LAST_VERSION


class BatchCommand(Parameters):
    """One command of a batch."""

    id: Annotated[str, Field(pattern=rf"^[\x20-\x7e]{{1,{LONGEST_KEY}}}$")]
    """Idempotency-Key of this command, chosen by the sender. The answer repeats it."""
    type: str
    """Name of the command."""
    stream_id: Annotated[str, Field(max_length=200)] | None = None
    """Id of the case, or id or code of the account. With `ReceiveCase` it may be a new id for the case,
    so that later commands of the batch can refer to it. Omit for `OpenAccount`."""
    expected_version: Annotated[int, Field(strict=True, ge=0, le=LAST_VERSION)] | None = None
    """Expected version of the case or account. Refused with 412 if it has another version. Omit to accept
    any version."""
    command: dict[str, Any] = Field(default={})
    """Fields of the command, as in the body of its own route."""


class CommandTable:
    """All routes of commands."""

    def __init__(self, routes: Iterable[CommandRoute]) -> None:
        self.routes = tuple(routes)
        self.route_of: Mapping[str, CommandRoute] = {each.command.__name__: each for each in self.routes}
        """By the command's name, as a batch names it."""

    @cached_property
    def envelope(self) -> type[BatchCommand]:
        """A command of a batch whose `type` is one of these commands."""
        named = Annotated[Literal[tuple(self.route_of)], Field(description="Name of the command.")]  # type: ignore[valid-type]
        fields: dict[str, Any] = {"type": named}
        return create_model("BatchCommand", __base__=BatchCommand, __doc__=BatchCommand.__doc__, **fields)


def commands_of(request: Request) -> CommandTable:
    """Return the commands of the application that got the request."""
    table: CommandTable = request.app.state.commands
    return table
