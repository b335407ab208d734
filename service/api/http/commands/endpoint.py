"""One request, one command, one answer: the same for all routes."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Request as HttpRequest
from fastapi import Response

from service.api.http.commands.answers import answer_document
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.execution import executed
from service.api.http.commands.headers import command_id_of, expected_version_of
from service.api.http.commands.submission import submission_of
from service.api.http.guard import admitted, forbidden
from service.api.http.json_answer import json_of
from service.api.http.json_body import read_command
from service.api.http.problems.error import ProblemError
from service.api.http.services import services_of
from service.eventstore.request import Answer

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


def endpoint_of(route: CommandRoute) -> Endpoint:
    """Return the endpoint of a route."""

    async def endpoint(request: HttpRequest) -> Response:
        services = services_of(request)
        caller = await admitted(request, route.permission)
        named = _stream_in_path(request, route)
        command = await read_command(request, route.command, max_body_bytes=services.max_body_bytes)
        if (needed := route.permission_besides(command)) and not caller.may(needed):
            raise forbidden(needed)
        stream_id = named or route.stream_id or route.new_stream(command, services.new_id)
        is_required = services.require_if_match and not route.opens
        submission = submission_of(
            request,
            route.path_of(stream_id),
            command,
            expected_version=expected_version_of(request, is_required=is_required),
            command_id=command_id_of(request, caller),
        )
        answer = await executed(request, submission.of(stream_id, command))
        return answered(answer, created=f"{route.path}/{answer.stream_id}" if route.opens else None)

    endpoint.__name__ = route.operation_id
    return endpoint


def _stream_in_path(request: HttpRequest, route: CommandRoute) -> UUID | None:
    name = route.stream_parameter
    if name is None:
        return None
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise ProblemError(
            "validation_failed", errors=[{"type": "uuid_parsing", "loc": ("path", name)}]
        ) from None


class _Written(Response):
    """A response whose headers have the form of the wire already: Starlette would write each anew."""

    def __init__(self, content: bytes, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.body = content
        self.status_code = status
        self.background = None
        length = b"%d" % len(content)
        self.raw_headers = [*headers, (b"content-length", length), (b"content-type", b"application/json")]


def answered(answer: Answer, *, created: str | None = None) -> Response:
    """Return the response that says what a command did; `created` is the path of something new, if any."""
    headers = [(b"etag", b'"%d"' % answer.version), (b"case-position", b"%d" % answer.position)]
    if created is not None:
        headers.append((b"location", created.encode()))
    if answer.is_repeat:
        headers.append((b"idempotency-replayed", b"true"))
    return _Written(json_of(answer_document(answer)), 200 if created is None else 201, headers)
