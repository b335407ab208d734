"""Which exception becomes which problem."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import psycopg
import sqlalchemy.exc
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from service.actions.action import ActionRefusedError
from service.api.http.problems import document as problems
from service.api.http.problems.error import ProblemError
from service.database.damage import damage_in
from service.domain.refusal import Refusal
from service.eventstore.append import AppenderStoppedError, RecordBusyError, RecordUnavailableError

SECONDS_UNTIL_RETRY = 1

_PLUS_LOST = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9:.]+ [0-9]{2}:?[0-9]{2}")

SLUG_OF_STATUS = {404: "route_not_found", 405: "method_not_allowed", 413: "body_too_large"}
RETRY_LATER: Mapping[type[Exception], str] = {
    RecordBusyError: "record_busy",
    RecordUnavailableError: "record_unavailable",
    AppenderStoppedError: "service_stopping",
    psycopg.OperationalError: "record_unavailable",
    sqlalchemy.exc.OperationalError: "record_unavailable",
    sqlalchemy.exc.InterfaceError: "record_unavailable",
    sqlalchemy.exc.TimeoutError: "record_unavailable",
}
MAY_BE_DAMAGE = (psycopg.InternalError, sqlalchemy.exc.InternalError)
"""What passes by itself -> the problem that says so."""


def install(app: FastAPI) -> None:
    """Map every expected exception; what is not expected is met by the middleware."""
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)


async def answer_to(request: Request, error: Exception) -> Response | None:
    """Return the problem of an expected exception, as the framework would; None for another."""
    for kind in type(error).__mro__:
        if handler := _HANDLERS.get(kind):
            return await handler(request, error)
    return None


def retry_later(error: Exception) -> ProblemError:
    """Return the problem of an error of RETRY_LATER."""
    slug = next(slug for kind, slug in RETRY_LATER.items() if isinstance(error, kind))
    return ProblemError(slug, headers={"Retry-After": str(SECONDS_UNTIL_RETRY)})


def failure_as_problem(error: Exception) -> ProblemError:
    """Return the problem of an error that is no refusal; of several outcomes, each is told its own."""
    if isinstance(error, ProblemError):
        return error
    if said := damage_in(error):
        return ProblemError("record_damaged", said=said)
    return retry_later(error) if isinstance(error, tuple(RETRY_LATER)) else ProblemError("internal_error")


async def _problem(request: Request, error: Any) -> Response:
    return problems.from_error(request, error)


async def _refused_action(request: Request, error: Any) -> Response:
    return problems.from_error(request, ProblemError(error.slug, **error.values))


async def _refusal(request: Request, error: Any) -> Response:
    return problems.from_refusal(request, error)


async def _invalid(request: Request, error: Any) -> Response:
    errors = [_with_lost_plus(each) for each in error.errors()]
    return problems.from_error(request, ProblemError("validation_failed", errors=errors))


def _with_lost_plus(error: dict[str, Any]) -> dict[str, Any]:
    """Return the error; of an instant whose `+` the address turned into a space, the one that says so."""
    written = error.get("input")
    is_it = error["loc"][:1] == ("query",) and isinstance(written, str) and _PLUS_LOST.fullmatch(written)
    return {**error, "type": "plus_became_space"} if is_it else error


async def _http(request: Request, error: Any) -> Response:
    slug = SLUG_OF_STATUS.get(error.status_code, "internal_error")
    headers = {"Allow": ", ".join(_methods_of(request))} if slug == "method_not_allowed" else {}
    return problems.from_error(request, ProblemError(slug, headers=headers))


async def _gone(request: Request, _: Any) -> Response:
    return problems.from_error(request, ProblemError("connection_lost"))


async def _failure(request: Request, error: Any) -> Response:
    return problems.from_error(request, failure_as_problem(error))


def _methods_of(request: Request) -> list[str]:
    """Return what the path allows over all of its routes; the framework names those of the first only."""
    allowed: set[str] = set()
    for route in request.app.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            allowed |= getattr(route, "methods", None) or set()
    return sorted(allowed)


_HANDLERS: dict[type, Callable[[Request, Any], Awaitable[Response]]] = {
    ProblemError: _problem,
    Refusal: _refusal,
    ActionRefusedError: _refused_action,
    RequestValidationError: _invalid,
    HTTPException: _http,
    ClientDisconnect: _gone,
    **dict.fromkeys((*RETRY_LATER, *MAY_BE_DAMAGE), _failure),
}
