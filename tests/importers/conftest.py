"""An application on a record of its own, and the real files where they are at hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.eventstore.application import Application
from tests.importers.recording import application_on

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    async with application_on(database_url) as running:
        yield running


def real_file(*parts: str) -> Path:
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not at hand: the real data lies beside the repository")
    return path


@pytest.fixture(scope="session")
def uci_log() -> Path:
    return real_file("uci_incident", "incident_event_log_dev.csv")


@pytest.fixture(scope="session")
def boston_file() -> Path:
    return real_file("boston311", "boston311_2011-07.csv")
