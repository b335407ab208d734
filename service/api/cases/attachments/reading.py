"""Reading the files on a case."""

from uuid import UUID

from fastapi import Request, Response

from service.actions.attachments.files import attachments_of, read_attachment
from service.api.cases.attachments.file_headers import disposition
from service.api.cases.view.attachments import AttachmentView, attachment_views
from service.api.http.commands.execution import context_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.services import services_of
from service.domain.vocabulary import Audience


class AttachmentList(Document):
    """The files on a case."""

    items: list[AttachmentView]
    """Attachments in the order in which they were added."""


async def get_attachments(request: Request, case_id: UUID, audience: Audience | None = None) -> Response:
    """List the files on a case; with `audience` only those that this audience is meant for."""
    items = attachment_views(await attachments_of(services_of(request).application, case_id))
    kept = [item for item in items if audience in {None, item.audience}]
    return document_response(AttachmentList(items=kept))


async def get_attachment(request: Request, case_id: UUID, attachment_id: UUID) -> Response:
    """Read the content of a file on a case, to be saved and never to be shown in place.

    What is stored must still have the hash that stands on the record; otherwise nothing of it is sent.
    """
    found, content = await read_attachment(context_of(request), case_id, attachment_id)
    headers = {
        "Content-Disposition": disposition(found.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": found.media_type,
        "ETag": f'"{found.sha256}"',
    }
    return Response(content, headers=headers)
