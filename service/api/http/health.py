"""For those who run the service: is it alive, can it work, how is it doing."""

import asyncio
from importlib.metadata import version
from typing import Literal

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from sqlalchemy.exc import OperationalError

from service.api.http.document import Document
from service.api.http.problems.error import ProblemError
from service.api.http.routes.registration import add_open_route
from service.api.http.services import services_of
from service.api.http.watch_health import WatchHealth, warnings_of
from service.database.record_identity import FIRST_EVENT, record_mark
from service.language import Language, preferred_language, text

CHECK_LIMIT_SECONDS = 2
RECORD_HEADER = "Casebook-Record"
"""Tells whose health it is: on a host with several servers the port alone does not."""
VERSION_HEADER = "Casebook-Version"
NOT_READY = ("record_unavailable", "service_stopping", "projection_stopped", "watch_stopped")


class HealthWarning(Document):
    """A condition that needs attention although the service works."""

    slug: str
    """Stable name of the warning."""
    message: str
    """Explanation and remedy, in the language of the reader."""


class Health(Document):
    """State of a service that works; a failure is answered with a problem."""

    status: Literal["ok"] = "ok"
    """Always `ok`; other states are answered with a problem."""
    warnings: list[HealthWarning] = Field(default=[])
    """Conditions that need attention although the service works."""


async def get_livez() -> Health:
    """Answer while the process runs, whatever else is away."""
    return Health()


async def get_readyz(request: Request, response: Response) -> Health:
    """Answer 200 while all can be served: the database answers, the read side and the watch run."""
    services = services_of(request)
    try:
        async with asyncio.timeout(CHECK_LIMIT_SECONDS), services.engine.connect() as connection:
            mark = record_mark((await connection.execute(FIRST_EVENT)).scalar())
    except TimeoutError:
        raise ProblemError("record_unavailable", headers={"Retry-After": "1"}) from None
    whose = {RECORD_HEADER: mark, VERSION_HEADER: version("casebook")}
    response.headers.update(whose)
    if not services.application.can_record:
        raise ProblemError("service_stopping", headers={"Retry-After": "1", **whose})
    status = await asyncio.to_thread(services.projection_status)
    if status.failure is not None:
        raise ProblemError("projection_stopped", headers=whose, position=status.failure.position)
    if services.watch_status is None:
        return Health()
    watch = services.watch_status()
    if watch.state == "stopped":
        raise ProblemError("watch_stopped", headers=whose)
    language = preferred_language(request.headers.get("accept-language"))
    return Health(warnings=_warnings(watch, language))


def _warnings(watch: WatchHealth, language: Language) -> list[HealthWarning]:
    return [
        HealthWarning(slug=slug, message=text(f"warning.{slug}", language, **values))
        for slug, values in warnings_of(watch)
    ]


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
    add_open_route(app, "/readyz", get_readyz, Health, problems=NOT_READY)
    add_open_route(app, "/metrics", get_metrics, media_type="text/plain")
