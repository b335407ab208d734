"""How routes are documented: responses, parameters, who may call."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from service.api.http.access import Permission, roles_with
from service.api.http.problems.document import MEDIA_TYPE
from service.api.http.problems.error import PROBLEM_STATUS
from service.api.http.problems.refusal_status import status_of
from service.domain.refusal import Refusal
from service.language import text

EVERYWHERE = (
    "unauthenticated",
    "forbidden",
    "may_not_speak_for",
    "too_many_requests",
    "validation_failed",
    "internal_error",
    "record_damaged",
    "record_unavailable",
)
ON_COMMANDS = (
    "malformed_json",
    "malformed_header",
    "connection_lost",
    "body_too_large",
    "unsupported_media_type",
    "service_stopping",
    "record_busy",
)
ON_BODIES = ("malformed_json", "connection_lost", "body_too_large", "unsupported_media_type")
ON_PROJECTIONS = ("projection_behind", "too_many_waiting", "past_rows_being_made")

TitledProblem = tuple[int, str, str]
"""Status, slug and title."""

SECURITY: list[dict[str, list[str]]] = [{"bearerKey": []}, {"headerKey": []}]


def problem_responses(titled: Iterable[TitledProblem]) -> dict[int | str, dict[str, Any]]:
    """Return the documented problems of a route from `(status, slug, title)`, one entry a status."""
    by_status: dict[int, list[str]] = {}
    for status, slug, title in titled:
        by_status.setdefault(status, []).append(f"`{slug}`: {title}")
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": "\n\n".join(dict.fromkeys(lines)), "content": content}
        for status, lines in sorted(by_status.items())
    }


def of_slugs(*slugs: str) -> list[TitledProblem]:
    """Return the problems of the HTTP side as `problem_responses` wants them."""
    return [(PROBLEM_STATUS[slug], slug, text(f"problem.{slug}.title", "en")) for slug in slugs]


def guarded(permission: Permission) -> dict[str, Any]:
    """Return what the description of a guarded operation carries beside the ordinary."""
    roles = [role.value for role in roles_with(permission)]
    return {"security": SECURITY, "x-permission": permission.value, "x-roles": roles}


def titled(refusals: Iterable[type[Refusal] | TitledProblem]) -> list[TitledProblem]:
    """Return refusals of the domain as `problem_responses` wants them."""
    return [
        (status_of(each), each.slug, text(f"refusal.{each.slug}.title", "en"))
        if isinstance(each, type)
        else each
        for each in refusals
    ]


def meaning_of(described: object, note: str | None = None) -> dict[str, Any]:
    """Return summary and description of a route: the docstring of its endpoint or command, and a note."""
    meaning = (described.__doc__ or "").strip()
    description = meaning if note is None else f"{meaning}\n\n{note}"
    return {"summary": meaning.splitlines()[0].rstrip("."), "description": description}


def body_of(
    body: type[BaseModel] | Mapping[str, Any],
    example: Mapping[str, Any] | None = None,
    *,
    is_required: bool = True,
    media_type: str = "application/json",
) -> dict[str, Any]:
    """Return the description of a body: a model by its name, or the schema itself; its example, if any."""
    schema = {"$ref": f"#/components/schemas/{body.__name__}"} if isinstance(body, type) else body
    shown = {} if example is None else {"example": example}
    return {"required": is_required, "content": {media_type: {"schema": schema, **shown}}}
