"""Headers looked up, not searched for: a command asks for seven of them."""

import re

from fastapi import Request
from starlette.types import Scope


def remember_headers(scope: Scope) -> dict[bytes, bytes]:
    """Keep the headers of a request for `header`; of one that came twice the first counts."""
    found = dict(reversed(scope["headers"]))
    scope["state"]["headers"] = found
    return found


def header(request: Request, name: bytes) -> str | None:
    """Return a header by its name in small letters."""
    value: bytes | None = request.scope["state"]["headers"].get(name)
    return None if value is None else value.decode("latin-1")


def accepts(request: Request, media_type: str) -> bool:
    """Whether `Accept` names this media type, and not with the quality 0, which refuses it."""
    for named in (header(request, b"accept") or "").lower().split(","):
        name, *parameters = (piece.strip() for piece in named.split(";"))
        if name == media_type:
            return not any(_REFUSED.fullmatch(parameter) for parameter in parameters)
    return False


_REFUSED = re.compile(r"q=0(\.0*)?")
