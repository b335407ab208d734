"""What is told again in other words is no repeat: nothing that somebody writes is lost without a word."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import Role
from service.api.http.commands.command_route import CommandRoute
from service.domain.personal import personal_fields
from tests.api.composition import House, bearer
from tests.api.http.commands.test_commands import body_for, path_ready_for, role_for
from tests.api.scenes import name_of
from tests.domain.good_ways import CREATING, REPEATABLE

OTHER_WORDS = "another word"


def words_of(route: CommandRoute) -> list[str]:
    """Return the fields of a command that hold one text."""
    fields = route.command.model_fields
    return [name for name in personal_fields(route.command) if fields[name].annotation in {str, str | None}]


SAID_ONCE = [
    route
    for route in COMMAND_ROUTES
    if route.command not in REPEATABLE | CREATING
    and words_of(route)
    and route.resource in {"cases", "accounts"}
]


@pytest.mark.parametrize("route", SAID_ONCE, ids=name_of)
async def test_other_words_are_recorded_or_refused_and_the_same_are_a_repeat(
    house: House, route: CommandRoute
) -> None:
    path = await path_ready_for(house, route)
    body, headers = await body_for(house, route, path), bearer(role_for(route))
    first = await house.client.post(path, json=body, headers=headers)
    assert first.json()["events"], first.text
    again = await house.client.post(path, json=body, headers=headers)
    if again.status_code == 200:
        assert again.json()["is_repeat"] is not bool(again.json()["events"])
    for field in words_of(route):
        answer = await house.client.post(path, json={**body, field: OTHER_WORDS}, headers=headers)
        if answer.status_code == 200:
            assert answer.json()["events"], f"{field} is lost"
        else:
            assert answer.status_code == 409, answer.text


async def stream(house: House) -> str:
    await house.open_account()
    return await house.receive_case()


ALREADY_SO: dict[str, tuple[str, dict[str, Any], str]] = {
    "a wait": ("wait", {"waiting_on": "customer", "note": "Waiting for the number"}, "note"),
    "an owner": ("assign", {"owner": "li.na", "reason": "Knows presses"}, "reason"),
    "a mode": ("handling-mode", {"mode": "remote", "reason": "Can be reached"}, "reason"),
    "a risk": ("escalation-risk", {"degree": "high", "reason": "Speaks of a newspaper"}, "reason"),
    "a class": ("classify", {"priority": "high", "reason": "A line stands still"}, "reason"),
    "an escalation": ("escalate", {"level": "manager", "reason": "The second failure"}, "reason"),
    "a green channel": ("green-channel", {"task_force": ["li.na"], "reason": "All stand still"}, "reason"),
}


REASON_MAY_BE_LEFT_OUT = {"wait", "assign", "handling-mode", "classify"}


@pytest.mark.parametrize("way", ALREADY_SO.values(), ids=ALREADY_SO)
async def test_another_reason_for_what_is_so_already_is_refused_with_the_remedy(
    house: House, way: tuple[str, dict[str, Any], str]
) -> None:
    path, body, field = way
    case = await stream(house)
    assert (await house.post(f"{case}/{path}", body)).json()["events"]
    head = await house.application.log.head()
    for words in ("another", body[field][:-1], body[field] + "!"):
        answer = await house.post(f"{case}/{path}", {**body, field: words})
        problem = answer.json()
        assert (answer.status_code, problem["type"]) == (409, "/problems/on_record_otherwise"), answer.text
        assert [error["field"] for error in problem["errors"]] == [field]
        assert "note" in problem["detail"]
    without = {name: value for name, value in body.items() if name != field}
    for same in (body, without) if path in REASON_MAY_BE_LEFT_OUT else (body,):
        answer = await house.post(f"{case}/{path}", same)
        assert (answer.status_code, answer.json()["events"], answer.json()["is_repeat"]) == (200, [], True)
        assert "Idempotency-Replayed" not in answer.headers
    assert await house.application.log.head() == head


async def test_in_a_batch_other_words_are_refused_and_what_comes_after_is_carried_out(house: House) -> None:
    case = (await stream(house)).rpartition("/")[2]
    wait = {"waiting_on": "customer", "note": "Waiting for the number"}
    told = [wait, wait, {**wait, "note": "Waiting for a call"}, {**wait, "waiting_on": "supplier"}]
    commands = [
        {"id": str(number), "type": "StartWaiting", "stream_id": case, "command": one}
        for number, one in enumerate(told)
    ]
    sent = await house.client.post(
        "/v1/commands", json={"commands": commands}, headers=bearer(Role.INTEGRATION)
    )
    answers = sent.json()["answers"]
    assert [answer["status"] for answer in answers] == [200, 200, 409, 200], sent.text
    assert [answer.get("is_repeat") for answer in answers] == [False, True, None, False]


async def test_of_two_who_tell_the_same_in_other_words_at_once_one_is_heard(house: House) -> None:
    case = await stream(house)
    answers = await asyncio.gather(
        *(
            house.post(f"{case}/assign", {"owner": "li.na", "reason": f"Reason {number}"})
            for number in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_words_that_stand_on_another_case_only_are_other_words(house: House) -> None:
    first = await stream(house)
    second = await house.receive_case()
    await house.post(f"{first}/wait", {"waiting_on": "customer", "note": "The number"})
    await house.post(f"{second}/wait", {"waiting_on": "customer"})
    answer = await house.post(f"{second}/wait", {"waiting_on": "customer", "note": "The number"})
    assert answer.status_code == 409, answer.text


async def test_the_half_of_one_need_and_the_half_of_another_are_no_repeat_of_either(house: House) -> None:
    case = await stream(house)
    first = {"stated": "You are always late", "real": "Delivery dates to rely on"}
    second = {"stated": "Everything is fine", "real": "A word before it is late", "need_id": str(uuid4())}
    for need in (first, second):
        assert (await house.post(f"{case}/need", need)).json()["events"]
    mixed = {"stated": first["stated"], "real": second["real"]}
    refused = await house.post(f"{case}/need", mixed)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/on_record_otherwise")
    assert (await house.post(f"{case}/need", first)).json()["is_repeat"]
