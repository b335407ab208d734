"""The routes of files on a case."""

from typing import Any

from fastapi import FastAPI

from service.actions.attachments.types import ATTACHMENT_TYPES
from service.api.cases.attachments.reading import AttachmentList, get_attachment, get_attachments
from service.api.cases.attachments.sending import ROUTE, add_attachment
from service.api.http.access import Permission
from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.documents import command_headers, of_refusals
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.domain.case.rules import CaseNotFoundError

_ON_SENDING = (
    "attachment_type_not_allowed",
    "attachment_content_differs",
    "attachment_empty",
    "precondition_required",
)
_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


def add_attachment_routes(app: FastAPI) -> None:
    """Add the routes that take files in, list them and hand them out."""
    add_action_route(
        app,
        ROUTE.path,
        add_attachment,
        Permission.RECORD,
        CommandAnswer,
        body=_BINARY,
        media_type="*/*",
        status=201,
        problems=(*ON_COMMANDS, *_ON_SENDING),
        refusals=of_refusals(ROUTE),
        parameters=command_headers(ROUTE),
        note=f"Allowed types: {', '.join(ATTACHMENT_TYPES)}.",
    )
    missing = (CaseNotFoundError,)
    add_read_route(app, ROUTE.path, get_attachments, Permission.READ, AttachmentList, refusals=missing)
    add_read_route(
        app,
        f"{ROUTE.path}/{{attachment_id}}",
        get_attachment,
        Permission.READ,
        {"content": {"*/*": {"schema": _BINARY}}},
        problems=("attachment_not_found", "attachment_damaged"),
        refusals=missing,
    )
