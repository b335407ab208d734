"""The OpenAPI document without a database, for the file in the repository and for clients' generators."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from service.api.app import create_app
from service.api.http.keys import KeyStore
from service.api.http.services import Services
from service.database.async_engine import create_async_engine
from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from service.projections.as_of.process import PastRows
from service.projections.runner import RunnerStatus

NOWHERE = "postgresql://nobody@localhost/nothing"


def openapi_document() -> dict[str, Any]:
    """Return the document of the whole API. Nothing is connected to."""
    engine = create_async_engine(NOWHERE)
    application = Application(EventLog(NOWHERE), Appender(NOWHERE), now=_never, new_id=_no_id)
    services = Services(
        application=application,
        engine=engine,
        keys=KeyStore(engine, now=_never),
        projection_status=_no_read_side,
        past_rows=PastRows(_nothing_made),
        now=_never,
        new_id=_no_id,
    )
    return create_app(services).openapi()


def _never() -> datetime:
    return datetime.min.replace(tzinfo=UTC)


def _no_id() -> UUID:
    return UUID(int=0)


async def _nothing_made(_: int) -> None:
    """Make nothing."""


def _no_read_side() -> RunnerStatus:
    return RunnerStatus(position=0, head=0, lag_events=0, failure=None)
