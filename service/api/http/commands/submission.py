"""Who submits what over HTTP, and what makes it safe to send twice."""

from uuid import UUID

from fastapi import Request
from pydantic import BaseModel

from service.actions.action import Submission
from service.api.http.commands.headers import correlation_id_of, digest_of, own_request_id
from service.api.http.guard import caller_of
from service.api.http.services import services_of


def submission_of(
    request: Request,
    path: str,
    sent: BaseModel,
    *,
    command_id: UUID | None,
    expected_version: int | None = None,
) -> Submission:
    """Return it for an admitted caller.

    `command_id` is what the sender's own key stands for, None without one. `path` and what was `sent` tell a
    repeat under the same key from another request.
    """
    caller = caller_of(request)
    return Submission(
        actor=caller.actor,
        teller=caller.teller,
        command_id=command_id or own_request_id(request) or services_of(request).new_id(),
        digest=digest_of(path, sent) if command_id else None,
        correlation_id=correlation_id_of(request),
        expected_version=expected_version,
    )
