"""Headers looked up, not searched for: a command asks for seven of them."""

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
