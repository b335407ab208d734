"""What a machine sends for nobody is a machine's word, and no answer to a customer (rows 2, 3, 120)."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.api.composition import bearer
from tests.rows.desk import Desk

PROGRESS: dict[str, Any] = {"problem": "The bearing is worn", "solution": "A new one comes"}
SAID: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "reply": {"text": "Dear customer, the bearing of line 3 is being changed"},
    "progress": {**PROGRESS, "channel": "email", "waiting_on_customer_for": "Switch the line off"},
}


async def send(desk: Desk, path: str, person: str | None = None, **body: Any) -> dict[str, Any]:
    """Send a command by the key of an integration, for a person or for nobody."""
    headers = {**bearer(Role.INTEGRATION), **({"Casebook-Staff": person} if person else {})}
    answer = await desk.house.client.post(path, json=body, headers=headers)
    document: dict[str, Any] = answer.json()
    return document


@pytest.mark.requirement(2, 3, 120, 135)
async def test_what_an_integration_sends_for_a_person_is_the_persons_word(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/classify-by-rules")
    await send(desk, f"{case}/acknowledge", "li.na")
    assert await desk.verdict(case, "acknowledgement") == "met"
    answer = await send(desk, f"{case}/reply", "li.na", **SAID["reply"])
    assert answer["events"][0]["event"]["author_kind"] == "human"
    assert await desk.verdict(case, "complaint_answer") == "met"


@pytest.mark.evasion(2, 3, 120, 135)
@pytest.mark.parametrize("command", SAID)
async def test_what_an_integration_sends_for_nobody_keeps_no_promise(desk: Desk, command: str) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/classify-by-rules")
    answer = await send(desk, f"{case}/{command}", **SAID[command])
    assert answer["events"][0]["event"]["author_kind"] == "system"
    for promise in ("acknowledgement", "complaint_answer"):
        assert await desk.verdict(case, promise) == "running"
    assert (await desk.kpi("first_response_time"))["count"] == 0


@pytest.mark.evasion(2, 3, 120, 135)
@pytest.mark.parametrize("command", SAID)
async def test_an_integration_does_not_call_itself_a_person(desk: Desk, command: str) -> None:
    case = await desk.case(kind="enquiry")
    refused = await send(desk, f"{case}/{command}", **SAID[command], author_kind="human")
    assert refused["type"] == "/problems/author_not_named"
    await send(desk, f"{case}/{command}", "li.na", **SAID[command], author_kind="human")
    assert await desk.verdict(case, "first_reply") == ("running" if command == "acknowledge" else "met")


@pytest.mark.requirement(2)
async def test_what_was_written_in_another_system_before_the_case_was_taken_over_is_taken_as_it_is(
    desk: Desk,
) -> None:
    now = desk.house.clock().isoformat()
    case = await desk.case(Role.INTEGRATION, kind="enquiry", taken_over={"at": now})
    told = await send(desk, f"{case}/reply", **SAID["reply"], occurred_at=now)
    assert told["events"][0]["event"]["author_kind"] == "human"
    await desk.later(minutes=5)
    told = await send(desk, f"{case}/reply", **SAID["reply"])
    assert told["events"][0]["event"]["author_kind"] == "system"


@pytest.mark.evasion(2, 3, 120, 135)
@pytest.mark.parametrize(
    "receipt",
    [
        "Dear customer, your ticket 4711 was received",
        "Your case INC-4711 has been registered. Thank you for contacting us!",
        "收到您的工单 4711",
        "您好,您的工单 INC0010001 已受理,我们会尽快处理",
    ],
)
async def test_a_receipt_with_the_number_of_a_ticket_answers_nothing(desk: Desk, receipt: str) -> None:
    case = await desk.case(kind="enquiry")
    (sent, *_) = (await desk.tell(f"{case}/reply", text=receipt))["events"]
    assert sent["event"]["substantive"] is False
    assert await desk.verdict(case, "first_reply") == "running"


@pytest.mark.requirement(2)
@pytest.mark.parametrize(
    "answer", ["Error 4711 is gone after a reset", "工单 4711 今天完成", "48", "Your ticket 4711: reset it"]
)
async def test_an_answer_that_names_a_number_answers(desk: Desk, answer: str) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text=answer)
    assert await desk.verdict(case, "first_reply") == "met"
