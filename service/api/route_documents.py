"""How routes are documented: responses, parameters, who may call."""

from collections.abc import Iterable
from typing import Any

from service.api.access import Permission, roles_with
from service.api.command_table import CommandRoute
from service.api.problem_error import PROBLEM_STATUS
from service.api.problems import MEDIA_TYPE
from service.api.refusal_status import status_of
from service.language import text

EVERYWHERE = ("unauthenticated", "forbidden", "validation_failed", "internal_error", "record_unavailable")
ON_COMMANDS = (
    "malformed_json",
    "malformed_header",
    "connection_lost",
    "body_too_large",
    "unsupported_media_type",
    "service_stopping",
    "record_busy",
)
ON_PROJECTIONS = ("projection_behind",)

SECURITY: list[dict[str, list[str]]] = [{"bearerKey": []}, {"headerKey": []}]


def problem_responses(titled: Iterable[tuple[int, str, str]]) -> dict[int | str, dict[str, Any]]:
    """Return the documented problems of a route from `(status, slug, title)`, one entry a status."""
    by_status: dict[int, list[str]] = {}
    for status, slug, title in titled:
        by_status.setdefault(status, []).append(f"`{slug}`: {title}")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": "\n\n".join(dict.fromkeys(lines)), "content": content}
        for status, lines in sorted(by_status.items())
    }


def of_slugs(*slugs: str) -> list[tuple[int, str, str]]:
    """Return the problems of the HTTP side as `problem_responses` wants them."""
    return [(PROBLEM_STATUS[slug], slug, text(f"problem.{slug}.title", "en")) for slug in slugs]


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


def guarded(permission: Permission) -> dict[str, Any]:
    """Return what the description of a guarded operation carries beside the ordinary."""
    roles = [role.value for role in roles_with(permission)]
    return {"security": SECURITY, "x-permission": permission.value, "x-roles": roles}


def command_extra(route: CommandRoute) -> dict[str, Any]:
    """Return parameters and body of a command's operation."""
    schema = {"$ref": f"#/components/schemas/{route.command.__name__}"}
    return {
        **guarded(route.permission),
        "parameters": [*_path_parameter(route), *command_headers(route)],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
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
    """Return the headers that make a command safe to send, as parameters."""
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes it safe to send twice: a repeat is answered as the first time.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }
    tag = {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag that you decided on; refused with 412 when it has changed meanwhile.",
        "schema": {"type": "string", "examples": ['"3"']},
    }
    return [key] if route.opens else [key, tag]
