"""What counts as a word to the customer (rows 2, 33, 135, 153, 156): it reaches them and means something."""

from typing import Any

import pytest

from tests.rows.desk import Desk

PLAN: dict[str, Any] = {
    "stages": [{"title": "New bearing", "due_at": "2026-03-09T18:00:00+08:00", "responsible": "li.na"}]
}
PROGRESS: dict[str, Any] = {"problem": "The bearing is worn", "solution": "A new one", "channel": "phone"}
UNDERSTOOD: dict[str, Any] = {"problem": "The bearing is worn", "confirmed_by": "王工", "channel": "phone"}
TO_OURSELVES = {
    "a reply": ("reply", {"text": "An engineer comes"}),
    "progress": ("progress", PROGRESS),
    "an understanding": ("understanding", UNDERSTOOD),
    "a plan": ("plan", PLAN),
}
MEANINGLESS: list[tuple[str, dict[str, Any]]] = [
    ("reply", {"text": "."}),
    ("reply", {"text": "x"}),
    ("reply", {"text": "……啊!!"}),
    ("progress", {**PROGRESS, "solution": "."}),
    ("progress", {**PROGRESS, "problem": "--"}),
    ("understanding", {**UNDERSTOOD, "problem": "x"}),
    ("need", {"stated": "You are late", "real": "x."}),
]


async def unanswered(desk: Desk, **received: Any) -> str:
    case = await desk.case(**received)
    await desk.tell(f"{case}/customer-message", channel="phone", text="Any news?")
    return case


@pytest.mark.evasion(2, 33, 153)
@pytest.mark.parametrize("channel", ["internal", "monitoring"])
@pytest.mark.parametrize("said", TO_OURSELVES)
async def test_what_goes_by_a_channel_that_reaches_no_customer_tells_them_nothing(
    desk: Desk, said: str, channel: str
) -> None:
    case = await unanswered(desk, kind="enquiry")
    command, body = TO_OURSELVES[said]
    told = {**body, "channel": channel}
    assert await desk.refused(f"{case}/{command}", **told) == "channel_reaches_nobody"
    assert await desk.verdict(case, "first_reply") == "running"
    assert await desk.verdicts(case, "progress_update") == []


async def test_no_result_is_told_by_a_channel_that_reaches_no_customer(desk: Desk) -> None:
    case = await unanswered(desk, kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve", resolution="A new bearing")
    refusal = await desk.refused(f"{case}/result", text="Line 3 runs", channel="internal")
    assert refusal == "channel_reaches_nobody"


async def test_colleagues_write_to_each_other_by_whatever_channel_and_as_short_as_they_like(
    desk: Desk,
) -> None:
    case = await unanswered(desk)
    await desk.tell(f"{case}/reply", text="?", audience="internal", channel="internal")


@pytest.mark.evasion(2, 33, 153, 156)
@pytest.mark.parametrize(("command", "body"), MEANINGLESS)
async def test_words_without_a_meaning_are_no_words_to_the_customer(
    desk: Desk, command: str, body: dict[str, Any]
) -> None:
    case = await unanswered(desk, kind="enquiry")
    assert await desk.refused(f"{case}/{command}", **body) == "words_without_meaning"
    assert await desk.verdict(case, "first_reply") == "running"


async def test_two_signs_can_be_an_answer(desk: Desk) -> None:
    case = await unanswered(desk, kind="enquiry")
    await desk.tell(f"{case}/reply", text="可以")
    assert await desk.verdict(case, "first_reply") == "met"


@pytest.mark.evasion(2, 33, 135)
@pytest.mark.parametrize("missing", ["confirmed_by", "channel"])
async def test_that_the_customer_agreed_says_who_and_by_which_channel(desk: Desk, missing: str) -> None:
    case = await unanswered(desk, kind="complaint")
    told = {name: value for name, value in UNDERSTOOD.items() if name != missing}
    assert await desk.refused(f"{case}/understanding", **told) == "confirmation_needs_evidence"
    assert await desk.verdict(case, "complaint_answer") == "running"


@pytest.mark.evasion(2, 3, 33, 66, 153)
@pytest.mark.parametrize(
    ("response_class", "promises"),
    [
        ("routine", ["first_reply", "next_reply"]),
        ("complex", ["acknowledgement", "first_reply", "next_reply"]),
        ("urgent", ["acknowledgement", "first_reply", "next_reply"]),
    ],
)
async def test_a_plan_of_which_the_customer_was_not_told_is_no_word_to_them(
    desk: Desk, response_class: str, promises: list[str]
) -> None:
    case = await unanswered(desk, kind="technical")
    await desk.tell(f"{case}/classify", response_class=response_class, reason="As it was told")
    stages = [*PLAN["stages"], {**PLAN["stages"][0], "title": "Trial", "due_at": "2026-03-10T18:00:00+08:00"}]
    await desk.tell(f"{case}/plan", stages=stages)
    assert {await desk.verdict(case, each) for each in promises} == {"running"}
    assert await desk.verdicts(case, "progress_update") == []
    assert (await desk.kpi("first_response_time"))["count"] == 0
    await desk.tell(f"{case}/plan", stages=stages, channel="phone")
    assert {await desk.verdict(case, each) for each in promises} == {"met"}
    assert await desk.verdict(case, "progress_update") == "running"


@pytest.mark.evasion(66, 153)
async def test_a_day_on_which_we_only_planned_among_ourselves_is_a_day_without_a_word(desk: Desk) -> None:
    case = await unanswered(desk, kind="technical")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    await desk.later(case, hours=23)
    await desk.tell(f"{case}/plan", **PLAN)
    await desk.later(case, hours=2)
    assert await desk.verdict(case, "progress_update") == "breached"


@pytest.mark.requirement(135)
@pytest.mark.evasion(135)
async def test_a_plan_answers_a_complaint_when_the_customer_was_told_of_it(desk: Desk) -> None:
    case = await unanswered(desk, kind="complaint")
    await desk.tell(f"{case}/assign", owner="li.na", reason="complaints")
    await desk.tell(f"{case}/plan", **PLAN)
    assert await desk.verdict(case, "complaint_answer") == "running"
    assert await desk.verdict(case, "next_reply") == "running"
    assert await desk.refused(f"{case}/resolve", resolution="Done") == "needs_not_met"
    await desk.tell(f"{case}/plan", **PLAN, channel="wecom")
    assert await desk.verdict(case, "complaint_answer") == "met"
    assert await desk.verdict(case, "next_reply") == "met"
    await desk.tell(f"{case}/resolve", resolution="Done")
