"""Lets a request in, or not."""

from collections import Counter
from dataclasses import dataclass
from typing import get_origin
from urllib.parse import unquote_to_bytes

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter

from service.api.http.access import Caller, Permission, roles_with
from service.api.http.problems.error import ProblemError, malformed
from service.api.http.rate_limits import OF_FEED, OF_LINK, OF_PAGES, OF_UNKNOWN_KEYS, RateLimits, rate_of
from service.api.http.request_headers import header
from service.api.http.services import services_of
from service.domain.actor import KEY
from service.domain.text import Code

STAFF_HEADER = b"casebook-staff"
_STAFF_ID: TypeAdapter[str] = TypeAdapter(Code)
VOUCHED_FOR = "vouched_for"
"""In the state of a request: who sent it, where the process that passed it on has let it in."""
CHALLENGE = 'Bearer realm="casebook"'


@dataclass(frozen=True)
class Needs:
    """A dependency of a route: the caller must hold a key whose role has this permission."""

    permission: Permission

    async def __call__(self, request: Request) -> Caller:
        caller = await admitted(request, self.permission)
        _must_say_each_once(request)
        return caller


async def admitted(request: Request, permission: Permission) -> Caller:
    """Return who sent the request, and for whom.

    Raises ProblemError `unauthenticated`, `forbidden`, `malformed_header`, `may_not_speak_for` or
    `too_many_requests`.
    """
    vouched: Caller | None = request.scope["state"].get(VOUCHED_FOR)
    if vouched is not None and vouched.may(permission):
        request.scope["state"]["caller"] = vouched
        return vouched
    written = _written_key(request)
    if written is None:
        raise ProblemError("unauthenticated", headers={"WWW-Authenticate": CHALLENGE})
    limits: RateLimits = request.app.state.limits
    unknown = f"unknown {_address_of(request)}"
    keys = services_of(request).keys
    caller = await keys.holder(written, lambda: limits.must_have(unknown, OF_UNKNOWN_KEYS))
    if caller is None:
        # Only what proves to be nobody's counts: who comes while the database is away is not refused for it.
        limits.charge(unknown, OF_UNKNOWN_KEYS, 1)
        refused = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        raise ProblemError("unauthenticated", headers=refused)
    caller = _with_staff(request, caller)
    request.scope["state"]["caller"] = caller
    if not caller.may(permission):
        raise forbidden(permission)
    limits.take(f"key {caller.key_id}", rate_of(caller.role, caller.requests_per_second))
    return caller


def charge(request: Request, count: int) -> None:
    """Count what a request asks for besides itself, such as the commands of a batch, as requests."""
    limits: RateLimits = request.app.state.limits
    caller = caller_of(request)
    limits.charge(f"key {caller.key_id}", rate_of(caller.role, caller.requests_per_second), count)


async def admit_link(request: Request, token: str) -> None:
    """Count a request of a link that needs no key, and of whoever tries links.

    Raises ProblemError `too_many_requests`, and `link_not_for_keys` for the key of a person of ours.
    """
    limits: RateLimits = request.app.state.limits
    limits.take(f"pages {_address_of(request)}", OF_PAGES)
    limits.take(f"link {token}", OF_LINK)
    written = _written_key(request)
    caller = None if written is None else await services_of(request).keys.holder(written)
    if caller is not None and not _with_staff(request, caller).teller.is_machine:
        raise ProblemError("link_not_for_keys")


def admit_feed(request: Request, token: str) -> None:
    """Count a request of a calendar that needs no key. Raises ProblemError `too_many_requests`."""
    limits: RateLimits = request.app.state.limits
    limits.take(f"pages {_address_of(request)}", OF_PAGES)
    limits.take(f"feed {token}", OF_FEED)


def caller_of(request: Request) -> Caller:
    """Return who sent a request that was admitted."""
    caller: Caller = request.scope["state"]["caller"]
    return caller


def forbidden(permission: Permission) -> ProblemError:
    """Return the problem of a key that may not, with the roles that may."""
    roles = ", ".join(role.value for role in roles_with(permission))
    return ProblemError("forbidden", permission=permission.value, roles=roles)


def _address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _with_staff(request: Request, caller: Caller) -> Caller:
    written = header(request, STAFF_HEADER)
    if written is None:
        return caller
    try:
        # Bytes of UTF-8 come as they are or percent-encoded: not every client sends others than ASCII.
        staff_id = _STAFF_ID.validate_python(unquote_to_bytes(written.encode("latin-1")).decode())
    except ValueError:
        raise malformed("Casebook-Staff") from None
    if staff_id.startswith(KEY):  # no person is called as a key is: the record could not tell them apart
        raise malformed("Casebook-Staff")
    speaking = caller.speaking_for(staff_id)
    if speaking is None:
        raise ProblemError("may_not_speak_for", staff_id=staff_id)
    return speaking


def _must_say_each_once(request: Request) -> None:
    """Refuse a parameter that is given twice and is no list: one of the two would be lost.

    Raises ProblemError `validation_failed`.
    """
    times = Counter(name for name, _ in request.query_params.multi_items())
    twice = [name for name, count in times.items() if count > 1]
    if twice and (wrong := set(twice) - _lists_of(request.scope["route"])):
        errors = [{"type": "given_twice", "loc": ("query", name)} for name in sorted(wrong)]
        raise ProblemError("validation_failed", errors=errors)


def _lists_of(route: APIRoute) -> frozenset[str]:
    """Return the query parameters of a route that may be given more than once."""
    models = [field.field_info.annotation for field in route.dependant.query_params]
    fields = [
        (name, field.annotation)
        for model in models
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
    ]
    return frozenset(name for name, kind in fields if get_origin(kind) in {list, tuple, set, frozenset})


def _written_key(request: Request) -> str | None:
    authorization = header(request, b"authorization")
    if authorization is None:
        return header(request, b"x-api-key")
    scheme, _, credentials = authorization.partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else None
