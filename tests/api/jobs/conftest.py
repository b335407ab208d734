"""One house a module: the program that does jobs takes long to begin."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.api.clocks.clock_stories import late_case
from tests.api.composition import House, composed


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_database_url: str) -> AsyncIterator[House]:
    async with composed(module_database_url) as running:
        await late_case(running)
        await running.catch_up()
        yield running
