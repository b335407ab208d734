"""POST /v1/commands: many commands, each carried out, refused or mistaken for itself."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.command_table import COMMAND_ROUTES
from service.api.http.access import Role
from service.api.http.commands.answers import CommandAnswer
from service.api.http.commands.command_route import CommandRoute
from service.api.http.commands.front import CommandFront
from service.domain.account.identity import account_id_of
from service.eventstore.append import AppenderStoppedError, RecordBusyError, RecordUnavailableError
from service.eventstore.request import Outcome, Request
from service.language import text
from tests.api.composition import House, bearer
from tests.api.http.commands.test_commands import body_for, carried_out, path_ready_for, role_for
from tests.api.http.test_hostile_requests import BODIES, FEW, JSON, NOT_JSON, Synchronous, running
from tests.api.scenes import SCENES, name_of, scene_facts

__all__ = ["running"]

CASE = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "technical", "subject": "x"}
ACCOUNT = {"code": "KA-1", "name": "海天公司"}


def sent(key: str, type_: str, stream_id: object = None, **fields: Any) -> dict[str, Any]:
    named = {} if stream_id is None else {"stream_id": str(stream_id)}
    return {"id": key, "type": type_, **named, "command": fields}


async def answers(house: House, *commands: object, role: Role = Role.AGENT, query: str = "") -> list[Any]:
    answered = await house.client.post(
        f"/v1/commands{query}", json={"commands": commands}, headers=bearer(role)
    )
    assert answered.status_code == 200, answered.text
    told: list[Any] = answered.json()["answers"]
    assert [one["id"] for one in told] == [
        one.get("id") if isinstance(one, dict) else None for one in commands
    ]
    return told


def types(told: list[Any]) -> list[str]:
    return [one["problem"]["type"] for one in told if "problem" in one]


async def test_a_batch_opens_an_account_receives_a_case_and_works_on_it(house: House) -> None:
    case = uuid4()
    told = await answers(
        house,
        sent("1", "OpenAccount", **ACCOUNT),
        sent("2", "ReceiveCase", case, **CASE),
        sent("3", "AssignOwner", case, owner="li.na"),
        sent("4", "AcknowledgeReceipt", case),
        sent("5", "AcknowledgeReceipt", case),
        sent("6", "AddContact", "KA-1", contact_id=str(uuid4()), name="王芳"),
    )
    assert [one["status"] for one in told] == [201, 201, 200, 200, 200, 200]
    assert [one["version"] for one in told] == [1, 1, 2, 3, 3, 2]
    assert [one["position"] for one in told] == [1, 2, 3, 4, 4, 5]
    account = str(account_id_of("KA-1"))
    assert [one["stream_id"] for one in told] == [account, *([str(case)] * 4), account]
    assert [one["id"] for one in told if one["is_repeat"]] == ["5"]
    assert not any("events" in one for one in told)
    assert (await house.get(f"/v1/cases/{case}")).json()["owner"] == "li.na"


@pytest.mark.parametrize("route", COMMAND_ROUTES, ids=name_of)
async def test_every_command_can_be_sent_in_a_batch(house: House, route: CommandRoute) -> None:
    path = await path_ready_for(house, route)
    fields = await body_for(house, route, path)
    stream_id = None if route.stream_parameter is None else path.split("/")[3]
    one = sent("1", name_of(route), stream_id, **fields)
    (told,) = await answers(house, one, role=role_for(route), query="?events=true")
    assert [event["event"]["type"] for event in told["events"]] == scene_facts(SCENES[route.command])
    shown = {name: told[name] for name in CommandAnswer.model_fields}
    actor = CommandAnswer.model_validate_json(json.dumps(shown)).events[0].actor
    assert actor.partition("/")[0] == f"key:{role_for(route)}"


@pytest.mark.parametrize("route", COMMAND_ROUTES, ids=name_of)
async def test_a_single_answer_is_as_it_is_described(house: House, route: CommandRoute) -> None:
    answered = await carried_out(house, route)
    told = answered.json()
    assert set(told) == set(CommandAnswer.model_fields)
    described = CommandAnswer.model_validate_json(answered.content)
    events = [recorded.event.model_dump(mode="json", exclude_none=True) for recorded in described.events]
    assert [recorded.pop("event") for recorded in told["events"]] == events
    assert described.model_dump(mode="json", exclude={"events": {"__all__": {"event"}}}) == told


async def test_what_is_wrong_with_one_spoils_no_other(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    told = await answers(
        house,
        sent("good", "AddNote", case, text="x"),
        sent("unknown", "SolveCase", case),
        sent("invalid", "AddNote", case, text="", actor="me"),
        sent("early", "ConfirmResolution", case),
        sent("not mine", "RecordSourceUpdate", case, source="x", reference="y", update="z"),
        sent("nowhere", "AddNote", uuid4(), text="x"),
        sent("no id", "AddNote", "KA-1", text="x"),
        sent("no stream", "AddNote", text="x"),
        sent("stale", "AddNote", case, text="x") | {"expected_version": 1},
        sent("other code", "OpenAccount", "KA-7", code="KA-8", name="x"),
        {"id": "\u4e2d", "type": "AddNote", "stream_id": case, "command": {"text": "x"}},
        {"id": "more", "type": "AddNote", "stream_id": case, "command": {"text": "x"}, "actor": "me"},
        "nothing",
        None,
        sent("also good", "AddNote", case, text="y"),
    )
    assert [one["status"] for one in told] == [200, 422, 422, 409, 403, 404, 422, 422, 412, *[422] * 5, 200]
    assert types(told)[2:5] == [
        "/problems/case_not_resolved",
        "/problems/forbidden",
        "/problems/case_not_found",
    ]
    assert {error["pointer"] for error in told[2]["problem"]["errors"]} == {
        "/commands/2/command/text",
        "/commands/2/command/actor",
    }
    assert told[6]["problem"]["errors"][0]["pointer"] == "/commands/6/stream_id"
    assert told[1]["problem"]["errors"][0]["field"] == "type"
    assert all("stream_id" not in one and one["problem"]["status"] == one["status"] for one in told[1:14])
    assert await house.application.log.head() == 4


async def test_problems_of_a_batch_are_told_in_the_readers_language(house: House) -> None:
    body = {"commands": [sent("1", "AddNote", uuid4(), text="x")]}
    answered = await house.post("/v1/commands", body, Accept_Language="zh-CN")
    title = text("refusal.case_not_found.title", "zh")
    assert answered.json()["answers"][0]["problem"]["title"] == title


async def test_a_key_is_one_command_on_either_route(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    single = await house.post(f"/v1/cases/{case}/note", {"text": "x"}, Idempotency_Key="one")
    again, other = await answers(
        house, sent("one", "AddNote", case, text="x"), sent("two", "AddNote", case, text="y")
    )
    assert (again["is_repeat"], again["position"]) == (True, single.json()["position"])
    assert other["is_repeat"] is False
    repeated = await house.post(f"/v1/cases/{case}/note", {"text": "y"}, Idempotency_Key="two")
    assert (repeated.json()["is_repeat"], repeated.json()["version"]) == (True, other["version"])
    assert await house.application.log.head() == 4


async def test_another_content_under_a_key_is_refused_for_itself(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    first, same, changed = await answers(
        house,
        sent("one", "AddNote", case, text="x"),
        sent("one", "AddNote", case, text="x"),
        sent("one", "AddNote", case, text="y"),
    )
    assert (first["is_repeat"], same["is_repeat"], same["version"]) == (False, True, first["version"])
    assert (changed["status"], types([changed])) == (422, ["/problems/command_id_reused"])
    assert await house.application.log.head() == 3


async def test_openings_sent_again_name_what_was_opened_first(house: House) -> None:
    commands = [sent("1", "OpenAccount", "KA-1", **ACCOUNT), sent("2", "ReceiveCase", **CASE)]
    first, again = await answers(house, *commands), await answers(house, *commands)
    assert [one["stream_id"] for one in first] == [one["stream_id"] for one in again]
    assert [(one["status"], one["is_repeat"]) for one in again] == [(201, True)] * 2
    chosen = await answers(house, sent("2", "ReceiveCase", uuid4(), **CASE))
    assert types(chosen) == ["/problems/command_id_reused"]


async def test_a_case_id_that_is_taken_is_refused(house: House) -> None:
    await house.open_account()
    case = (await house.receive_case()).rpartition("/")[2]
    told = await answers(
        house, sent("1", "ReceiveCase", case, **CASE), sent("2", "ReceiveCase", account_id_of("KA-1"), **CASE)
    )
    assert types(told) == ["/problems/case_already_received"] * 2


async def test_a_thousand_are_taken_and_one_more_is_refused_as_a_whole(house: House) -> None:
    await house.open_account()
    case = UUID((await house.receive_case()).rpartition("/")[2])
    commands = [sent(str(n), "AddNote", case, text=str(n)) for n in range(1_001)]
    refused = await house.post("/v1/commands", {"commands": commands})
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/validation_failed")
    assert refused.json()["errors"][0]["pointer"] == "/commands"
    assert await house.application.log.head() == 2
    told = await answers(house, *commands[:1_000])
    assert [one["version"] for one in told] == list(range(2, 1_002))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.BI])
async def test_who_records_nothing_sends_no_batch(house: House, role: Role) -> None:
    answered = await house.client.post("/v1/commands", json={"commands": []}, headers=bearer(role))
    assert (answered.status_code, answered.json()["type"]) == (403, "/problems/forbidden")


async def test_a_batch_may_be_larger_than_a_single_command_but_not_for_ever(house: House) -> None:
    long = [sent(str(n), "AddNote", uuid4(), text="x" * 9_000) for n in range(100)]
    assert {one["status"] for one in await answers(house, *long)} == {404}
    refused = await house.post("/v1/commands", {"commands": long * 5})
    assert (refused.status_code, refused.json()["type"]) == (413, "/problems/body_too_large")


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_batch_that_is_not_json_is_refused_as_such(shared_house: House, body: bytes) -> None:
    whole = b'{"commands":[' + body + b"]}"
    answered = await shared_house.client.post("/v1/commands", content=whole, headers=JSON)
    assert (answered.status_code, answered.json()["type"]) == (400, "/problems/malformed_json")


@pytest.mark.parametrize("body", ["[]", "null", "{}", "", '{"commands":{}}', '{"commands":[],"x":1}'])
@pytest.mark.asyncio(loop_scope="module")
async def test_a_batch_of_another_shape_is_refused(shared_house: House, body: str) -> None:
    answered = await shared_house.client.post("/v1/commands", content=body.encode(), headers=JSON)
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")


AWAY = [
    (RecordBusyError(), "record_busy"),
    (RecordUnavailableError("x"), "record_unavailable"),
    (AppenderStoppedError(), "service_stopping"),
]


@pytest.mark.parametrize(("error", "slug"), AWAY, ids=[slug for _, slug in AWAY])
async def test_a_record_that_takes_nothing_in_is_said_for_each_command(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, slug: str
) -> None:
    async def fails(_: list[Request]) -> AsyncIterator[Outcome]:
        nothing: list[Outcome] = []
        for outcome in nothing:
            yield outcome
        raise error

    async def fails_alone(_: Request) -> Outcome:
        raise error

    monkeypatch.setattr(house.application, "execute_each", fails)
    monkeypatch.setattr(house.application, "execute", fails_alone)
    told = await answers(house, sent("1", "OpenAccount", **ACCOUNT), sent("2", "SolveCase"))
    assert [one["status"] for one in told] == [503, 422]
    assert types(told)[0] == f"/problems/{slug}"
    alone = await house.post("/v1/accounts", ACCOUNT)
    assert (alone.status_code, alone.json()["type"]) == (503, f"/problems/{slug}")
    assert alone.headers["Retry-After"] == "1"


async def test_commands_of_a_batch_are_measured_like_others(house: House) -> None:
    await answers(house, sent("1", "OpenAccount", **ACCOUNT), sent("2", "OpenAccount", **ACCOUNT), None)
    measured = (await house.get("/metrics")).text
    for line in (
        'casebook_commands_total{command="OpenAccount",outcome="recorded"} 1.0',
        'casebook_commands_total{command="OpenAccount",outcome="refused"} 1.0',
        'casebook_problems_total{slug="validation_failed"} 1.0',
    ):
        assert line in measured


CASE_COMMANDS = [route for route in COMMAND_ROUTES if route.stream_parameter == "case_id"]
MISTAKES = {400, 422}


@FEW
@given(route=st.sampled_from(CASE_COMMANDS), body=BODIES)
def test_a_command_is_valid_in_a_batch_when_it_is_on_its_own(
    running: Synchronous, route: CommandRoute, body: Any
) -> None:
    case = UUID(int=7)
    role, content = role_for(route), json.dumps(body).encode()
    alone = running.send("POST", route.path_of(case), content=content, headers=dict(JSON), role=role)
    batch = json.dumps({"commands": [sent("1", name_of(route), case) | {"command": body}]}).encode()
    together = running.send("POST", "/v1/commands", content=batch, headers=dict(JSON), role=role)
    if together.status_code != 200:
        assert together.status_code == alone.status_code == 400
        return
    (told,) = together.json()["answers"]
    assert told["status"] == alone.status_code
    assert told["problem"]["type"] == alone.json()["type"]


async def test_behind_a_root_path_a_command_is_answered_the_same(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    transport = httpx.ASGITransport(CommandFront(house.app), root_path="/casebook")
    async with httpx.AsyncClient(
        transport=transport, base_url="http://casebook", headers=bearer(Role.AGENT)
    ) as client:
        there = await client.post(f"/casebook{case}/note", json={"text": "x"})
    here = await house.post(f"{case}/note", {"text": "y"})
    assert (there.status_code, set(there.json())) == (here.status_code, set(here.json()))
    assert set(there.headers) == set(here.headers)


@pytest.mark.parametrize(
    "path", ["/v1/cases//note", "/v1/cases/x/note/", "/v1/cases/{}/nothing", "/v1//x/note"]
)
async def test_a_path_that_is_almost_a_commands_is_not_found(house: House, path: str) -> None:
    assert (await house.post(path, {"text": "x"})).status_code == 404
