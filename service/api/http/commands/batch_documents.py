"""How the batch route is described."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Response
from pydantic import BaseModel

from service.api.http.access import Permission
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.command_table import CommandTable
from service.api.http.document import Document
from service.api.http.envelope import EventEnvelope
from service.api.http.problems.document import Problem
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route

MOST_COMMANDS = 1_000
PATH = "/v1/commands"


class BatchAnswer(Document):
    """What became of one command of a batch: what it did, or its problem."""

    id: str | None
    """The command's id; null where it had none."""
    status: int
    """What its own route would have answered: 200, 201, or the status of the problem."""
    stream_id: UUID | None = None
    """The case or account."""
    version: int | None = None
    """Its version after the command."""
    position: int | None = None
    """The position of its newest event: hand it to `min_position` of a list to find the change there."""
    is_repeat: bool | None = None
    """Whether this was done before under the same id."""
    events: list[EventEnvelope] | None = None
    """The facts that followed, where they were asked for."""
    problem: Problem | None = None
    """What was wrong. Nothing of this command was recorded, except that this is not known after
    `record_unavailable`."""


class BatchAnswers(BaseModel):
    """One answer for each command, in their order."""

    answers: list[BatchAnswer]


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
    )


def _schema(table: CommandTable) -> dict[str, Any]:
    commands = {
        "type": "array",
        "maxItems": MOST_COMMANDS,
        "items": {"oneOf": [_command(table, route) for route in table.routes]},
    }
    return {
        "type": "object",
        "required": ["commands"],
        "properties": {"commands": commands},
        "additionalProperties": False,
    }


def _command(table: CommandTable, route: CommandRoute) -> dict[str, Any]:
    """Return the schema of a batch's command of one type: the fields are those of its own route."""
    schema = table.envelope.model_json_schema()
    name = route.command.__name__
    schema["properties"]["type"] = {"const": name}
    schema["properties"]["command"] = {"$ref": f"#/components/schemas/{name}"}
    is_needed = route.stream_parameter is not None
    return {
        **schema,
        "title": name,
        "required": [*schema["required"], *(["stream_id"] if is_needed else [])],
    }
