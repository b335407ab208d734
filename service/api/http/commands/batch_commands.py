"""One command of a batch, from what was sent to what is asked of the record."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from fastapi import Request as HttpRequest
from pydantic import ValidationError

from service.api.http.access import Caller
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.command_table import CommandTable
from service.api.http.commands.headers import command_id_for
from service.api.http.commands.submission import submission_of
from service.api.http.guard import forbidden
from service.api.http.problems.error import ProblemError
from service.api.http.problems.invalid_fields import errors_in
from service.api.http.services import Services
from service.domain.command import Command
from service.eventstore.request import Request

INSIDE = "/command"


class BatchReader:
    """Reads commands of one batch for one caller. Nothing is carried out."""

    def __init__(self, request: HttpRequest, table: CommandTable, services: Services, caller: Caller) -> None:
        self._table = table
        self._services = services
        self._caller = caller
        self._request = request

    def read(self, sent: object) -> Request:
        """Return what is asked of the record. Raises ProblemError."""
        envelope = _valid(self._table.envelope, sent)
        route = self._table.route_of[envelope.type]
        if not self._caller.may(route.permission):
            raise forbidden(route.permission)
        command: Command = _valid(route.command, envelope.command, INSIDE)
        if (needed := route.permission_besides(command)) and not self._caller.may(needed):
            raise forbidden(needed)
        if self._services.require_if_match and not route.opens and envelope.expected_version is None:
            raise _wrong("missing", "expected_version", slug="precondition_required")
        stream_id = self._stream_of(envelope.stream_id, route, command)
        submission = submission_of(
            self._request,
            _path(route, envelope.stream_id, stream_id),
            command,
            command_id=command_id_for(self._caller, envelope.id),
            expected_version=envelope.expected_version,
        )
        return submission.of(stream_id, command)

    def _stream_of(self, written: str | None, route: CommandRoute, command: Command) -> UUID:
        """Return the stream, made where a case is opened without one."""
        if written is None:
            if route.stream_parameter is not None:
                raise _wrong("missing")
            return route.stream_id or route.new_stream(command, self._services.new_id)
        found = _named(written, route)
        if found != (route.stream_id or found):
            raise _wrong("stream_of_command")
        if route.id_of_opened is not None and found != route.id_of_opened(command):
            raise _wrong("stream_of_command")
        return found


def _named(written: str, route: CommandRoute) -> UUID:
    """Return the stream that is meant: by its id, or by a name that its kind has."""
    for id_of in (UUID, route.id_of_name):
        with suppress(ValueError):
            if id_of is not None:
                return id_of(written)
    raise _wrong("stream_of_command")


def _path(route: CommandRoute, chosen: str | None, stream_id: UUID) -> str:
    """Return the path for the digest. An id that the sender chose is a part of what was asked."""
    path = route.path_of(stream_id)
    is_chosen = route.opens and route.id_of_opened is None and chosen is not None
    return f"{path}/{stream_id}" if is_chosen else path


def _valid(model: Any, sent: object, inside: str = "") -> Any:
    try:
        return model.__pydantic_validator__.validate_python(sent)
    except ValidationError as error:
        errors: list[Mapping[str, Any]] = [{**found, "inside": inside} for found in errors_in(error, sent)]
        raise ProblemError("validation_failed", errors=errors) from None


def _wrong(kind: str, field: str = "stream_id", *, slug: str = "validation_failed") -> ProblemError:
    return ProblemError(slug, errors=[{"type": kind, "loc": (field,)}])
