"""Premises on a database of the test's own."""

from collections.abc import AsyncIterator

import pytest

from tests.processes.premises import Premises, premises_on


@pytest.fixture
async def premises(database_url: str) -> AsyncIterator[Premises]:
    async with premises_on(database_url) as found:
        yield found
