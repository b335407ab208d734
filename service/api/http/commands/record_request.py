"""What a request over HTTP asks of the record."""

from uuid import UUID

from fastapi import Request as HttpRequest
from pydantic import BaseModel

from service.api.http.commands.headers import correlation_id_of, digest_of, own_request_id
from service.api.http.guard import caller_of
from service.api.http.services import services_of
from service.domain.command import Command
from service.eventstore.request import Request


def record_request(
    request: HttpRequest,
    stream_id: UUID,
    *commands: Command,
    command_id: UUID | None,
    path: str,
    sent: BaseModel,
    expected_version: int | None = None,
) -> Request:
    """Return it for an admitted caller.

    `command_id` is what the sender's own key stands for, None without one. `path` and what was `sent` tell a
    repeat under the same key from another request.
    """
    return Request(
        stream_id=stream_id,
        commands=commands,
        command_id=command_id or own_request_id(request) or services_of(request).new_id(),
        actor=caller_of(request).actor,
        digest=digest_of(path, sent) if command_id else None,
        correlation_id=correlation_id_of(request),
        expected_version=expected_version,
    )
