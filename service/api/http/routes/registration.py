"""How routes are declared. Summary and description of each are the docstring of its endpoint."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypedDict, Unpack

from fastapi import Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.api.http.access import Permission
from service.api.http.guard import Needs
from service.api.http.routes.documents import (
    EVERYWHERE,
    TitledProblem,
    body_of,
    guarded,
    meaning_of,
    of_slugs,
    problem_responses,
    titled,
)
from service.domain.refusal import Refusal

Endpoint = Callable[..., Awaitable[Any]]


class Details(TypedDict, total=False):
    """What a route may say besides."""

    tag: str
    """Tag under which the route is listed. If omitted, the resource in its path."""
    problems: tuple[str, ...]
    """Problems of the HTTP side besides those common to all routes."""
    refusals: Iterable[type[Refusal] | TitledProblem]
    """Refusals of the domain."""
    parameters: Iterable[Mapping[str, Any]]
    """Headers that the endpoint reads itself."""
    success: Mapping[str, Any]
    """What the response of a success says besides its model."""
    note: str
    """A paragraph after the docstring of the endpoint."""


def add_read_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    **details: Unpack[Details],
) -> None:
    """Add a guarded GET route.

    `answer` is what it answers with: a model, or the description of a response that is no JSON.
    """
    _add(app, "GET", path, endpoint, permission, answer, {}, 200, details)


def add_action_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    *,
    body: type[BaseModel] | Mapping[str, Any],
    is_body_required: bool = True,
    media_type: str = "application/json",
    status: int = 200,
    **details: Unpack[Details],
) -> None:
    """Add a guarded POST route whose endpoint reads `body` by itself: a model, or a schema."""
    if isinstance(body, type):
        app.state.bodies.add(body)
    extra = {"requestBody": body_of(body, is_required=is_body_required, media_type=media_type)}
    _add(app, "POST", path, endpoint, permission, answer, extra, status, details)


def add_removal_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    **details: Unpack[Details],
) -> None:
    """Add a guarded DELETE route."""
    _add(app, "DELETE", path, endpoint, permission, answer, {}, 200, details)


def add_open_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    answer: object = None,
    *,
    problems: tuple[str, ...] = (),
    media_type: str = "application/json",
) -> None:
    """Add a GET route that needs no key."""
    text_answer: dict[int | str, dict[str, Any]] = {}
    if answer is None:
        text_answer[200] = {"content": {media_type: {"schema": {"type": "string"}}}}
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        operation_id=getattr(endpoint, "__name__", ""),
        **meaning_of(endpoint),
        tags=["service"],
        response_model=answer,
        response_class=Response if answer is None else JSONResponse,
        responses={**problem_responses(of_slugs(*problems, "internal_error")), **text_answer},
    )


def _add(  # noqa: PLR0917  a route has so many parts
    app: FastAPI,
    method: str,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    extra: Mapping[str, Any],
    status: int,
    details: Details,
) -> None:
    success: dict[str, Any] = {"response_model": answer}
    problems = of_slugs(*EVERYWHERE, *details.get("problems", ()))
    responses = problem_responses([*problems, *titled(details.get("refusals", ()))])
    if "success" in details:
        responses[status] = dict(details["success"])
    if isinstance(answer, Mapping):
        success = {"response_model": None, "response_class": Response}
        responses[status] = dict(answer)
    parameters = {"parameters": [*details["parameters"]]} if "parameters" in details else {}
    app.add_api_route(
        path,
        endpoint,
        methods=[method],
        status_code=status,
        operation_id=getattr(endpoint, "__name__", ""),
        **meaning_of(endpoint, details.get("note")),
        tags=[details.get("tag") or path.split("/")[2]],
        **success,
        responses=responses,
        openapi_extra={**guarded(permission), **parameters, **extra},
        dependencies=[Depends(Needs(permission))],
    )
