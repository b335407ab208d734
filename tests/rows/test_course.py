"""The course of a case from receipt to result, and what is understood (rows 52, 65, 87, 100, 155, 156)."""

from typing import Any

import pytest

from tests.rows.desk import Desk

ROUND = "0195c3a0-0000-7000-8000-0000000001b1"
AGREED: dict[str, Any] = {"confirmed_by": "王工", "channel": "phone"}
RESULT: dict[str, Any] = {"channel": "phone", "text": "Line 3 runs again"}


async def owned(desk: Desk, response_class: str = "routine", **received: Any) -> str:
    case = await desk.case(**received)
    await desk.tell(f"{case}/assign", owner="li.na")
    await desk.tell(f"{case}/classify", response_class=response_class, reason="As it was told")
    return case


async def seconds_of(desk: Desk, case: str) -> dict[str, int | None]:
    """Return how long each stage lasted; None while it lasts."""
    return {each["stage"]: each["seconds"] for each in (await desk.read(case))["work"]["stages"]}


@pytest.mark.requirement(52)
async def test_a_case_goes_through_five_stages_and_each_has_its_time(desk: Desk) -> None:
    case = await desk.case()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("assign", {"owner": "li.na"}),
        ("understanding", {"problem": "The bearing is worn", "solution": "A new one", **AGREED}),
        ("progress", {"problem": "The bearing is worn", "solution": "It comes", "channel": "phone"}),
        ("resolve", {"resolution": "A new bearing"}),
        ("result", RESULT),
    ]
    for command, body in steps:
        await desk.later(hours=1)
        await desk.tell(f"{case}/{command}", **body)
    assert await seconds_of(desk, case) == dict.fromkeys(
        ["reception", "diagnosis", "planning", "execution", "feedback"], 3600
    )


@pytest.mark.evasion(52)
async def test_a_stage_that_was_left_out_is_not_there_and_its_time_stands_in_the_one_before(
    desk: Desk,
) -> None:
    case = await owned(desk)
    await desk.later(hours=5)
    await desk.tell(f"{case}/resolve", resolution="Done")
    assert await seconds_of(desk, case) == {"reception": 0, "diagnosis": 5 * 3600, "feedback": None}
    assert (await desk.kpi("planning_time"))["count"] == 0


@pytest.mark.evasion(52)
async def test_work_after_the_result_was_told_counts_as_feedback_until_the_case_is_closed(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/resolve", resolution="Done")
    await desk.tell(f"{case}/result", **RESULT)
    await desk.later(hours=5)
    await desk.tell(f"{case}/reply", text="It was the other bearing")
    assert (await seconds_of(desk, case))["feedback"] == 5 * 3600
    assert (await desk.kpi("feedback_time"))["mean_seconds"] == 5 * 3600
    await desk.later(days=3)
    await desk.tell(f"{case}/close", reason="confirmation_window_passed")
    await desk.later(hours=5)
    await desk.tell(f"{case}/reply", text="Greetings")
    assert (await seconds_of(desk, case))["feedback"] == 5 * 3600
    assert (await desk.kpi("feedback_time"))["mean_seconds"] == 5 * 3600


@pytest.mark.requirement(65)
async def test_a_basic_question_is_solved_on_the_spot(desk: Desk) -> None:
    case = await owned(desk, "basic", kind="enquiry")
    await desk.tell(f"{case}/reply", text="Press F2")
    await desk.later(minutes=29)
    await desk.tell(f"{case}/resolve", resolution="F2")
    assert await desk.verdict(case, "resolution") == "met"
    assert (await desk.kpi("basic_first_contact_resolution"))["hits"] == 1


@pytest.mark.evasion(65)
@pytest.mark.parametrize("way", ["a second answer", "a hand-over", "reopened"])
async def test_what_took_more_than_one_contact_is_not_counted_as_solved_on_the_spot(
    desk: Desk, way: str
) -> None:
    case = await owned(desk, "basic", kind="enquiry")
    await desk.tell(f"{case}/reply", text="Press F2")
    if way == "a second answer":
        await desk.tell(f"{case}/reply", text="Press F3")
    if way == "a hand-over":
        await desk.tell(f"{case}/hand-over", to_owner="wang.a")
    await desk.later(minutes=1)
    await desk.tell(f"{case}/resolve", resolution="F2")
    if way == "reopened":
        await desk.tell(f"{case}/reopen", reason="It does nothing")
        await desk.tell(f"{case}/resolve", resolution="F3")
    figures = await desk.kpi("basic_first_contact_resolution")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.requirement(87)
async def test_a_resolution_says_what_showed_why_and_what_was_done(desk: Desk) -> None:
    case = await owned(desk)
    told: dict[str, Any] = {
        "phenomenon": "The line stopped",
        "cause": "A bearing ran dry",
        "solution": "A new bearing",
    }
    (resolved,) = [
        each["event"]
        for each in (await desk.tell(f"{case}/resolve", **told))["events"]
        if each["event"]["type"] == "CaseResolved.v1"
    ]
    assert {name: resolved[name] for name in told} == told
    assert "cause" not in (await desk.read(case))["work"]["missing_marks"]


@pytest.mark.evasion(87)
async def test_a_resolution_without_its_cause_is_found_as_long_as_it_lacks_it(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/resolve", solution="A new bearing")
    lacking = await desk.read("/v1/cases?lacking=cause")
    assert [each["case_id"] for each in lacking["items"]] == [case[-36:]]
    assert "cause" in (await desk.read(case))["work"]["missing_marks"]


@pytest.mark.requirement(100)
async def test_what_was_asked_or_complained_of_is_recorded_and_its_result_told(desk: Desk) -> None:
    case = await owned(desk, kind="enquiry", description="How do I set the pressure?")
    assert "feedback" in (await desk.read(case))["work"]["missing_marks"]
    await desk.tell(f"{case}/resolve", resolution="By F2")
    await desk.tell(f"{case}/result", **RESULT)
    assert (await desk.read(case))["work"]["result_told"]["channel"] == "phone"
    assert (await desk.read("/v1/cases?lacking=feedback"))["items"] == []


@pytest.mark.evasion(100)
async def test_no_result_is_told_before_there_is_one(desk: Desk) -> None:
    case = await owned(desk, kind="enquiry")
    assert await desk.refused(f"{case}/result", **RESULT) == "case_not_resolved"


@pytest.mark.requirement(155)
async def test_by_saying_it_back_both_agree_on_problem_and_solution(desk: Desk) -> None:
    case = await owned(desk)
    await desk.tell(f"{case}/clarification", clarification_id=ROUND, question="Which line?")
    agreed: dict[str, Any] = {
        "problem": "The bearing of line 3 is worn",
        "solution": "A new bearing today",
        **AGREED,
    }
    told = await desk.tell(f"{case}/understanding", **agreed)
    confirmed = told["events"][0]["event"]
    assert (confirmed["type"], confirmed["rounds"]) == ("UnderstandingConfirmed.v1", 1)
    assert (await desk.kpi("clarified_within_two_rounds"))["hits"] == 1


@pytest.mark.evasion(155)
async def test_who_asks_and_asks_and_never_says_it_back_is_seen_in_a_figure(desk: Desk) -> None:
    case = await owned(desk)
    assert await desk.refused(f"{case}/understanding", solution="A new one") == "validation_failed"
    for number in range(3):
        which = f"{ROUND[:-1]}{number}"
        await desk.tell(f"{case}/clarification", clarification_id=which, question="Which line?")
    figures = await desk.kpi("clarified_within_two_rounds")
    assert (figures["count"], figures["hits"]) == (1, 0)


@pytest.mark.requirement(156)
async def test_what_a_customer_says_and_what_is_needed_stand_side_by_side(desk: Desk) -> None:
    case = await owned(desk)
    need: dict[str, Any] = {"stated": "You are always late", "real": "Delivery dates to rely on"}
    told = await desk.tell(f"{case}/need", **need)
    found = told["events"][0]["event"]
    assert (found["stated"], found["real"]) == (need["stated"], need["real"])


@pytest.mark.evasion(156)
async def test_the_customers_own_words_said_twice_are_no_need_that_was_found(desk: Desk) -> None:
    case = await owned(desk)
    assert await desk.refused(f"{case}/need", stated="You are always late") == "validation_failed"
    twice: dict[str, Any] = {"stated": "You are always late", "real": "you are always late "}
    assert await desk.refused(f"{case}/need", **twice) == "validation_failed"


@pytest.mark.evasion(156)
async def test_the_same_need_told_twice_is_one_and_another_names_itself(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    need: dict[str, Any] = {"stated": "You are always late", "real": "Delivery dates to rely on"}
    await desk.tell(f"{case}/need", **need)
    assert (await desk.tell(f"{case}/need", **need))["events"] == []
    other: dict[str, Any] = {"stated": "And too dear", "real": "A price for the year"}
    assert await desk.refused(f"{case}/need", **other) == "on_record_otherwise"
    named = {**other, "need_id": "0195c3a0-0000-7000-8000-0000000000e1"}
    await desk.tell(f"{case}/need", **named)
    assert (await desk.tell(f"{case}/need", **named))["events"] == []
    assert len((await desk.read(case))["understanding"]["needs"]) == 2
