"""One request, one command, one answer: the same for all routes."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import Request as HttpRequest
from fastapi import Response

from service.api.http.commands.answers import answer_document
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.headers import command_id_of, expected_version_of
from service.api.http.commands.record_request import record_request
from service.api.http.guard import admitted, forbidden
from service.api.http.json_answer import json_of
from service.api.http.json_body import read_command
from service.api.http.problems.error import ProblemError
from service.api.http.services import Services, services_of
from service.domain.refusal import Refusal
from service.eventstore.request import Answer, Request

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
        asked = record_request(
            request,
            stream_id,
            command,
            expected_version=_expected_version(request, services, route),
            command_id=command_id_of(request, caller),
            path=route.path_of(stream_id),
            sent=command,
        )
        return answered(route, await executed(request, services, asked))

    endpoint.__name__ = route.operation_id
    return endpoint


def outcome_of(outcome: Answer | Exception) -> str:
    """Return how a command went, in the word of the measures."""
    if isinstance(outcome, Answer):
        return "repeated" if outcome.is_repeat else "unchanged" if outcome.is_unchanged else "recorded"
    return "refused" if isinstance(outcome, Refusal) else "failed"


async def executed(request: HttpRequest, services: Services, asked: Request) -> Answer:
    """Carry it out, and count how it went."""
    count = request.app.state.metrics.command
    name = type(asked.commands[0]).__name__
    try:
        answer = await services.application.execute(asked)
    except Exception as error:
        count(name, outcome_of(error))
        raise
    count(name, outcome_of(answer))
    return answer


def _expected_version(request: HttpRequest, services: Services, route: CommandRoute) -> int | None:
    return expected_version_of(request, is_required=services.require_if_match and not route.opens)


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


def answered(route: CommandRoute, answer: Answer) -> Response:
    """Return the response that says what a command did."""
    headers = [(b"etag", b'"%d"' % answer.version), (b"case-position", b"%d" % answer.position)]
    if route.opens:
        headers.append((b"location", f"{route.path}/{answer.stream_id}".encode()))
    if answer.is_repeat:
        headers.append((b"idempotency-replayed", b"true"))
    return _Written(json_of(answer_document(answer)), 201 if route.opens else 200, headers)
