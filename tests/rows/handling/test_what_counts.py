"""What counts as an answer, a comfort, a revisit or a relay (rows 2, 4, 10, 14, 94, 120, 150, 156)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.rows.desk import ACCOUNT, Desk

FAULT: dict[str, Any] = {"symptom": "Panel shows E7", "impact": "12 people wait"}


@pytest.mark.evasion(2, 33, 150)
@pytest.mark.parametrize(
    "receipt",
    [
        "收到",
        "OK",
        "Hello",
        "Received, thank you",
        "好的",
        "您好",
        "您好,您的问题已收到,请稍候",
        "Dear customer, we have received your request. Thank you!",
        "We have received your report and are working on it.",
        "Thank you for your patience",
        "We take this very seriously.",
        "正在处理中,请耐心等待",
    ],
)
async def test_a_receipt_or_a_greeting_answers_nothing(desk: Desk, receipt: str) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/questions", question_id=str(uuid4()), text="Under warranty?", asked_of="legal")
    await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
    (sent, *_) = (await desk.tell(f"{case}/reply", text=receipt))["events"]
    assert sent["event"]["substantive"] is False
    assert await desk.verdict(case, "first_reply") == "running"
    assert await desk.verdict(case, "next_reply") == "running"


@pytest.mark.requirement(2, 33)
@pytest.mark.parametrize("answer", ["可以", "好的,15号到", "OK, 48", "Hello, line 3 runs", "收到,明天到货"])
async def test_a_greeting_before_an_answer_takes_nothing_from_it(desk: Desk, answer: str) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text=answer)
    assert await desk.verdict(case, "first_reply") == "met"


@pytest.mark.evasion(14, 67)
async def test_nothing_that_is_told_as_past_lies_in_the_future(desk: Desk) -> None:
    ahead = (desk.house.clock() + timedelta(days=30)).isoformat()
    case = await desk.case(kind="technical")
    assert await desk.refused(f"{case}/fault", **FAULT, fault_began_at=ahead) == "occurred_in_future"
    received: dict[str, Any] = {"channel": "phone", "kind": "technical", "subject": "E7"}
    account_id = ACCOUNT.rpartition("/")[2]
    refusal = await desk.refused("/v1/cases", account_id=account_id, **received, fault_began_at=ahead)
    assert refusal == "occurred_in_future"
    incident: dict[str, Any] = {"what_happened": "The lorry came late", "took_place_at": ahead}
    assert await desk.refused(f"{case}/incident", **incident) == "occurred_in_future"
    await desk.tell(f"{case}/fault", **FAULT, fault_began_at=desk.house.clock().isoformat())


async def lacks(desk: Desk, case: str) -> list[str]:
    """Resolve a complaint; return what was missing."""
    await desk.tell(f"{case}/assign", owner="li.na", reason="complaints")
    answer = await desk.tell(f"{case}/resolve", resolution="A new delivery date", cause="Booked late")
    (resolved,) = [each["event"] for each in answer["events"] if each["event"]["type"] == "CaseResolved.v1"]
    return list(resolved.get("missing") or [])


SORRY: dict[str, Any] = {"channel": "phone", "words": "We are sorry that you had to wait"}


@pytest.mark.requirement(10)
async def test_who_comforts_first_and_explains_then_lacks_no_reassurance(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    await desk.tell(f"{case}/reassure", **SORRY)
    await desk.later(minutes=1)
    await desk.tell(f"{case}/reply", text="The lorry left a day late")
    assert (await desk.read(case))["complaint"]["is_reassured_first"] is True
    assert "reassurance" not in await lacks(desk, case)


@pytest.mark.evasion(10)
@pytest.mark.parametrize(
    "first",
    [
        ("reply", {"text": "The lorry left a day late"}),
        ("liability", {"liable": "us", "department": "logistics", "grounds": "Booked a day late"}),
    ],
    ids=lambda first: first[0],
)
async def test_who_explains_first_and_comforts_later_is_seen_in_what_was_missing(
    desk: Desk, first: tuple[str, dict[str, Any]]
) -> None:
    case = await desk.case(kind="complaint")
    command, body = first
    await desk.tell(f"{case}/{command}", **body)
    await desk.later(minutes=1)
    await desk.tell(f"{case}/reassure", **SORRY)
    await desk.tell(f"{case}/reply", text="It comes tomorrow")
    assert (await desk.read(case))["complaint"]["is_reassured_first"] is False
    assert "reassurance" in await lacks(desk, case)
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.evasion(10)
async def test_a_note_of_our_own_reassures_nobody(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    refusal = await desk.refused(f"{case}/reassure", **{**SORRY, "channel": "internal"})
    assert refusal == "channel_reaches_nobody"


@pytest.mark.evasion(94)
@pytest.mark.parametrize(
    ("words", "is_said"),
    [("s", False), ("is", False), ("came two days late", True), ("The lorry came two days late!", True)],
)
async def test_a_letter_that_occurs_in_what_the_customer_said_is_not_their_words(
    desk: Desk, words: str, is_said: bool
) -> None:
    case = await desk.case(kind="complaint", subject="The lorry came two days late")
    asked: dict[str, Any] = {"department": "logistics", "step": "ship_part", "request": "When did it leave?"}
    await desk.tell(f"{case}/collaborations", **asked, collaboration_id=str(uuid4()), customer_words=words)
    (task,) = (await desk.read(case))["collaborations"]
    assert task["is_word_for_word"] is is_said


@pytest.mark.evasion(115, 120)
@pytest.mark.parametrize("channel", ["sms", "email"])
async def test_who_only_wrote_has_reached_nobody(desk: Desk, channel: str) -> None:
    case = await desk.case()
    sent: dict[str, Any] = {"channel": channel, "outcome": "Sent them a text"}
    assert await desk.refused(f"{case}/revisit", **sent) == "nothing_said"
    await desk.tell(f"{case}/revisit", **sent, reached=False)
    await desk.tell(f"{case}/revisit", channel=channel, satisfaction="All well, they write")


@pytest.mark.evasion(4)
async def test_nobody_is_their_own_counterpart(desk: Desk) -> None:
    case = await desk.case()
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/classify", response_class="urgent")
    told: dict[str, Any] = {"channel": "phone", "delivery_proof": "CALL-7"}
    for herself in ("li.na", "Li.Na"):
        refusal = await desk.refused(f"{case}/counterpart", counterpart=herself, **told)
        assert refusal == "counterpart_is_oneself"
    assert await desk.verdict(case, "counterpart_informed") == "running"
    await desk.tell(f"{case}/counterpart", counterpart="sun.d", **told)
    assert await desk.verdict(case, "counterpart_informed") == "met"


@pytest.mark.evasion(156)
async def test_a_real_need_in_the_same_words_with_other_marks_is_the_stated_one(desk: Desk) -> None:
    case = await desk.case(kind="complaint")
    said: dict[str, Any] = {"stated": "You are always late"}
    assert await desk.refused(f"{case}/need", **said, real="you are ALWAYS late!") == "validation_failed"
    await desk.tell(f"{case}/need", **said, real="Delivery dates to rely on")
