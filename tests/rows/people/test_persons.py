"""Who did it (rows 4, 31, 56): a key of a whole desk speaks for people, and both stand on the record."""

from typing import Any

import httpx
import pytest

from service.api.http.access import ANYBODY, Role
from service.api.http.keys import create_key
from service.database.engine import create_engine
from tests.api.composition import AS_WRITTEN, MORNING
from tests.rows.desk import Desk

SECRET = "d" * 43


def key(desk: Desk, name: str, *people: str, role: Role = Role.AGENT) -> dict[str, str]:
    """Make a key that speaks for these people; return its header."""
    engine = create_engine(desk.house.url)
    with engine.begin() as connection:
        options: dict[str, Any] = {"secret": SECRET, "now": MORNING, "speaks_for": people}
        written = create_key(connection, name, role, key_id=f"{name:0<4}", **options)
    engine.dispose()
    return {"Authorization": f"Bearer {written}"}


async def send(desk: Desk, path: str, body: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
    return await desk.house.client.post(path, json=body, headers={**headers, **AS_WRITTEN})


async def publish_staff(desk: Desk, *people: str) -> None:
    people_of = [{"staff_id": each} for each in people]
    content = {"guideline": "staff", "version": 2, "people": people_of}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=content)


@pytest.mark.requirement(31)
async def test_of_twenty_people_at_one_key_the_record_says_who_did_what(desk: Desk) -> None:
    of_desk = key(desk, "desk", ANYBODY)
    case = await desk.case()
    for person in ("li.na", "wang.wei"):
        told = {"text": f"{person} was here"}
        answer = await send(desk, f"{case}/note", told, {**of_desk, "Casebook-Staff": person})
        (event,) = answer.json()["events"]
        assert (event["actor"], event["staff_id"]) == (f"key:desk/{person}", person)
    history = (await desk.read(f"{case}/history"))["items"]
    assert [each["staff_id"] for each in history][-2:] == ["li.na", "wang.wei"]
    lines = (await desk.read(f"{case}/story"))["lines"]
    assert [line["actor"] for line in lines][-2:] == ["key:desk/li.na", "key:desk/wang.wei"]
    feed = (await desk.read("/v1/events?limit=1000", Role.AUDITOR))["items"]
    assert {"li.na", "wang.wei"} <= {each["staff_id"] for each in feed}


async def test_a_batch_of_a_person_is_that_persons(desk: Desk) -> None:
    case = (await desk.case()).rpartition("/")[2]
    commands = [{"id": "1", "type": "AddNote", "stream_id": case, "command": {"text": "Checked"}}]
    headers = {**key(desk, "desk", "li.na"), "Casebook-Staff": "li.na"}
    answer = await send(desk, "/v1/commands?events=true", {"commands": commands}, headers)
    assert answer.json()["answers"][0]["events"][0]["actor"] == "key:desk/li.na"


async def test_a_repeat_by_another_person_under_the_same_id_is_the_same_command(desk: Desk) -> None:
    case = await desk.case()
    headers = {**key(desk, "desk", "li.na", "wang.wei"), "Idempotency-Key": "note 1"}
    for person, is_repeat in (("li.na", False), ("wang.wei", True)):
        answer = await send(desk, f"{case}/note", {"text": "x"}, {**headers, "Casebook-Staff": person})
        assert answer.json()["is_repeat"] is is_repeat
        assert answer.json()["events"][0]["staff_id"] == "li.na"


async def test_a_staff_id_in_chinese_can_be_sent_percent_encoded_or_as_it_is(desk: Desk) -> None:
    case = await desk.case()
    of_desk = key(desk, "desk", ANYBODY)
    for sent in (b"%E6%9D%8E%E5%A8%9C", "李娜".encode()):
        headers = [(b"authorization", of_desk["Authorization"].encode()), (b"casebook-staff", sent)]
        answer = await desk.house.client.post(f"{case}/note", json={"text": "x"}, headers=headers)
        assert answer.json()["events"][0]["staff_id"] == "李娜"


@pytest.mark.evasion(31)
@pytest.mark.parametrize("speaks_for", [(), ("wang.wei",)])
async def test_nobody_speaks_in_the_name_of_another_without_leave(
    desk: Desk, speaks_for: tuple[str, ...]
) -> None:
    case = await desk.case()
    headers = {**key(desk, "desk", *speaks_for), "Casebook-Staff": "li.na"}
    answer = await send(desk, f"{case}/note", {"text": "x"}, headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/may_not_speak_for")
    assert "li.na" in answer.json()["detail"]
    assert "--speaks-for" in answer.json()["detail"]


@pytest.mark.evasion(31)
async def test_a_person_whom_the_published_directory_does_not_know_is_nobody(desk: Desk) -> None:
    case = await desk.case()
    await publish_staff(desk, "li.na")
    of_desk = key(desk, "desk", ANYBODY)
    known = await send(desk, f"{case}/note", {"text": "x"}, {**of_desk, "Casebook-Staff": "li.na"})
    assert known.status_code == 200
    unknown = await send(desk, f"{case}/note", {"text": "y"}, {**of_desk, "Casebook-Staff": "nobody"})
    assert (unknown.status_code, unknown.json()["type"]) == (422, "/problems/speaker_not_staff")


@pytest.mark.parametrize("written", ["", "%FF", "x" * 201])
async def test_a_header_that_names_nobody_is_told_so(desk: Desk, written: str) -> None:
    case = await desk.case()
    headers = {**key(desk, "desk", ANYBODY), "Casebook-Staff": written}
    answer = await send(desk, f"{case}/note", {"text": "x"}, headers)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed_header")


async def test_who_made_a_promise_void_is_named_as_a_person_in_the_figures(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="谢谢")
    headers = {**key(desk, "desk", "li.na"), "Casebook-Staff": "li.na"}
    await send(desk, f"{case}/answer-not-needed", {"reason": "A thank you"}, headers)
    groups = (await desk.read("/v1/reports/kpi?by=voided_by"))["groups"]
    assert "key:desk/li.na" in {group["group"] for group in groups}
