"""What the routes work with: composed in `main`, handed in as one value."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import Scope

from service.api.http.access import Caller
from service.api.http.keys import KeyStore
from service.api.http.watch_health import WatchHealth
from service.database.jobs.limits import JobLimits
from service.database.patience import SECONDS_FOR_A_REQUEST
from service.database.survey_links import SurveyLinks
from service.domain.clocks.calendars.zone import BUSINESS_ZONE
from service.eventstore.application import Application
from service.eventstore.following.feed import Feed, NewEventSignal
from service.projections.as_of.process import PastRows
from service.projections.runner import RunnerStatus


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything the application stands on. `engine` is only read from, but for the contents of files.

    `new_events` is notified by a Listener when there may be new events, and closed when the server stops.
    `projection_status` may ask the database and block; it is called in a thread. `watch_status` is None
    where the clocks are watched by another process, `survey_links` where no secret for them is configured.
    `accessed` is told each request and its status as the answer begins; it must neither wait nor fail.
    `answer_beside` answers what lasts in another process; without it everything is answered on the loop.
    """

    application: Application
    engine: AsyncEngine
    keys: KeyStore
    projection_status: Callable[[], RunnerStatus]
    past_rows: PastRows
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    new_events: NewEventSignal = field(default_factory=NewEventSignal)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    watch_status: Callable[[], WatchHealth] | None = None
    survey_links: SurveyLinks | None = None
    accessed: Callable[[Scope, int], None] = lambda _, __: None
    answer_beside: Callable[[Request, Caller, str], Awaitable[Response]] | None = None
    business_zone: tzinfo = field(default_factory=lambda: ZoneInfo(BUSINESS_ZONE))
    job_limits: JobLimits = field(default_factory=JobLimits)
    public_url: str | None = None
    max_body_bytes: int = 262_144
    max_batch_bytes: int = 4_194_304
    attachment_max_bytes: int = 10_485_760
    require_if_match: bool = False
    min_position_wait_seconds: float = 2.0
    patience_seconds: float = SECONDS_FOR_A_REQUEST
    health_remembered_seconds: float = 0.5
    seconds: Callable[[], float] = time.monotonic

    @cached_property
    def feed(self) -> Feed:
        """The record to be followed."""
        return Feed(self.engine, self.new_events)


def services_of(request: Request) -> Services:
    """Return what the application was created with."""
    services: Services = request.app.state.services
    return services
