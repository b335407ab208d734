"""No sender sets what the record, the key or the domain sets: a field that is not a command's is refused."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args
from uuid import UUID

import pytest
from pydantic import BaseModel

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import Permission, Role
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.example import example_of
from service.domain.aggregates.aggregate import EVENTS
from service.eventstore.envelope import RecordedEvent
from tests.api.composition import House, bearer

BY_THE_RECORD = {field.name for field in fields(RecordedEvent)} | {"staff_id", "stored_name", "id"}
BY_THE_KEY = {"actor", "key_id", "role", "permission", "speaks_for", "account_id", "teller", "tenant"}
BY_THE_DOMAIN = {name for event in EVENTS.values() for name in event.model_fields}
MOST_NAMED = 50
"""So many fields are named in one refusal."""


def extras_of(route: CommandRoute) -> list[str]:
    """Return what a body of this command might try to set: all that stands on events and is not its own."""
    return sorted((BY_THE_RECORD | BY_THE_KEY | BY_THE_DOMAIN) - route.command.model_fields.keys())


def portions(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), MOST_NAMED):
        yield names[start : start + MOST_NAMED]


def role_for(route: CommandRoute) -> Role:
    return Role.SUPERVISOR if route.permission is Permission.WAIVE else Role.INTEGRATION


def bodies_within(kind: Any, seen: dict[type[BaseModel], str], where: str) -> dict[type[BaseModel], str]:
    """Return each model of a body and of what it holds, by the field that holds it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen[kind] = where
        for name, info in kind.model_fields.items():
            bodies_within(info.annotation, seen, f"{kind.__name__}.{name}")
    for inner in get_args(kind):
        bodies_within(inner, seen, where)
    return seen


async def test_what_no_command_has_is_refused_by_its_name_and_leaves_nothing(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    before = await house.application.log.head()
    for route in COMMAND_ROUTES:
        for extras in portions(extras_of(route)):
            body = {**example_of(route.command), **dict.fromkeys(extras, str(UUID(int=1)))}
            answered = await house.client.post(
                route.path_of(UUID(case)), json=body, headers=bearer(role_for(route))
            )
            assert answered.status_code == 422, (route.path, answered.text)
            named = {error["field"] for error in answered.json()["errors"]}
            missing = set(extras) - named
            assert len(named) == MOST_NAMED or not missing, (route.path, missing)
    assert await house.application.log.head() == before


async def test_a_batch_refuses_it_too_in_the_command_and_around_it(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    before = await house.application.log.head()
    around = [
        {"id": name, "type": "AddNote", "stream_id": case, "command": {"text": "x"}, name: str(UUID(int=1))}
        for name in sorted((BY_THE_RECORD | BY_THE_KEY) - {"id", "stream_id", "expected_version"})
    ]
    within = [
        {
            "id": route.command.__name__,
            "type": route.command.__name__,
            "stream_id": case,
            "command": {**example_of(route.command), "actor": "key:director"},
        }
        for route in COMMAND_ROUTES
        if role_for(route) is Role.INTEGRATION
    ]
    answered = await house.client.post(
        "/v1/commands", json={"commands": around + within}, headers=bearer(Role.INTEGRATION)
    )
    assert {answer["status"] for answer in answered.json()["answers"]} == {422}
    assert await house.application.log.head() == before


async def test_whatever_a_body_holds_refuses_what_it_does_not_declare(house: House) -> None:
    seen: dict[type[BaseModel], str] = {}
    for body in (*(route.command for route in COMMAND_ROUTES), *house.app.state.bodies):
        bodies_within(body, seen, body.__name__)
    assert len(seen) > len(COMMAND_ROUTES)
    lenient = {
        model.__name__: where for model, where in seen.items() if model.model_config.get("extra") != "forbid"
    }
    assert lenient == {}


@pytest.mark.parametrize("sent", [{"actor": "key:director"}, {"recorded_at": "2020-01-01T00:00:00Z"}])
async def test_a_stage_within_a_plan_takes_no_more_than_a_plan(house: House, sent: dict[str, str]) -> None:
    await house.open_account()
    case = await house.receive_case()
    stage = {"title": "agreed", "due_at": "2099-03-02T18:00:00Z", "responsible": "li.na"}
    answered = await house.post(f"{case}/plan", {"stages": [{**stage, **sent}]})
    assert answered.status_code == 422
    named = {error["pointer"].rpartition("/")[2] for error in answered.json()["errors"]}
    assert set(sent) <= named


async def test_the_actor_on_the_record_is_the_keys_whatever_the_sender_says_of_itself(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    said = {
        "X-Actor": "director",
        "X-Forwarded-User": "director",
        "X-Account-Id": "x",
        "X-Role": "supervisor",
    }
    await house.client.post(f"{case}/note?actor=director", json={"text": "x"}, headers=said)
    history = (await house.get(f"{case}/history")).json()["items"]
    assert {each["actor"] for each in history} == {"key:agent"}
