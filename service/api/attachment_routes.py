"""The routes of files on a case, and how they are described."""

from typing import Any

from fastapi import FastAPI, Response

from service.api.attachment_types import ATTACHMENT_TYPES
from service.api.attachments import ROUTE, AttachmentList, add_attachment, get_attachment, get_attachments
from service.api.http.access import Permission
from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.documents import command_headers, of_refusals
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import EVERYWHERE, ON_COMMANDS, guarded, of_slugs, problem_responses
from service.api.http.routes.registration import add_read_route
from service.domain.case.rules import CaseNotFoundError
from service.language import text

_ON_SENDING = (
    "attachment_type_not_allowed",
    "attachment_content_differs",
    "attachment_empty",
    "precondition_required",
)
_BINARY: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_SLUG = CaseNotFoundError.slug
_MISSING = (status_of(CaseNotFoundError), _SLUG, text(f"refusal.{_SLUG}.title", "en"))


def add_attachment_routes(app: FastAPI) -> None:
    """Add the routes that take files in, list them and hand them out."""
    _add_sending(app)
    add_read_route(
        app, ROUTE.path, get_attachments, Permission.READ, AttachmentList, tag="cases", refusals=(_MISSING,)
    )
    _add_reading(app)


def _add_sending(app: FastAPI) -> None:
    meaning = (add_attachment.__doc__ or "").strip()
    app.add_api_route(
        ROUTE.path,
        add_attachment,
        methods=["POST"],
        status_code=201,
        operation_id=ROUTE.operation_id,
        summary=meaning.splitlines()[0].rstrip("."),
        description=f"{meaning}\n\nAllowed types: {', '.join(ATTACHMENT_TYPES)}.",
        tags=["cases"],
        response_model=CommandAnswer,
        responses=problem_responses(of_slugs(*EVERYWHERE, *ON_COMMANDS, *_ON_SENDING) + of_refusals(ROUTE)),
        openapi_extra={
            **guarded(Permission.RECORD),
            "parameters": command_headers(ROUTE),
            "requestBody": {"required": True, "content": _BINARY},
        },
    )


def _add_reading(app: FastAPI) -> None:
    meaning = (get_attachment.__doc__ or "").strip()
    told = of_slugs(*EVERYWHERE, "attachment_not_found", "attachment_damaged")
    app.add_api_route(
        f"{ROUTE.path}/{{attachment_id}}",
        get_attachment,
        methods=["GET"],
        operation_id="get_attachment",
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["cases"],
        response_class=Response,
        responses={**problem_responses([*told, _MISSING]), 200: {"content": _BINARY}},
        openapi_extra=guarded(Permission.READ),
    )
