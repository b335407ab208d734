"""The headers that make a command safe to send: Idempotency-Key, If-Match, X-Request-Id."""

import hashlib
import re
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel

from service.api.http.access import Caller
from service.api.http.problems.error import ProblemError, malformed
from service.api.http.request_headers import header
from service.domain.quick_ids import named_id

LONGEST_KEY = 255
PRINTABLE = re.compile(rf"[\x20-\x7e]{{1,{LONGEST_KEY}}}")
STRONG_TAG = re.compile(r'"([0-9]{1,10})"')
DIGEST_BYTES = 16

_COMMANDS = UUID("0c2f7a0e-8f0b-5a51-9a5c-3a4d3f6f9c21")


def command_id_of(request: Request, caller: Caller) -> UUID | None:
    """Return the id that the sender's Idempotency-Key stands for, None without one.

    Raises ProblemError `malformed_header`.
    """
    key = header(request, b"idempotency-key")
    if key is None:
        return None
    if not PRINTABLE.fullmatch(key):
        raise malformed("Idempotency-Key")
    return command_id_for(caller, key)


def command_id_for(caller: Caller, key: str) -> UUID:
    """Return the id that a sender's key stands for, by whatever route it came. Two callers never meet."""
    return named_id(_COMMANDS, f"{caller.key_id}:{key}")


def digest_of(path: str, command: BaseModel) -> bytes:
    """Return what tells a repeat from another request: the spelling of the JSON does not count.

    `path` is that of the command's own route, also when it came in a batch.
    """
    content = command.__pydantic_serializer__.to_json(command, exclude_unset=True)
    return hashlib.sha256(b"POST\n%b\n%b" % (path.encode(), content)).digest()[:DIGEST_BYTES]


def expected_version_of(request: Request, *, is_required: bool) -> int | None:
    """Return the version that If-Match names; None for `*` or without one.

    Raises ProblemError `malformed_header` or `precondition_required`.
    """
    tag = header(request, b"if-match")
    if tag is None:
        if is_required:
            needed = {"type": "missing", "loc": ("header", "If-Match")}
            raise ProblemError("precondition_required", errors=[needed])
        return None
    if tag.strip() == "*":
        return None
    strong = STRONG_TAG.fullmatch(tag.strip())
    if strong is None:
        raise malformed("If-Match")
    return int(strong[1])


def own_request_id(request: Request) -> UUID | None:
    """Return the id that we gave the request; None where the sender gave one, which may come again."""
    own: UUID | None = request.scope["state"].get("own_request_id")
    return own


def correlation_id_of(request: Request) -> UUID | None:
    """Return the request id where it is a UUID, so that the record can be traced to the caller's own log."""
    own = own_request_id(request)
    if own is not None:
        return own
    try:
        return UUID(request.state.request_id)
    except ValueError:
        return None
