"""What answers a customer (rows 2, 33, 66, 150): public, human and substantive, by whatever command."""

from typing import Any

import pytest

from service.api.http.access import Role
from tests.rows.desk import Desk
from tests.scene import CONFIRMED

NEXT_WEEK = "2026-03-09T18:00:00+08:00"
PLAN: dict[str, Any] = {"stages": [{"title": "New bearing", "due_at": NEXT_WEEK, "responsible": "li.na"}]}
ANSWERS: dict[str, dict[str, Any]] = {
    "reply": {"text": "An engineer comes"},
    "progress": {"problem": "The bearing is worn", "solution": "A new one comes", "channel": "phone"},
    "plan": {**PLAN, "channel": "phone"},
    "understanding": {"problem": "The bearing is worn", "confirmed_by": "王工", "channel": "phone"},
}
NO_ANSWERS: dict[str, tuple[str, dict[str, Any]]] = {
    "a bot's reply": ("reply", {"text": "We have your message", "author_kind": "bot"}),
    "let me check": ("reply", {"text": "Let me check", "substantive": False}),
    "a note to ourselves": ("reply", {"text": "Ask Li Na", "audience": "internal"}),
    "a plan that only we know": ("plan", PLAN),
    "an automatic status": ("progress", {**ANSWERS["progress"], "author_kind": "system"}),
    "a question to the customer": (
        "clarification",
        {"clarification_id": "0195c3a0-0000-7000-8000-0000000000c1", "question": "Which line?"},
    ),
}


@pytest.mark.requirement(2, 33)
@pytest.mark.parametrize("command", ANSWERS)
async def test_every_demand_is_answered_in_time_by_whatever_command_tells_the_answer(
    desk: Desk, command: str
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
    await desk.tell(f"{case}/{command}", **ANSWERS[command])
    assert await desk.verdict(case, "first_reply") == "met"
    assert await desk.verdict(case, "next_reply") == "met"
    assert (await desk.kpi("first_response_time"))["count"] == 1


@pytest.mark.evasion(2, 150)
@pytest.mark.parametrize("said", NO_ANSWERS)
async def test_what_only_looks_like_an_answer_keeps_no_promise(desk: Desk, said: str) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
    command, body = NO_ANSWERS[said]
    await desk.tell(f"{case}/{command}", **body)
    await desk.later(case, days=1)
    assert await desk.verdict(case, "first_reply") == "breached"
    assert await desk.verdict(case, "next_reply") == "breached"
    assert (await desk.kpi("first_response_time"))["count"] == 0


async def test_a_case_that_the_customer_confirmed_was_answered(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    await desk.tell(f"{case}/confirm", **CONFIRMED)
    assert await desk.verdict(case, "first_reply") == "met"
    assert await desk.verdict(case, "next_reply") == "met"


async def test_a_thank_you_opens_no_promise(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="谢谢", needs_answer=False)
    assert await desk.verdicts(case, "next_reply") == []


async def test_an_agent_finds_afterwards_that_a_message_needs_no_answer_and_stands_for_it(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="谢谢")
    await desk.tell(f"{case}/answer-not-needed", reason="A thank you")
    assert await desk.verdict(case, "next_reply") == "voided"
    await desk.tell(f"{case}/customer-message", channel="phone", text="And the second line?")
    assert await desk.verdicts(case, "next_reply") == ["voided", "running"]


async def test_who_marks_every_message_as_needing_no_answer_is_seen_in_a_figure(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    await desk.tell(f"{case}/customer-message", channel="phone", text="When?")
    await desk.tell(f"{case}/answer-not-needed", reason="He can wait")
    assert (await desk.kpi("voided_promises"))["hits"] == 1
    by_person = await desk.read("/v1/reports/kpi?by=voided_by")
    (agent,) = [group for group in by_person["groups"] if group["group"] == "key:agent"]
    assert agent["figures"]["voided_promises"]["hits"] == 1
    by_act = await desk.read("/v1/reports/kpi?by=end_reason")
    (marked,) = [group for group in by_act["groups"] if group["group"] == "answer_not_needed"]
    assert marked["figures"]["voided_promises"]["hits"] == 1


async def test_nothing_is_marked_where_the_customer_waits_for_nothing(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    assert await desk.refused(f"{case}/answer-not-needed", reason="A thank you") == "nothing_to_answer"


CLOSINGS = {
    "confirmed": "met",  # the customer's own word
    "confirmation_window_passed": "breached",
    "withdrawn": "voided",
    "duplicate": "voided",
}


@pytest.mark.evasion(33)
@pytest.mark.parametrize(("reason", "verdict"), CLOSINGS.items())
async def test_an_unanswered_demand_is_not_made_void_by_our_own_closing_without_a_word(
    desk: Desk, reason: str, verdict: str
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    if reason.startswith("confirm"):
        await desk.tell(f"{case}/resolve", resolution="Done")
    if reason == "confirmed":
        await desk.tell(f"{case}/confirm", **CONFIRMED)
    if reason == "confirmation_window_passed":
        await desk.later(days=3)
    await desk.tell(f"{case}/close", reason=reason)
    await desk.later(case, days=1)
    assert await desk.verdict(case, "first_reply") == verdict
    figures = await desk.kpi("voided_promises")
    assert bool(figures["hits"]) == (verdict == "voided")


async def test_what_was_not_answered_before_the_close_can_still_be_answered(desk: Desk) -> None:
    at_once: dict[str, Any] = {"guideline": "handling", "version": 2, "confirmation_window_seconds": 0}
    await desk.tell("/v1/guidelines", Role.SUPERVISOR, content=at_once)
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="Done")
    await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    await desk.tell(f"{case}/reply", text="It was the bearing")
    assert await desk.verdict(case, "first_reply") == "met"


async def test_a_reply_that_becomes_known_after_the_mark_is_taken_and_keeps_the_promise(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="When?")
    await desk.later(case, minutes=10)
    replied_at = desk.house.clock().isoformat()
    await desk.later(case, minutes=10)
    await desk.tell(f"{case}/answer-not-needed", reason="Called them")
    await desk.later(case, hours=1)
    await desk.tell(f"{case}/reply", text="At noon", occurred_at=replied_at)
    assert await desk.verdict(case, "next_reply") == "met"
    assert (await desk.tell(f"{case}/answer-not-needed", reason="Called them"))["is_repeat"]


async def test_who_dates_the_mark_back_before_the_breach_is_seen_as_making_it_void_and_as_telling_late(
    desk: Desk,
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/customer-message", channel="phone", text="When?")
    written_at = desk.house.clock().isoformat()
    await desk.later(case, hours=5)
    assert await desk.verdict(case, "next_reply") == "breached"
    await desk.tell(f"{case}/answer-not-needed", reason="A thank you", occurred_at=written_at)
    found = (await desk.read(f"{case}/clocks"))["clocks"]
    (clock,) = [each for each in found if each["clock"] == "next_reply"]
    assert (clock["verdict"], clock["breached"] is not None) == ("voided", True)
    history = (await desk.read(f"{case}/history"))["items"]
    (mark,) = [each for each in history if each["event"]["type"] == "AnswerNotNeeded.v1"]
    assert mark["told_late_seconds"] == 5 * 3600
    figures = await desk.kpi("voided_promises")
    assert (figures["hits"], figures["count"] >= 1) == (1, True)


@pytest.mark.evasion(2, 66, 150)
async def test_the_same_reply_again_is_no_news_and_counted_and_short_ones_are_none_of_it(desk: Desk) -> None:
    case, other = await desk.case(kind="enquiry"), await desk.case(kind="enquiry")
    said = [("An engineer comes", None), ("an engineer  comes!", ["news"]), ("Yes", None), ("Yes", None)]
    for text, missing in said:
        await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
        told = await desk.tell(f"{case}/reply", text=text)
        assert told["events"][0]["event"].get("missing") == missing
        assert await desk.verdict(case, "next_reply") == "met"
    told = await desk.tell(f"{other}/reply", text="An engineer comes")
    assert "missing" not in told["events"][0]["event"]
    figures = await desk.kpi("cases_told_again")
    assert (figures["count"], figures["hits"]) == (2, 1)
    assert "without: something new" in str(await desk.read(f"{case}/story?language=en"))


@pytest.mark.evasion(66, 153)
async def test_the_reply_of_yesterday_told_once_more_is_no_news_in_the_figure(desk: Desk) -> None:
    case = await desk.case(kind="technical")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    for _ in range(3):
        await desk.tell(f"{case}/reply", text="An engineer comes")
        await desk.later(case, hours=23)
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    assert (await desk.kpi("longest_update_gap"))["median_seconds"] == 69 * 3600


@pytest.mark.evasion(2, 33, 150)
@pytest.mark.parametrize(
    "text",
    [
        "已收到,会尽快处理",
        "We received your request 4711 and will get back to you",
        "Your ticket #4711 has been received.",
        "您的工单4711已收到,我们会尽快为您处理",
    ],
)
async def test_a_receipt_with_a_number_and_a_promise_to_call_back_answers_nothing(
    desk: Desk, text: str
) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text=text)
    assert await desk.verdict(case, "first_reply") == "running"
