"""How the batch route is described."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Response

from service.api.http.access import Permission
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.command_table import CommandTable
from service.api.http.commands.documents import STAFF
from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope
from service.api.http.problems.document import Problem
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route

MOST_COMMANDS = 1_000
PATH = "/v1/commands"


class BatchAnswer(Document):
    """Result of one command of a batch, or its problem."""

    id: str | None
    """Id of the command; null if none was given."""
    status: int
    """HTTP status of the command's own route: 200, 201, or the status of the problem."""
    stream_id: UUID | None = None
    """Id of the case or account; null if the command failed."""
    version: int | None = None
    """Version after the command; null if the command failed."""
    position: int | None = None
    """Position of the newest event; null if the command failed. Pass it as `min_position` to a list to
    see the change there."""
    is_repeat: bool | None = None
    """Whether the command said nothing new: it was done before, or all of it was so already. Null if it
    failed."""
    events: list[EventEnvelope] | None = None
    """Events that were recorded; null if they were not requested."""
    problem: Problem | None = None
    """Problem of this command; null if it succeeded. Nothing was recorded, except after
    `record_unavailable`, when this is not known."""


class BatchAnswers(Document):
    """One answer for each command, in their order."""

    answers: list[BatchAnswer]
    """Answers in the order of the commands."""


def add_batch_route(app: FastAPI, endpoint: Callable[..., Awaitable[Response]]) -> None:
    """Add the route; the body is described here, because the endpoint reads bytes."""
    add_action_route(
        app,
        PATH,
        endpoint,
        Permission.RECORD,
        BatchAnswers,
        body=_schema(app.state.commands),
        tag="batches",
        problems=ON_COMMANDS,
        parameters=(STAFF,),
    )


def _schema(table: CommandTable) -> dict[str, Any]:
    envelope = table.envelope.model_json_schema()
    commands = {
        "type": "array",
        "description": "Commands, carried out in this order.",
        "maxItems": MOST_COMMANDS,
        "items": {"oneOf": [_command(envelope, route) for route in table.routes]},
    }
    return {
        "type": "object",
        "required": ["commands"],
        "properties": {"commands": commands},
        "additionalProperties": False,
    }


def _command(envelope: dict[str, Any], route: CommandRoute) -> dict[str, Any]:
    """Return the schema of a batch's command of one type: the fields are those of its own route."""
    name = route.command.__name__
    is_needed = route.stream_parameter is not None
    return {
        **envelope,
        "properties": {
            **envelope["properties"],
            "type": {"const": name, "description": "Name of the command."},
            "command": {"$ref": f"#/components/schemas/{name}"},
        },
        "title": name,
        "required": [*envelope["required"], *(["stream_id"] if is_needed else [])],
    }
