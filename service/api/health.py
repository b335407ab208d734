"""For those who run the service: is it alive, can it work, how is it doing."""

import asyncio
from typing import Literal

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.api.problem_error import ProblemError
from service.api.read_routes import add_open_route
from service.api.services import services_of

CHECK_LIMIT_SECONDS = 2


class Health(BaseModel):
    """All is well; what is not well is a problem."""

    status: Literal["ok"] = "ok"


async def get_livez() -> Health:
    """Answer while the process runs, whatever else is away."""
    return Health()


async def get_readyz(request: Request) -> Health:
    """Answer 200 while commands and reads can be served: the database answers and the read side runs."""
    services = services_of(request)
    try:
        async with asyncio.timeout(CHECK_LIMIT_SECONDS), services.engine.connect() as connection:
            await connection.execute(text("select 1"))
    except TimeoutError:
        raise ProblemError("record_unavailable", headers={"Retry-After": "1"}) from None
    status = await asyncio.to_thread(services.projection_status)
    if status.failure is not None:
        raise ProblemError("projection_stopped", position=status.failure.position)
    return Health()


async def get_metrics(request: Request) -> Response:
    """Give the service's measures in the text format of Prometheus, also while the database is away."""
    services = services_of(request)
    try:
        status = await asyncio.to_thread(services.projection_status)
    except OperationalError:
        status = None
    request.app.state.metrics.read_side(status)
    return Response(generate_latest(services.registry), media_type=CONTENT_TYPE_LATEST)


def add_health(app: FastAPI) -> None:
    """Add the routes that need no key: they show no data of customers."""
    add_open_route(app, "/livez", get_livez, Health)
    add_open_route(app, "/readyz", get_readyz, Health, problems=("record_unavailable", "projection_stopped"))
    add_open_route(app, "/metrics", get_metrics, media_type="text/plain")
