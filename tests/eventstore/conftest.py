"""A record of a test's own."""

from collections.abc import AsyncIterator

import pytest

from service.eventstore.application import Application
from service.eventstore.log import EventLog
from service.eventstore.writing.appender import Appender
from tests.eventstore.record import application_on


@pytest.fixture
async def log(database_url: str) -> AsyncIterator[EventLog]:
    async with EventLog(database_url).reading() as log:
        yield log


@pytest.fixture
async def appender(database_url: str) -> AsyncIterator[Appender]:
    async with Appender(database_url).running() as appender:
        yield appender


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    async with application_on(database_url) as application:
        yield application


@pytest.fixture
async def other_application(database_url: str) -> AsyncIterator[Application]:
    """Give what another process has: a memory and an appender of its own."""
    async with application_on(database_url) as application:
        yield application
