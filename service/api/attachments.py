"""Files on a case: sent in as they are, listed, and handed out again only as what was sent in."""

from collections.abc import Mapping
from email.message import Message
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID, uuid5

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from service.api.attachment_types import must_be_allowed, must_be_what_it_says
from service.api.cases.view.attachments import AttachmentView, attachment_views
from service.api.http.access import Caller, Permission
from service.api.http.commands.answers import answer_document
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.endpoint import executed
from service.api.http.commands.headers import (
    command_id_of,
    correlation_id_of,
    digest_of,
    expected_version_of,
    own_request_id,
)
from service.api.http.guard import Needs
from service.api.http.json_answer import json_response
from service.api.http.json_body import read_body
from service.api.http.problems.error import ProblemError
from service.api.http.request_headers import header
from service.api.http.services import Services, services_of
from service.database import file_contents
from service.domain.case.decisions.attachments import AddAttachment
from service.domain.case.rules import CaseNotFoundError
from service.domain.case.state import Case
from service.domain.event import Instant
from service.domain.personal import FreeText
from service.domain.vocabulary import Audience
from service.eventstore.folding import decode_rows, fold
from service.eventstore.request import Loaded
from service.eventstore.request import Request as Wanted

ROUTE = CommandRoute(command=AddAttachment, path="/v1/cases/{case_id}/attachments")
"""The command comes with its content, so it stands in no batch and in no table of routes."""
LONGEST_NAME = 255

Recorder = Annotated[Caller, Depends(Needs(Permission.RECORD))]
Reader = Annotated[Caller, Depends(Needs(Permission.READ))]
FileName = Annotated[FreeText, Field(max_length=LONGEST_NAME)]


class AttachmentQuery(BaseModel):
    """What is said of a file beside its content."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: FileName | None = None
    """The name of the file; left out, that of the header Content-Disposition."""
    audience: Audience = Audience.INTERNAL
    """Who may see it; `public`: the customer too."""
    attachment_id: UUID | None = None
    """A new id for the attachment; left out, we make one."""
    occurred_at: Instant | None = None
    """When it was attached, with a zone; left out, the moment of recording."""


class AttachmentList(BaseModel):
    """The files on a case."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    items: list[AttachmentView]
    """The files, in the order in which they were attached."""


async def add_attachment(
    request: Request, case_id: UUID, query: Annotated[AttachmentQuery, Query()], caller: Recorder
) -> Response:
    """Attach a file to a case: the body is the file itself, Content-Type says what it is.

    Taken are images, PDF, text, e-mail, office documents, ZIP, and sound and film as telephones make them.
    The content must begin as its type does. It is stored under its hash beside the record, once however
    often it comes; the record holds the hash, the name and the length.
    """
    services = services_of(request)
    media_type = _media_type(request)
    must_be_allowed(media_type)
    told = query.model_copy(update={"name": query.name or _name_in_header(request)})
    await _must_be_there(services, case_id)
    content = await read_body(request, services.attachment_max_bytes)
    must_be_what_it_says(media_type, content)
    async with services.engine.begin() as connection:
        sha256 = await file_contents.store(connection, content)
    command_id = command_id_of(request, caller)
    command = AddAttachment(
        **told.model_dump(exclude={"attachment_id"}),
        attachment_id=told.attachment_id or _own_id(services, command_id),
        sha256=sha256,
        media_type=media_type,
        size_bytes=len(content),
    )
    answer = await executed(request, services, _wanted(request, caller, case_id, command, command_id))
    headers = {
        "ETag": f'"{answer.version}"',
        "Case-Position": str(answer.position),
        "Location": f"{request.url.path}/{command.attachment_id}",
        **({"Idempotency-Replayed": "true"} if answer.is_repeat else {}),
    }
    return json_response(answer_document(answer), 201, headers)


async def get_attachments(
    request: Request, case_id: UUID, _: Reader, audience: Audience | None = None
) -> Response:
    """List the files on a case; with `audience` only those that this audience is meant for."""
    items = await _attachments(request, case_id)
    kept = [item for item in items if audience in {None, item.audience}]
    return Response(AttachmentList(items=kept).model_dump_json(), media_type="application/json")


async def get_attachment(request: Request, case_id: UUID, attachment_id: UUID, _: Reader) -> Response:
    """Read the content of a file on a case, to be saved and never to be shown in place.

    What is stored must still have the hash that stands on the record; otherwise nothing of it is sent.
    """
    items = await _attachments(request, case_id)
    found = next((item for item in items if item.attachment_id == attachment_id), None)
    if found is None:
        raise ProblemError("attachment_not_found")
    async with services_of(request).engine.connect() as connection:
        try:
            content = await file_contents.read(connection, found.sha256)
        except file_contents.ContentDamagedError as error:
            raise ProblemError("attachment_damaged", sha256=found.sha256) from error
    headers = {
        "Content-Disposition": _disposition(found.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": found.media_type,
        "ETag": f'"{found.sha256}"',
    }
    return Response(content, headers=headers)


_FILE_NAME: TypeAdapter[str] = TypeAdapter(FileName)


def _wanted(
    request: Request, caller: Caller, case_id: UUID, command: AddAttachment, command_id: UUID | None
) -> Wanted:
    services = services_of(request)
    return Wanted(
        stream_id=case_id,
        commands=(command,),
        command_id=command_id or own_request_id(request) or services.new_id(),
        actor=caller.actor,
        digest=digest_of(ROUTE.path_of(case_id), command) if command_id else None,
        correlation_id=correlation_id_of(request),
        expected_version=expected_version_of(request, is_required=services.require_if_match),
    )


async def _must_be_there(services: Services, case_id: UUID) -> None:
    """Refuse before anything is stored."""
    loaded = await services.application.load(case_id)
    if not isinstance(loaded.state, Case):
        raise CaseNotFoundError


async def _attachments(request: Request, case_id: UUID) -> list[AttachmentView]:
    events = decode_rows(await services_of(request).application.log.stream(case_id))
    if not isinstance(fold(Loaded(stream_id=case_id), events[:1]).state, Case):
        raise CaseNotFoundError
    return attachment_views([recorded.event for recorded in events])


def _media_type(request: Request) -> str:
    return _parsed("content-type", header(request, b"content-type")).get_content_type()


def _name_in_header(request: Request) -> str:
    """Return the name of the file that Content-Disposition tells. Raises ProblemError `validation_failed`."""
    told = _parsed("content-disposition", header(request, b"content-disposition")).get_filename()
    try:
        return _FILE_NAME.validate_python(told)
    except ValidationError:
        missing: Mapping[str, Any] = {"type": "missing", "loc": ("query", "name")}
        raise ProblemError("validation_failed", errors=[missing]) from None


def _parsed(name: str, value: str | None) -> Message:
    """Return a header taken apart; without one its type is none that may be attached."""
    parsed = Message()
    parsed[name] = (value or "application/octet-stream").encode("ascii", "replace").decode()
    return parsed


def _own_id(services: Services, command_id: UUID | None) -> UUID:
    """Return a new id, the same one when the same request comes again."""
    return uuid5(command_id, "attachment") if command_id else services.new_id()


def _disposition(name: str) -> str:
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
