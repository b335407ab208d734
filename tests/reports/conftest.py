"""An engine on a database of the test's own, with the mart in place."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from service.database.engine import create_engine
from service.projections.mart import ensure_mart


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        ensure_mart(connection)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connected:
        yield connected
