"""How the routes for customers' systems are described."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Response

from service.api.http.access import Permission
from service.api.http.problems.refusal_status import status_of
from service.api.http.routes.documents import (
    EVERYWHERE,
    ON_COMMANDS,
    ON_PROJECTIONS,
    guarded,
    of_slugs,
    problem_responses,
)
from service.api.http.routes.registration import add_read_route
from service.api.http.streams import case_missing
from service.api.intake_documents import IntakeAnswer, IntakeRequest, PublicCase
from service.domain.account.rules import AccountNotFoundError
from service.domain.refusal import CommandIdReusedError, Refusal
from service.language import text

PATH = "/v1/intake"
REFUSALS: tuple[type[Refusal], ...] = (AccountNotFoundError, CommandIdReusedError)

Handler = Callable[..., Awaitable[Response]]


def add_intake_routes(app: FastAPI, report: Handler, read: Handler) -> None:
    """Add both routes."""
    meaning = (report.__doc__ or "").strip()
    refused = [(status_of(each), each.slug, text(f"refusal.{each.slug}.title", "en")) for each in REFUSALS]
    app.add_api_route(
        PATH,
        report,
        methods=["POST"],
        status_code=201,
        operation_id=report.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["intake"],
        response_model=IntakeAnswer,
        responses=problem_responses([*of_slugs(*EVERYWHERE, *ON_COMMANDS), *refused]),
        openapi_extra={**guarded(Permission.INTAKE), **_sent()},
    )
    add_read_route(
        app,
        f"{PATH}/{{reference}}",
        read,
        Permission.INTAKE,
        PublicCase,
        tag="intake",
        problems=ON_PROJECTIONS,
        refusals=(case_missing(),),
    )


def _sent() -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{IntakeRequest.__name__}"}
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes it safe to send twice: a repeat is answered as the first time.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }
    return {
        "parameters": [key],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }
