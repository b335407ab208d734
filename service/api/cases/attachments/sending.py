"""Attaching a file to a case: the body is the file itself."""

from functools import partial
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import Query, Request, Response

from service.actions.attachments import files
from service.actions.attachments.files import NewFile
from service.actions.attachments.types import must_be_allowed
from service.api.cases.attachments.file_headers import FileName, media_type_in, name_in
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.endpoint import answered
from service.api.http.commands.execution import context_of
from service.api.http.commands.headers import command_id_of, expected_version_of
from service.api.http.commands.submission import submission_of
from service.api.http.document import Parameters
from service.api.http.guard import caller_of
from service.api.http.json_body import read_body
from service.api.http.services import services_of
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.event import Instant
from service.domain.vocabulary import Audience

ROUTE = CommandRoute(command=AddAttachment, path="/v1/cases/{case_id}/attachments")
"""The command comes with its content, so it stands in no batch and in no table of routes."""


class AttachmentQuery(Parameters):
    """Properties of a file besides its content."""

    name: FileName | None = None
    """Name of the file. If omitted, the name in the Content-Disposition header."""
    audience: Audience = Audience.INTERNAL
    attachment_id: UUID | None = None
    """Id of the new attachment. If omitted, one is generated."""
    occurred_at: Instant | None = None
    """Time of attaching, with a time zone. If omitted, the time of recording."""


async def add_attachment(
    request: Request, case_id: UUID, query: Annotated[AttachmentQuery, Query()]
) -> Response:
    """Attach a file to a case: the body is the file itself, Content-Type says what it is.

    Taken are images, PDF, text, e-mail, office documents, ZIP, and sound and film as telephones make them.
    The content must begin as its type does. It is stored under its hash beside the record, once however
    often it comes; the record holds the hash, the name and the length.
    """
    services = services_of(request)
    key = command_id_of(request, caller_of(request))
    media_type = media_type_in(request)
    must_be_allowed(media_type)
    file = NewFile(
        # With a key the same id again, when the same request comes again.
        attachment_id=query.attachment_id or (uuid5(key, "attachment") if key else services.new_id()),
        name=query.name or name_in(request),
        media_type=media_type,
        content=partial(read_body, request, services.attachment_max_bytes),
        audience=query.audience,
        occurred_at=query.occurred_at,
    )
    submitted = partial(
        submission_of,
        request,
        ROUTE.path_of(case_id),
        command_id=key,
        expected_version=expected_version_of(request, is_required=services.require_if_match),
    )
    answer = await files.add_attachment(context_of(request), case_id, file, submitted)
    return answered(answer, created=f"{request.url.path}/{file.attachment_id}")
