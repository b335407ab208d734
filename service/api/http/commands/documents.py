"""How the routes of commands are described."""

from typing import Any

from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.example import example_of
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import body_of, guarded
from service.language import text

IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Makes it safe to send twice: a repeat is answered as the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}

STAFF: dict[str, Any] = {
    "name": "Casebook-Staff",
    "in": "header",
    "description": "Staff id of the person for whom the key speaks, UTF-8 or percent-encoded. The key must be"
    " allowed to (`casebook key create --speaks-for`). The events bear both: `key:desk/li.na`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "examples": ["li.na"]},
}


def of_refusals(route: CommandRoute) -> list[tuple[int, str, str]]:
    """Return the refusals of a command as `problem_responses` wants them."""
    return [
        (
            status_of(refusal, is_conditional=is_conditional),
            refusal.slug,
            text(f"refusal.{refusal.slug}.title", "en"),
        )
        for refusal in route.refusals
        for is_conditional in (True, False)
    ]


def command_extra(route: CommandRoute) -> dict[str, Any]:
    """Return parameters and body of a command's operation."""
    return {
        **guarded(route.permission),
        "parameters": [*_path_parameter(route), *command_headers(route)],
        "requestBody": body_of(route.command, example_of(route.command)),
    }


def command_success(route: CommandRoute) -> dict[str, Any]:
    """Return the headers of a command's answer."""
    headers = {
        "ETag": "The version, for If-Match.",
        "Case-Position": "The position of the newest event, for `min_position`.",
        "Idempotency-Replayed": "`true` when it was done before.",
    }
    if route.opens:
        headers["Location"] = "Where it can be read."
    return {
        "description": "Done, or so already.",
        "headers": {
            name: {"description": what, "schema": {"type": "string"}} for name, what in headers.items()
        },
    }


def _path_parameter(route: CommandRoute) -> list[dict[str, Any]]:
    if route.stream_parameter is None:
        return []
    schema = {"type": "string", "format": "uuid"}
    described = {"name": route.stream_parameter, "in": "path", "required": True, "schema": schema}
    return [{**described, "description": f"The {route.resource.removesuffix('s')}."}]


def command_headers(route: CommandRoute) -> list[dict[str, Any]]:
    """Return the headers that make a command safe to send, and who speaks, as parameters."""
    tag = {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag that you decided on; refused with 412 when it has changed meanwhile.",
        "schema": {"type": "string", "examples": ['"3"']},
    }
    return [IDEMPOTENCY_KEY, STAFF] if route.opens else [IDEMPOTENCY_KEY, STAFF, tag]
