"""The short way to commands: every command takes it, and nothing else does."""

from typing import Any
from uuid import UUID

import pytest

from service.api.command_table import COMMAND_ROUTES
from service.api.http.commands.front import CommandFront
from tests.api.composition import House

STREAM = UUID(int=7)


def scope(path: str, **other: Any) -> dict[str, Any]:
    return {"type": "http", "method": "POST", "path": path, **other}


@pytest.fixture
def front(house: House) -> CommandFront:
    return CommandFront(house.app)


async def test_every_command_takes_the_short_way(front: CommandFront) -> None:
    for route in COMMAND_ROUTES:
        found = front._found_in(scope(route.path_of(STREAM)))
        assert found is not None, route.path
        assert found[0] is route
        assert found[2] == ({route.stream_parameter: str(STREAM)} if route.stream_parameter else {})


async def test_nothing_else_takes_the_short_way(front: CommandFront) -> None:
    for path in ("/v1/commands", "/v1/intake", "/v1/cases//note", "/v1/cases/x/note/", "/v1/cases/x", "/"):
        assert front._found_in(scope(path)) is None, path
    note = f"/v1/cases/{STREAM}/note"
    assert front._found_in(scope(note, method="GET")) is None
    assert front._found_in(scope(note, root_path="/casebook")) is None
    assert front._found_in({"type": "lifespan"}) is None
