"""The OpenAPI document of an application."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from service.api.http.problems.document import Problem
from service.api.http.routes.shared_responses import share_responses
from service.domain.described import describe_fields

TITLE = "Casebook"
VERSION = version("casebook")
DESCRIPTION = """The system of record for key-account customer service.

Commands are POSTs on a case or an account and answer with the events that followed. Send an
`Idempotency-Key`, and a command is safe to repeat; send `If-Match`, and it is refused when the case has
moved on. Every problem is an RFC 9457 document with a stable `type`, in Chinese or English by
`Accept-Language`. Each operation names the roles that may call it in `x-roles`.
"""
TAGS = [
    {"name": "cases", "description": "Service cases: commands, state, history, lists."},
    {"name": "intake", "description": "For customers' own systems: report a matter, see how it stands."},
    {"name": "accounts", "description": "Customer accounts."},
    {"name": "surveys", "description": "Who is to be asked what they thought of a resolution."},
    {"name": "clocks", "description": "Promises of time: what is due, and when."},
    {"name": "policies", "description": "What is promised: every version of the policies."},
    {"name": "calendars", "description": "Which time counts."},
    {"name": "rosters", "description": "Who is on duty on each rung of the escalation chain."},
    {"name": "batches", "description": "Many commands in one request."},
    {"name": "events", "description": "The record itself, in order: to follow, to copy, to prove."},
    {"name": "reports", "description": "KPIs and their definitions."},
    {"name": "jobs", "description": "Reports, what-ifs and exports that are computed later, and fetched."},
    {"name": "service", "description": "Health, measures, and what problem types mean."},
]
SCHEMES = {
    "bearerKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key: `csk_<key_id>_<secret>_<checksum>`.",
    },
    "headerKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same API key."},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the document, made once an application."""
    if app.openapi_schema is None:
        describe_fields()
        document = get_openapi(
            title=TITLE, version=VERSION, description=DESCRIPTION, routes=app.routes, tags=TAGS
        )
        share_responses(document)
        components = document["components"]
        components["schemas"] = dict(sorted({**components.get("schemas", {}), **_schemas(app)}.items()))
        components["securitySchemes"] = SCHEMES
        app.openapi_schema = document
    return app.openapi_schema


def _schemas(app: FastAPI) -> dict[str, Any]:
    """Return the schemas of what endpoints read and write without the framework."""
    models: list[tuple[Any, Any]] = [(route.command, "validation") for route in app.state.commands.routes]
    _, found = models_json_schema(
        [*models, *((body, "validation") for body in (Problem, *app.state.bodies))],
        ref_template="#/components/schemas/{model}",
    )
    schemas: dict[str, Any] = found["$defs"]
    return schemas
