"""Lets a request in, or not."""

from fastapi import Request

from service.api.access import Caller, Permission
from service.api.problem_error import ProblemError
from service.api.request_headers import header
from service.api.services import services_of

CHALLENGE = 'Bearer realm="casebook"'


class Needs:
    """A dependency of a route: the caller must hold a key whose role has this permission."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Caller:
        return await admitted(request, self.permission)


async def admitted(request: Request, permission: Permission) -> Caller:
    """Return who sent the request. Raises ProblemError `unauthenticated` or `forbidden`."""
    written = _written_key(request)
    if written is None:
        raise ProblemError("unauthenticated", headers={"WWW-Authenticate": CHALLENGE})
    caller = await services_of(request).keys.holder(written)
    if caller is None:
        refused = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        raise ProblemError("unauthenticated", headers=refused)
    request.scope["state"]["caller"] = caller
    if not caller.may(permission):
        raise ProblemError("forbidden", permission=permission.value)
    return caller


def _written_key(request: Request) -> str | None:
    authorization = header(request, b"authorization")
    if authorization is None:
        return header(request, b"x-api-key")
    scheme, _, credentials = authorization.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None
