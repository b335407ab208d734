"""What the routes work with: composed in `main`, handed in as one value."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fastapi import Request
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from service.api.keys import KeyStore
from service.eventstore.application import Application
from service.projections.runner import RunnerStatus


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything the application stands on. `engine` is only read from.

    `projection_status` may ask the database and block; it is called in a thread.
    """

    application: Application
    engine: AsyncEngine
    keys: KeyStore
    projection_status: Callable[[], RunnerStatus]
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    max_body_bytes: int = 262_144
    require_if_match: bool = False
    min_position_wait_seconds: float = 2.0


def services_of(request: Request) -> Services:
    """Return what the application was created with."""
    services: Services = request.app.state.services
    return services
