"""Idempotency-Key: a command sent twice is done once."""

import asyncio

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.composition import House, bearer

CASE = {"channel": "phone", "kind": "technical", "subject": "x", "account_id": str(account_id_of("KA-1"))}


async def test_a_repeat_is_answered_as_the_first_time(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    first = await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="one")
    await house.post(f"{case}/note", {"text": "y"})
    again = await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="one")
    assert again.status_code == first.status_code == 200
    assert again.json() == {**first.json(), "is_repeat": True}
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["ETag"] == first.headers["ETag"]
    assert await house.application.log.head() == 4


async def test_a_case_received_twice_is_one_case(house: House) -> None:
    await house.open_account()
    first = await house.post("/v1/cases", CASE, Idempotency_Key="mail 17")
    again = await house.post("/v1/cases", CASE, Idempotency_Key="mail 17")
    assert (again.status_code, again.headers["Location"]) == (201, first.headers["Location"])
    assert await house.application.log.head() == 2


async def test_an_account_opened_twice_under_one_key_is_no_conflict(house: House) -> None:
    body = {"code": "KA-1", "name": "x"}
    first = await house.post("/v1/accounts", body, Idempotency_Key="one")
    again = await house.post("/v1/accounts", body, Idempotency_Key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["is_repeat"]


async def test_many_at_once_are_one(house: House) -> None:
    await house.open_account()
    sent = [house.post("/v1/cases", CASE, Idempotency_Key="one") for _ in range(20)]
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert sum(not answer.json()["is_repeat"] for answer in answers) == 1
    assert await house.application.log.head() == 2


async def test_the_spelling_of_the_body_does_not_count(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    for body in ('{"reached":false,"channel":"sms"}', '{ "channel" : "sm\\u0073", "reached" : false }'):
        headers = {"Idempotency-Key": "one", "Content-Type": "application/json"}
        answered = await house.client.post(f"{case}/revisit", content=body, headers=headers)
        assert answered.status_code == 200, answered.text
    assert await house.application.log.head() == 3


async def test_another_body_under_the_same_key_is_refused(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="one")
    other = await house.post(f"{case}/note", {"text": "y"}, Idempotency_Key="one")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/command_id_reused")
    assert await house.application.log.head() == 3


async def test_another_path_under_the_same_key_is_refused(house: House) -> None:
    await house.open_account()
    one, other = await house.receive_case(), await house.receive_case()
    await house.post(f"{one}/note", {"text": "x"}, Idempotency_Key="one")
    answered = await house.post(f"{other}/note", {"text": "x"}, Idempotency_Key="one")
    assert answered.json()["type"] == "/problems/command_id_reused"


async def test_keys_of_two_callers_never_meet(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    for role in (Role.AGENT, Role.SUPERVISOR):
        headers = {**bearer(role), "Idempotency-Key": "one"}
        answered = await house.client.post(f"{case}/note", json={"text": role.value}, headers=headers)
        assert (answered.status_code, answered.json()["is_repeat"]) == (200, False)


async def test_a_refused_command_may_be_sent_again_under_its_key(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    early = await house.post(f"{case}/confirm", {}, Idempotency_Key="one")
    assert early.status_code == 409
    await house.post(f"{case}/resolve")
    answered = await house.post(f"{case}/confirm", {}, Idempotency_Key="one")
    assert (answered.status_code, answered.json()["is_repeat"]) == (200, False)


async def test_a_key_is_at_most_255_characters(house: House) -> None:
    await house.open_account()
    case = await house.receive_case()
    fits = await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="k" * 255)
    assert fits.status_code == 200
    longer = await house.post(f"{case}/note", {"text": "x"}, Idempotency_Key="k" * 256)
    assert (longer.status_code, longer.json()["type"]) == (400, "/problems/malformed_header")
