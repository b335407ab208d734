"""How routes are declared. Summary and description of each are the docstring of its endpoint."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from fastapi import Depends, FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.api.http.access import Permission
from service.api.http.guard import Needs
from service.api.http.routes.documents import (
    EVERYWHERE,
    TitledProblem,
    guarded,
    json_body,
    meaning_of,
    of_slugs,
    problem_responses,
    titled,
)
from service.domain.refusal import Refusal

Endpoint = Callable[..., Awaitable[Any]]
Refused = Iterable[type[Refusal] | TitledProblem]


def add_read_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    *,
    tag: str | None = None,
    problems: tuple[str, ...] = (),
    refusals: Refused = (),
    parameters: Iterable[Mapping[str, Any]] = (),
) -> None:
    """Add a guarded GET route. `tag` is the resource in the path unless another is given.

    `answer` is what it answers with: a model, or the content of another kind than JSON by media type.
    """
    _add(
        app,
        path,
        endpoint,
        permission,
        answer,
        tag=tag,
        titled_problems=[*of_slugs(*EVERYWHERE, *problems), *titled(refusals)],
        extra={"parameters": [*parameters]} if parameters else {},
    )


def add_action_route(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    *,
    body: type[BaseModel] | Mapping[str, Any],
    is_body_required: bool = True,
    tag: str | None = None,
    problems: tuple[str, ...] = (),
    refusals: Refused = (),
    parameters: Iterable[Mapping[str, Any]] = (),
    status: int = 200,
) -> None:
    """Add a guarded POST route whose endpoint reads the bare request.

    `body` is the model that it reads, or a schema; `parameters` are the headers that it understands.
    """
    if isinstance(body, type):
        app.state.bodies.add(body)
    parameters = [*parameters]
    _add(
        app,
        path,
        endpoint,
        permission,
        answer,
        tag=tag,
        titled_problems=[*of_slugs(*EVERYWHERE, *problems), *titled(refusals)],
        extra={
            **({"parameters": parameters} if parameters else {}),
            "requestBody": json_body(body, is_required=is_body_required),
        },
        method="POST",
        status=status,
    )


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


def _add(
    app: FastAPI,
    path: str,
    endpoint: Endpoint,
    permission: Permission,
    answer: object,
    *,
    tag: str | None,
    titled_problems: Iterable[TitledProblem],
    extra: Mapping[str, Any],
    method: str = "GET",
    status: int = 200,
) -> None:
    success: dict[str, Any] = {"response_model": answer}
    responses = problem_responses(titled_problems)
    if isinstance(answer, Mapping):
        success = {"response_model": None, "response_class": Response}
        responses[status] = dict(answer)
    app.add_api_route(
        path,
        endpoint,
        methods=[method],
        status_code=status,
        operation_id=getattr(endpoint, "__name__", ""),
        **meaning_of(endpoint),
        tags=[tag or path.split("/")[2]],
        **success,
        responses=responses,
        openapi_extra={**guarded(permission), **extra},
        dependencies=[Depends(Needs(permission))],
    )
