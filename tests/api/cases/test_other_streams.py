"""What a case says of its account, its contacts and the case that it is a part of is looked at."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest

from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.cases.test_case_care import done
from tests.api.cases.test_other_cases import id_of, merge, refused, several
from tests.api.composition import MORNING, House, bearer

CASE = {"channel": "phone", "kind": "technical", "subject": "x"}
IN_TIME = "2099-03-02T18:00:00+08:00"


def received(code: str = "KA-1", **told: Any) -> dict[str, Any]:
    return {"account_id": str(account_id_of(code)), **CASE, **told}


async def opened(house: House, code: str, at: str) -> None:
    body = {"code": code, "name": "x", "occurred_at": at}
    assert (await house.post("/v1/accounts", body)).status_code == 201


async def stranger(house: House) -> str:
    """Return a contact of another customer than KA-1."""
    account, contact = await house.open_account("KA-2"), str(uuid4())
    await done(house, f"/v1/accounts/{account}", "contacts", {"contact_id": contact, "name": "王芳"})
    return contact


@pytest.mark.parametrize(
    "at", ["2001-01-01T00:00:00Z", "2026-02-28T12:00:00+08:00", "2026-02-28T15:54:59.999999Z"]
)
async def test_no_case_is_received_before_its_account_was_opened(house: House, at: str) -> None:
    await opened(house, "KA-1", "2026-03-01T00:00:00+08:00")
    answer = await house.post("/v1/cases", received(occurred_at=at))
    problem = await refused(answer, 422, "occurred_before_opening", 1, house)
    assert [error["field"] for error in problem["errors"]] == ["occurred_at"]
    assert "2026-02-28 16:00" in problem["detail"].replace("T", " ")


async def test_neither_is_one_that_another_system_or_the_customer_sends(house: House) -> None:
    await opened(house, "KA-1", "2026-03-01T00:00:00+08:00")
    command = {
        "id": "1",
        "type": "ReceiveCase",
        "stream_id": str(uuid4()),
        "command": received(occurred_at="2001-01-01T00:00:00Z"),
    }
    sent = await house.client.post(
        "/v1/commands", json={"commands": [command]}, headers=bearer(Role.INTEGRATION)
    )
    [answer] = sent.json()["answers"]
    assert (answer["status"], answer["problem"]["type"]) == (422, "/problems/occurred_before_opening")


@pytest.mark.parametrize("at", ["2026-02-28T15:55:00Z", "2026-02-28T16:00:00Z", "2026-03-01T09:00:00+08:00"])
async def test_two_systems_whose_clocks_differ_may_open_an_account_and_receive_its_first_case(
    house: House, at: str
) -> None:
    await opened(house, "KA-1", "2026-03-01T00:00:00+08:00")
    assert (await house.post("/v1/cases", received(occurred_at=at))).status_code == 201


async def test_a_case_and_the_opening_of_its_account_at_once_never_leave_a_case_of_before(
    house: House,
) -> None:
    early = (MORNING - timedelta(days=1)).isoformat()
    answers = await asyncio.gather(
        house.post("/v1/accounts", {"code": "KA-1", "name": "x"}),
        *(house.post("/v1/cases", received(occurred_at=early)) for _ in range(3)),
    )
    assert [answer.status_code for answer in answers[:1]] == [201]
    assert {answer.status_code for answer in answers[1:]} <= {404, 422}
    assert await house.application.log.head() == 1


RESOLVED = {"resolution": "Bearing replaced"}
NAMING: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a message": ("customer-message", "contact_id", {"channel": "phone", "text": "When?"}),
    "a result": ("result", "contact_id", {"channel": "phone", "text": "It runs"}),
    "a rating": ("rate", "contact_id", {"score": 5, "channel": "phone"}),
    "a survey": ("survey", "contact_id", {"survey_id": str(uuid4()), "channel": "sms"}),
    "a planned revisit": ("revisits", "contact_id", {"revisit_id": str(uuid4()), "due_at": IN_TIME}),
    "a revisit": ("revisit", "contact_id", {"channel": "phone", "outcome": "It runs"}),
    "a commitment": (
        "commitments",
        "to_contact_id",
        {"commitment_id": str(uuid4()), "what": "A call", "due_at": IN_TIME},
    ),
}


@pytest.mark.parametrize("named", ["nobody", "one of another customer"])
@pytest.mark.parametrize("way", NAMING.values(), ids=NAMING)
async def test_a_contact_that_the_account_does_not_have_cannot_be_named(
    house: House, way: tuple[str, str, dict[str, Any]], named: str
) -> None:
    [case] = await several(house, 1)
    contact = await stranger(house) if named != "nobody" else str(uuid4())
    await done(house, case, "resolve", RESOLVED)
    head = await house.application.log.head()
    path, field, body = way
    answer = await house.post(f"{case}/{path}", {**body, field: contact})
    problem = await refused(answer, 404, "contact_not_found", head, house)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert contact in problem["detail"]
    adding = {"contact_id": contact, "name": "李雷"}
    await done(house, f"/v1/accounts/{account_id_of('KA-1')}", "contacts", adding)
    assert (await house.post(f"{case}/{path}", {**body, field: contact})).status_code == 200


@pytest.mark.parametrize("named", ["nobody", "one of another customer"])
async def test_a_case_is_not_received_of_a_contact_that_the_account_does_not_have(
    house: House, named: str
) -> None:
    await house.open_account()
    contact = await stranger(house) if named != "nobody" else str(uuid4())
    head = await house.application.log.head()
    problem = await refused(
        await house.post("/v1/cases", received(contact_id=contact)), 404, "contact_not_found", head, house
    )
    assert [error["field"] for error in problem["errors"]] == ["contact_id"]


async def test_a_contact_that_is_added_in_the_same_batch_can_be_named(house: House) -> None:
    account, contact = await house.open_account(), str(uuid4())
    commands: list[dict[str, Any]] = [
        {
            "id": "1",
            "type": "AddContact",
            "stream_id": str(account),
            "command": {"contact_id": contact, "name": "x"},
        },
        {
            "id": "2",
            "type": "ReceiveCase",
            "stream_id": str(uuid4()),
            "command": received(contact_id=contact),
        },
        {
            "id": "3",
            "type": "ReceiveCase",
            "stream_id": str(uuid4()),
            "command": received(contact_id=str(uuid4())),
        },
    ]
    headers = bearer(Role.INTEGRATION)
    sent = await house.client.post("/v1/commands", json={"commands": commands}, headers=headers)
    assert [answer["status"] for answer in sent.json()["answers"]] == [200, 201, 404], sent.text


async def test_a_case_of_a_contact_that_is_added_at_that_instant_is_taken_or_refused_and_then_taken(
    house: House,
) -> None:
    account, contact = await house.open_account(), str(uuid4())
    answers = await asyncio.gather(
        *(house.post("/v1/cases", received(contact_id=contact)) for _ in range(3)),
        house.post(f"/v1/accounts/{account}/contacts", {"contact_id": contact, "name": "x"}),
        *(house.post("/v1/cases", received(contact_id=contact)) for _ in range(3)),
    )
    assert {answer.status_code for answer in answers} <= {200, 201, 404}
    assert (await house.post("/v1/cases", received(contact_id=contact))).status_code == 201


@pytest.mark.parametrize("named", ["nothing", "an account", "a case of another customer"])
async def test_a_part_belongs_to_a_case_of_the_same_customer(house: House, named: str) -> None:
    await house.open_account()
    await house.open_account("KA-2")
    other = await house.receive_case(account_id=str(account_id_of("KA-2")))
    named_as = {
        "nothing": str(uuid4()),
        "an account": str(account_id_of("KA-1")),
        "a case of another customer": id_of(other),
    }
    answer = await house.post("/v1/cases", received(split_from=named_as[named]))
    is_a_case = named.startswith("a case")
    slug = "part_of_another_customers" if is_a_case else "other_case_not_found"
    problem = await refused(answer, 409 if is_a_case else 404, slug, 3, house)
    assert [error["field"] for error in problem["errors"]] == ["split_from"]


async def test_no_case_is_a_part_of_itself(house: House) -> None:
    await house.open_account()
    own = str(uuid4())
    command = {"id": "1", "type": "ReceiveCase", "stream_id": own, "command": received(split_from=own)}
    sent = await house.client.post(
        "/v1/commands", json={"commands": [command]}, headers=bearer(Role.INTEGRATION)
    )
    [answer] = sent.json()["answers"]
    assert (answer["status"], answer["problem"]["type"]) == (404, "/problems/other_case_not_found")


async def test_a_whole_and_its_part_in_one_batch_are_both_taken(house: House) -> None:
    await house.open_account()
    whole, part = str(uuid4()), str(uuid4())
    commands = [
        {"id": "1", "type": "ReceiveCase", "stream_id": whole, "command": received()},
        {"id": "2", "type": "ReceiveCase", "stream_id": part, "command": received(split_from=whole)},
    ]
    sent = await house.client.post(
        "/v1/commands", json={"commands": commands}, headers=bearer(Role.INTEGRATION)
    )
    assert [answer["status"] for answer in sent.json()["answers"]] == [201, 201], sent.text


@pytest.mark.parametrize("length", [2, 3, 4])
async def test_what_the_customer_writes_is_sent_to_the_end_of_a_chain_of_merges(
    house: House, length: int
) -> None:
    cases = await several(house, length)
    for case, into in pairwise(cases):
        assert (await merge(house, case, into)).status_code == 200
    message = {"channel": "wecom", "text": "When?"}
    head = await house.application.log.head()
    for case in cases[:-1]:
        answer = await house.post(f"{case}/customer-message", message)
        problem = await refused(answer, 409, "case_goes_on_elsewhere", head, house)
        assert id_of(cases[-1]) in problem["detail"]
    command = {"id": "1", "type": "RecordCustomerMessage", "stream_id": id_of(cases[0]), "command": message}
    sent = await house.client.post(
        "/v1/commands", json={"commands": [command]}, headers=bearer(Role.INTEGRATION)
    )
    assert id_of(cases[-1]) in sent.json()["answers"][0]["problem"]["detail"]
    await done(house, cases[-1], "customer-message", message)
