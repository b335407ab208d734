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


ACTS: dict[str, dict[str, Any]] = {
    "understanding": {**PROGRESS, "confirmed_by": "Wang Jianguo", "channel": "phone"},
    "reassure": {"channel": "phone", "words": "We are sorry that your line stands still"},
    "plan": {
        "channel": "phone",
        "stages": [{"title": "Change the bearing", "due_at": "2026-03-03T02:00:00Z", "responsible": "li.na"}],
    },
    "revisit": {"channel": "phone", "outcome": "The line runs again"},
}


@pytest.mark.evasion(3, 6, 10, 120, 135)
@pytest.mark.parametrize("command", ACTS)
async def test_what_only_people_do_for_a_customer_no_machine_tells_for_nobody(
    desk: Desk, command: str
) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/classify-by-rules")
    refused = await send(desk, f"{case}/{command}", **ACTS[command])
    assert refused["type"] == "/problems/person_not_named"
    assert (await send(desk, f"{case}/{command}", "li.na", **ACTS[command]))["events"]


@pytest.mark.evasion(13, 33, 135, 137, 155)
@pytest.mark.parametrize("command", ["understanding", "confirm"])
async def test_nobody_of_ours_agrees_in_the_customers_name(desk: Desk, command: str) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/classify-by-rules")
    await desk.tell(f"{case}/assign", owner="li.na")
    if command == "confirm":
        await desk.tell(f"{case}/reply", text="The bearing of line 3 is being changed")
        await desk.tell(f"{case}/resolve", resolution="Bearing changed")
    said: dict[str, Any] = {"understanding": PROGRESS, "confirm": {"words": "Line 3 runs"}}[command]
    for ours in ("li.na", "Li.Na", "zhao.min"):
        told = {**said, "channel": "phone", "confirmed_by": ours}
        refused = await send(desk, f"{case}/{command}", "zhao.min", **told)
        assert refused["type"] == "/problems/confirmed_by_ours"
    told = {**said, "channel": "phone", "confirmed_by": "Wang Jianguo"}
    assert (await send(desk, f"{case}/{command}", "zhao.min", **told))["events"]


@pytest.mark.evasion(90)
async def test_no_key_takes_a_call_for_nobody(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/escalate", level="director", reason="The third failure")
    for role in (Role.AGENT, Role.INTEGRATION):
        assert await desk.refused(f"{case}/escalation/take", role, level="director") == "person_not_named"
    assert (await send(desk, f"{case}/escalation/take", "zhao.min", level="director"))["events"]
