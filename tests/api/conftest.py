"""The application over a database of the test's own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.api.composition import House, composed, template_with_keys
from tests.cluster import fresh_database


@pytest.fixture(scope="session")
def template_database() -> str:
    """Return the template of all databases of these tests: it holds the keys already."""
    return template_with_keys()


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with composed(database_url, has_keys=True) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_house(template_database: str) -> AsyncIterator[House]:
    """Give a house that the tests of a module share, with an account: for what records nothing or is refused.

    They are marked `@pytest.mark.asyncio(loop_scope="module")`.
    """
    with fresh_database(template_database) as url:
        async with composed(url, has_keys=True) as running:
            await running.open_account()
            yield running
