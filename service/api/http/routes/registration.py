"""GET routes: how each is declared."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse

from service.api.http.access import Permission
from service.api.http.routes.documents import EVERYWHERE, guarded, of_slugs, problem_responses


def add_read_route(
    app: FastAPI,
    path: str,
    endpoint: Callable[..., Awaitable[Any]],
    permission: Permission,
    answer: object,
    *,
    tag: str,
    problems: tuple[str, ...] = (),
    refusals: tuple[tuple[int, str, str], ...] = (),
) -> None:
    """Add a guarded GET route; summary and description are the endpoint's docstring."""
    meaning = (endpoint.__doc__ or "").strip()
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        operation_id=getattr(endpoint, "__name__", ""),
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=[tag],
        response_model=answer,
        responses=problem_responses([*of_slugs(*EVERYWHERE, *problems), *refusals]),
        openapi_extra=guarded(permission),
    )


def add_open_route(
    app: FastAPI,
    path: str,
    endpoint: Callable[..., Awaitable[Any]],
    answer: object = None,
    *,
    problems: tuple[str, ...] = (),
    media_type: str = "application/json",
) -> None:
    """Add a GET route that needs no key."""
    meaning = (endpoint.__doc__ or "").strip()
    text_answer: dict[int | str, dict[str, Any]] = {}
    if answer is None:
        text_answer[200] = {"content": {media_type: {"schema": {"type": "string"}}}}
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        operation_id=getattr(endpoint, "__name__", ""),
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["service"],
        response_model=answer,
        response_class=Response if answer is None else JSONResponse,
        responses={**problem_responses(of_slugs(*problems, "internal_error")), **text_answer},
    )
