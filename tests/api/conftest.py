"""The application over a database of the test's own."""

from collections.abc import AsyncIterator

import pytest

from tests.api.composition import House, composed, template_with_keys


@pytest.fixture(scope="session")
def template_database() -> str:
    """Return the template of all databases of these tests: it holds the keys already."""
    return template_with_keys()


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with composed(database_url) as running:
        yield running
