"""One command of a batch, from what was sent to what is asked of the record."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request as HttpRequest
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from service.api.access import Caller
from service.api.command_endpoint import new_stream
from service.api.command_headers import LONGEST_KEY, command_id_for, correlation_id_of, digest_of
from service.api.command_table import COMMAND_ROUTE_OF, CommandRoute, permission_besides
from service.api.guard import forbidden
from service.api.problem_error import ProblemError
from service.api.services import Services
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.identity import account_id_of
from service.domain.command import Command
from service.domain.text import Code
from service.eventstore.log import LAST_VERSION
from service.eventstore.request import Request

INSIDE = "/command"


class BatchCommand(BaseModel):
    """One command of a batch."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: Annotated[str, Field(pattern=rf"^[\x20-\x7e]{{1,{LONGEST_KEY}}}$")]
    """Yours: an Idempotency-Key for this command, and the name of its answer."""
    type: Literal[tuple(COMMAND_ROUTE_OF)]  # type: ignore[valid-type]
    """The command's name."""
    stream_id: Annotated[str, Field(max_length=200)] | None = None
    """The case, or the account by id or code. `ReceiveCase` may choose an id for the case, so that later
    commands of the batch can name it; `OpenAccount` needs none."""
    expected_version: Annotated[int, Field(strict=True, ge=0, le=LAST_VERSION)] | None = None
    """Refused with 412 when the case or account has moved on from this version."""
    command: dict[str, Any] = {}
    """The fields of the command, as in the body of its own route."""


_CODE: TypeAdapter[str] = TypeAdapter(Code)


class BatchReader:
    """Reads commands of one batch for one caller. Nothing is carried out."""

    def __init__(self, request: HttpRequest, services: Services, caller: Caller) -> None:
        self._services = services
        self._caller = caller
        self._correlation_id = correlation_id_of(request)

    def read(self, sent: object) -> Request:
        """Return what is asked of the record. Raises ProblemError."""
        envelope = _valid(BatchCommand, sent)
        route = COMMAND_ROUTE_OF[envelope.type]
        if not self._caller.may(route.permission):
            raise forbidden(route.permission)
        command: Command = _valid(route.command, envelope.command, INSIDE)
        if (needed := permission_besides(command)) and not self._caller.may(needed):
            raise forbidden(needed)
        if self._services.require_if_match and not route.opens and envelope.expected_version is None:
            raise _wrong("missing", "expected_version", slug="precondition_required")
        stream_id = self._stream_of(envelope.stream_id, route, command)
        return Request(
            stream_id=stream_id,
            commands=(command,),
            command_id=command_id_for(self._caller, envelope.id),
            actor=self._caller.actor,
            digest=digest_of(_path(route, envelope.stream_id, stream_id), command),
            correlation_id=self._correlation_id,
            expected_version=envelope.expected_version,
        )

    def _stream_of(self, written: str | None, route: CommandRoute, command: Command) -> UUID:
        """Return the stream, made where a case is opened without one."""
        if written is None:
            if route.stream_parameter is not None:
                raise _wrong("missing")
            return route.stream_id or new_stream(command, self._services)
        found = _named(written, is_account=route.resource == "accounts")
        if found != (route.stream_id or found):
            raise _wrong("stream_of_command")
        if isinstance(command, OpenAccount) and found != account_id_of(command.code):
            raise _wrong("stream_of_command")
        return found


def _named(written: str, *, is_account: bool) -> UUID:
    """Return the stream that is meant: by its id, or an account by its code."""
    try:
        return UUID(written)
    except ValueError:
        if not is_account:
            raise _wrong("stream_of_command") from None
    try:
        return account_id_of(_CODE.validate_python(written))
    except ValidationError:
        raise _wrong("stream_of_command") from None


def _path(route: CommandRoute, chosen: str | None, stream_id: UUID) -> str:
    """Return the path for the digest. A case id that the sender chose is a part of what was asked."""
    path = route.path_of(stream_id)
    is_chosen = route.command.__name__ == "ReceiveCase" and chosen is not None
    return f"{path}/{stream_id}" if is_chosen else path


def _valid(model: Any, sent: object, inside: str = "") -> Any:
    try:
        return model.__pydantic_validator__.validate_python(sent)
    except ValidationError as error:
        errors: list[Mapping[str, Any]] = [
            {**found, "inside": inside} for found in error.errors(include_url=False, include_input=False)
        ]
        raise ProblemError("validation_failed", errors=errors) from None


def _wrong(kind: str, field: str = "stream_id", *, slug: str = "validation_failed") -> ProblemError:
    return ProblemError(slug, errors=[{"type": kind, "loc": (field,)}])
