"""Rows of the requirements, each told as its sentence reads, on a fresh record over HTTP."""

from collections.abc import AsyncIterator

import pytest

from tests.rows.desk import Desk, desk_on, template_with_desk


@pytest.fixture(scope="session")
def template_database() -> str:
    """Return the template of all databases of these tests: it holds rules, an account and the keys."""
    return template_with_desk()


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with desk_on(database_url) as running:
        yield running
