"""The application over a database of the test's own."""

from collections.abc import AsyncIterator

import pytest

from tests.api.composition import House, composed


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with composed(database_url) as running:
        yield running
