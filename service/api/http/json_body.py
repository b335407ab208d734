"""A request body into a command, whatever it is that comes."""

from email.message import Message
from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from starlette.requests import ClientDisconnect

from service.api.http.problems.error import ProblemError
from service.api.http.problems.invalid_fields import errors_in
from service.api.http.request_headers import header
from service.api.http.strict_json import must_be_strict, unreadable

Model = TypeVar("Model", bound=BaseModel)


async def read_command(request: Request, model: type[Model], *, max_body_bytes: int) -> Model:
    """Return the body as a command; an empty body is one without fields.

    Raises ProblemError `body_too_large`, `unsupported_media_type`, `malformed_json` or `validation_failed`.
    """
    body = await read_json(request, max_body_bytes=max_body_bytes)
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise unreadable(first["ctx"]["error"]) from None
        raise ProblemError("validation_failed", errors=errors_in(error, from_json(body or b"{}"))) from None


async def read_json(request: Request, *, max_body_bytes: int) -> bytes:
    """Return the body, which may be empty and else is strict JSON but for surrogates.

    Raises ProblemError `body_too_large`, `unsupported_media_type`, `malformed_json`, or `validation_failed`
    for a number that nobody can read.
    """
    body = await read_body(request, max_body_bytes)
    if body:
        _must_be_json(header(request, b"content-type"))
        must_be_strict(body)
    return body


async def read_body(request: Request, limit: int) -> bytes:
    """Read what comes, counting: the length that the sender announces may be a lie.

    Raises ProblemError `body_too_large` as soon as there are more than `limit` bytes.
    """
    announced = header(request, b"content-length") or ""
    if (
        announced.isascii()
        and announced.isdigit()
        and (len(announced) > len(str(limit)) or int(announced) > limit)
    ):
        raise ProblemError("body_too_large", limit=limit)
    chunks: list[bytes] = []
    size = 0
    is_whole = False
    while not is_whole:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        size += len(chunks[-1])
        if size > limit:
            raise ProblemError("body_too_large", limit=limit)
    return b"".join(chunks)


def _must_be_json(content_type: str | None) -> None:
    if content_type == "application/json":
        return
    parsed = Message()
    parsed["content-type"] = (content_type or "").encode("ascii", "replace").decode()
    kind = parsed.get_content_type()
    charset = str(parsed.get_param("charset", "utf-8")).lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    if not is_json or charset not in {"utf-8", "utf8"}:
        raise ProblemError("unsupported_media_type")
