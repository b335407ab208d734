"""Folders for servers of a test's own, and databases without our schemas."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.database.embedded.server import EmbeddedPostgres
from tests.cluster import fresh_database


@pytest.fixture
def server_folder(reachable_folder: Path) -> Path:
    return reachable_folder / "server"


@pytest.fixture
def made_folder(server_folder: Path) -> Path:
    """Give a folder in which a server ran once and was stopped."""
    EmbeddedPostgres(server_folder, durable=False).start().stop()
    return server_folder


@pytest.fixture
def empty_database_url() -> Iterator[str]:
    with fresh_database("template1") as url:
        yield url
