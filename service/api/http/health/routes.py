"""For those who run the service: is it alive, can it work, how is it doing."""

import asyncio
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field
from sqlalchemy.exc import OperationalError

from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.health.metrics import Metrics
from service.api.http.health.shared_work import NotInTimeError, SharedWork
from service.api.http.problems.error import ProblemError
from service.api.http.routes.registration import add_open_route, add_read_route
from service.api.http.services import Services, services_of
from service.api.http.watch_health import WatchHealth, warnings_of
from service.database.damage import damage_was_met as damage_was_met_by
from service.database.record_identity import FIRST_EVENT, record_mark
from service.language import Language, preferred_language, text
from service.projections.runner import RunnerStatus

CHECK_LIMIT_SECONDS = 1.5
"""Health is told within two seconds, whatever hangs."""
SAID_BEFORE = "problem.record_damaged.met_before"
METRICS_WAIT_SECONDS = 0.25
"""Measures do not wait for the database: what was known last is told."""
RECORD_HEADER = "Casebook-Record"
"""Tells whose health it is: on a host with several servers the port alone does not."""
VERSION_HEADER = "Casebook-Version"
NOT_READY = (
    "record_damaged",
    "record_unavailable",
    "service_stopping",
    "projection_stopped",
    "watch_stopped",
)


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


@dataclass(frozen=True)
class Looked:
    """What a look at the database found: whose record it is, and how far the read side is."""

    mark: str
    read_side: RunnerStatus
    damage_was_met: bool


class HealthChecks:
    """The looks at the database, one at a time however many ask, and the rendering of the measures."""

    def __init__(self, services: Services, metrics: Metrics) -> None:
        self._services = services
        self._metrics = metrics
        remembered_seconds = services.health_remembered_seconds
        self.database = SharedWork(
            self._look, remembered_seconds=remembered_seconds, limit_seconds=CHECK_LIMIT_SECONDS
        )
        self._read_side = SharedWork(
            self._read_side_known, remembered_seconds=remembered_seconds, limit_seconds=METRICS_WAIT_SECONDS
        )
        self.measures = SharedWork(
            self._render, remembered_seconds=remembered_seconds, limit_seconds=CHECK_LIMIT_SECONDS
        )

    async def _look(self) -> Looked:
        async with self._services.engine.connect() as connection:
            mark = record_mark((await connection.execute(FIRST_EVENT)).scalar())
            damage_was_met = await connection.run_sync(damage_was_met_by) or self._metrics.damage_met
        return Looked(mark, await asyncio.to_thread(self._services.projection_status), damage_was_met)

    async def _read_side_known(self) -> RunnerStatus:
        return await asyncio.to_thread(self._services.projection_status)

    async def _render(self) -> bytes:
        try:
            status = await self._read_side.result()
        except (NotInTimeError, OperationalError):
            status = None
        self._metrics.read_side(status)
        return await asyncio.to_thread(generate_latest, self._services.registry)


async def get_readyz(request: Request, response: Response) -> Health:
    """Answer 200 while all can be served: the database answers, the read side and the watch run."""
    services = services_of(request)
    checks: HealthChecks = request.app.state.health
    try:
        looked = await checks.database.result()
    except NotInTimeError:
        raise ProblemError("record_unavailable", headers={"Retry-After": "1"}) from None
    whose = {RECORD_HEADER: looked.mark, VERSION_HEADER: version("casebook")}
    response.headers.update(whose)
    if looked.damage_was_met:
        raise ProblemError("record_damaged", headers=whose, said=text(SAID_BEFORE, _language(request)))
    if not services.application.can_record:
        raise ProblemError("service_stopping", headers={"Retry-After": "1", **whose})
    failure = looked.read_side.failure
    if failure is not None:
        raise ProblemError("projection_stopped", headers=whose, position=failure.position)
    if services.watch_status is None:
        return Health()
    watch = services.watch_status()
    if watch.state == "stopped":
        raise ProblemError("watch_stopped", headers=whose)
    return Health(warnings=_warnings(watch, _language(request)))


def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language"))


def _warnings(watch: WatchHealth, language: Language) -> list[HealthWarning]:
    return [
        HealthWarning(slug=slug, message=text(f"warning.{slug}", language, **values))
        for slug, values in warnings_of(watch)
    ]


async def get_metrics(request: Request) -> Response:
    """Give the service's measures in the text format of Prometheus, also while the database is away."""
    checks: HealthChecks = request.app.state.health
    try:
        measures = await checks.measures.result()
    except NotInTimeError:
        raise ProblemError("record_unavailable", headers={"Retry-After": "1"}) from None
    return Response(measures, media_type=CONTENT_TYPE_LATEST)


def add_health(app: FastAPI) -> None:
    """Add what tells of the service itself. Whether it lives and is ready needs no key, its measures do."""
    add_open_route(app, "/livez", get_livez, Health)
    add_open_route(app, "/readyz", get_readyz, Health, problems=NOT_READY)
    add_read_route(
        app,
        "/metrics",
        get_metrics,
        Permission.MEASURE,
        None,
        tag="service",
        success={"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "The measures."},
    )
