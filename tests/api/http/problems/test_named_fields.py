"""Every problem names what is wrong where the sender finds it: a field, a parameter or a header."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from service.api.http.access import Permission, Role, roles_with
from service.domain.account.identity import account_id_of
from tests.api.composition import House, bearer
from tests.api.http.commands.test_batches import ACCOUNT, CASE, answers, sent
from tests.api.http.problems.test_problems import JSON

NOBODY = UUID(int=7)


def named(answered: Any) -> list[tuple[str | None, str | None]]:
    """Return pointer and field of every error, of an answer or of a problem within one of a batch."""
    problem = answered["problem"] if isinstance(answered, dict) else answered.json()
    return [(error.get("pointer"), error.get("field")) for error in problem["errors"]]


def messages(answered: Any) -> list[str]:
    return [error["message"] for error in answered.json()["errors"]]


async def case_of(house: House) -> str:
    await house.open_account()
    return await house.receive_case()


@pytest.mark.parametrize("last", ["", "/history", "/story", "/clocks"])
async def test_a_path_parameter_is_named_without_a_pointer_into_a_body(house: House, last: str) -> None:
    assert named(await house.get(f"/v1/cases/{NOBODY}{last}")) == [(None, "case_id")]
    assert named(await house.get(f"/v1/accounts/{NOBODY}{last}")) == [(None, "account_id")]


async def test_a_command_on_what_is_not_there_names_the_part_of_the_path(house: House) -> None:
    assert named(await house.post(f"/v1/cases/{NOBODY}/note", {"text": "x"})) == [(None, "case_id")]
    contact = {"contact_id": str(uuid4()), "name": "x"}
    assert named(await house.post(f"/v1/accounts/{NOBODY}/contacts", contact)) == [(None, "account_id")]
    assert named(await house.post("/v1/cases", CASE)) == [("/account_id", "account_id")]


async def test_in_a_batch_the_stream_is_named_where_it_stands(house: House) -> None:
    told = await answers(
        house,
        sent("1", "AddContact", "KA-nope", contact_id=str(uuid4()), name="x"),
        sent("2", "AddNote", NOBODY, text="x"),
        sent("3", "ReceiveCase", **CASE),
    )
    assert [named(one) for one in told] == [
        [("/commands/0/stream_id", "stream_id")],
        [("/commands/1/stream_id", "stream_id")],
        [("/commands/2/command/account_id", "account_id")],
    ]


async def test_a_key_used_twice_is_named(house: House) -> None:
    case = await case_of(house)
    await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="one")
    other = await house.post(f"{case}/note", {"text": "y"}, Idempotency_Key="one")
    assert named(other) == [(None, "Idempotency-Key")]
    (batch,) = await answers(house, sent("one", "AddNote", case.rpartition("/")[2], text="y"))
    assert named(batch) == [("/commands/0/id", "id")]


async def test_a_stale_version_is_named(house: House) -> None:
    case = await case_of(house)
    assert named(await house.post(f"{case}/note", {"text": "x"}, If_Match='"5"')) == [(None, "If-Match")]
    command = sent("1", "AddNote", case.rpartition("/")[2], text="y") | {"expected_version": 5}
    (batch,) = await answers(house, command)
    assert named(batch) == [("/commands/0/expected_version", "expected_version")]


async def test_a_version_of_what_is_not_there_is_not_called_old(house: House) -> None:
    await house.open_account()
    (told,) = await answers(house, sent("1", "ReceiveCase", uuid4(), **CASE) | {"expected_version": 5})
    assert "nothing is recorded" in told["problem"]["detail"]
    assert "version 0" not in told["problem"]["detail"]


async def test_an_id_that_is_an_accounts_is_not_called_a_case(house: House) -> None:
    await house.open_account()
    (told,) = await answers(house, sent("1", "ReceiveCase", account_id_of("KA-1"), **CASE))
    assert "account" in told["problem"]["detail"]
    assert named(told) == [("/commands/0/stream_id", "stream_id")]


async def test_a_wrong_field_of_a_command_is_called_the_same_in_a_batch(house: House) -> None:
    case = await case_of(house)
    alone = await house.post(f"{case}/note", {"text": ""})
    (batch,) = await answers(house, sent("1", "AddNote", case.rpartition("/")[2], text=""))
    assert named(alone) == [("/text", "text")]
    assert named(batch) == [("/commands/0/command/text", "text")]


@pytest.mark.parametrize("version", ["3", 1000.0, True, 1.5])
async def test_an_expected_version_is_a_whole_number_and_nothing_like_one(
    house: House, version: object
) -> None:
    case = await case_of(house)
    command = sent("1", "AddNote", case.rpartition("/")[2], text="x") | {"expected_version": version}
    (told,) = await answers(house, command)
    assert told["status"] == 422
    assert named(told) == [("/commands/0/expected_version", "expected_version")]


async def test_a_version_that_is_not_yet_there_names_the_parameter(house: House) -> None:
    answered = await house.get(f"{await case_of(house)}?version=9")
    assert answered.status_code == 404
    assert named(answered) == [(None, "version")]
    assert messages(answered) == ["must be at most 1"]


@pytest.mark.parametrize(
    ("header", "hint"),
    [("Last_Event_ID", "position"), ("If_Match", "ETag"), ("Idempotency_Key", "ASCII")],
)
async def test_a_header_that_cannot_be_read_is_explained(house: House, header: str, hint: str) -> None:
    case = await case_of(house)
    wrong: dict[str, Any] = {header: "\x7f"}
    if header == "Last_Event_ID":
        answered = await house.get("/v1/events/stream", **wrong)
    else:
        answered = await house.post(f"{case}/note", {"text": "x"}, **wrong)
    assert named(answered) == [(None, header.replace("_", "-"))]
    assert hint in messages(answered)[0]


async def test_a_long_text_is_counted_in_characters_and_a_long_list_in_items(house: House) -> None:
    case = await case_of(house)
    assert messages(await house.post(f"{case}/note", {"text": "x" * 20_001})) == [
        "must have at most 20000 characters"
    ]
    body = {"commands": [None] * 1_001}
    assert messages(await house.post("/v1/commands", body)) == ["must have at most 1000 items"]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b'{\n "text" "x"}', "line 2, column 9"),
        (b'{"text": "x",\n "text": "y"}', '"text" stands twice'),
        (b'{"text": NaN}', "NaN"),
        (b'{"text": "\xff"}', "UTF-8"),
        (b'{"text": "\\ud800"}', "line 1, column"),
        (b"[" * 200_000, "nested"),
    ],
)
async def test_broken_json_is_shown_where_it_breaks(house: House, body: bytes, hint: str) -> None:
    case = await case_of(house)
    answered = await house.client.post(f"{case}/note", content=body, headers=JSON)
    assert (answered.status_code, answered.json()["type"]) == (400, "/problems/malformed_json")
    assert hint in messages(answered)[0]


@pytest.mark.parametrize("path", ["/v1/cases", "/v1/commands"])
async def test_a_number_without_end_is_not_called_broken_json(house: House, path: str) -> None:
    content = b'{"text": %b}' % (b"9" * 5_000)
    answered = await house.client.post(path, content=content, headers=JSON)
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")
    assert "digits" in messages(answered)[0]


async def test_a_plus_that_became_a_space_is_told(house: House) -> None:
    answered = await house.get(f"{await case_of(house)}?recorded_at=2026-11-22T07:47:20+08:00")
    assert named(answered) == [(None, "recorded_at")]
    assert "%2B" in messages(answered)[0]


async def test_a_number_that_is_none_is_not_asked_to_be_whole(house: House) -> None:
    answered = await house.get("/v1/events?wait=nan")
    assert named(answered) == [(None, "wait")]
    assert "whole" not in messages(answered)[0]


async def test_who_may_not_is_told_who_may(house: House) -> None:
    answered = await house.get("/v1/cases", Role.BI)
    roles = roles_with(Permission.READ)
    assert roles
    assert all(role.value in answered.json()["detail"] for role in roles)
    (told,) = await answers(house, sent("1", "RecordSourceUpdate", NOBODY, source="x"))
    assert Role.INTEGRATION.value in told["problem"]["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=1&limit=2", "limit"), ("owner=a&limit=2&owner=a", "owner")],
)
async def test_a_parameter_given_twice_is_refused(house: House, query: str, field: str) -> None:
    answered = await house.get(f"/v1/cases?{query}")
    assert (answered.status_code, answered.json()["type"]) == (422, "/problems/validation_failed")
    assert named(answered) == [(None, field)]
    batch = await house.post("/v1/commands?events=true&events=false", {"commands": [ACCOUNT]})
    assert named(batch) == [(None, "events")]


async def test_a_wrong_field_of_a_guideline_is_named_where_it_stands_in_the_body(house: House) -> None:
    person = {"staff_id": "li.na", "name": "", "team": "hotline", "level": "specialist"}
    body = {"content": {"guideline": "staff", "version": 1, "people": [person]}}
    answered = await house.post("/v1/guidelines", body, **bearer(Role.SUPERVISOR))
    assert answered.status_code == 422
    for pointer, _ in named(answered):
        assert pointer is not None
        assert pointer.startswith("/content/people/0/")
