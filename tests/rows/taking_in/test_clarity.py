"""The core of a matter is clear after one or two rounds of questions (row 61)."""

from typing import Any

import pytest

from tests.rows.desk import Desk

ROUND = "0195c3a0-0000-7000-8000-0000000001c"
AGREED: dict[str, Any] = {"confirmed_by": "王工", "channel": "phone"}


async def ask(desk: Desk, case: str, rounds: range) -> None:
    for number in rounds:
        question = f"Question {number}: which line, and since when?"
        await desk.tell(f"{case}/clarification", clarification_id=f"{ROUND}{number}", question=question)


async def share(desk: Desk) -> tuple[int, int]:
    figures = await desk.kpi("clarified_within_two_rounds")
    return figures["hits"], figures["count"]


@pytest.mark.requirement(61)
@pytest.mark.parametrize(("rounds", "hits"), [(0, 1), (1, 1), (2, 1), (3, 0)])
async def test_the_core_of_a_matter_is_clear_after_one_or_two_rounds(
    desk: Desk, rounds: int, hits: int
) -> None:
    case = await desk.case()
    await ask(desk, case, range(rounds))
    await desk.tell(f"{case}/understanding", problem="The bearing is worn", **AGREED)
    understanding = (await desk.read(case))["understanding"]
    assert (understanding["rounds"], understanding["took_too_many_rounds"]) == (rounds, not hits)
    assert await share(desk) == (hits, 1)


@pytest.mark.evasion(61)
async def test_who_says_it_is_clear_and_asks_on_had_not_understood(desk: Desk) -> None:
    case = await desk.case()
    await ask(desk, case, range(1))
    await desk.tell(f"{case}/understanding", problem="Something is worn", **AGREED)
    await ask(desk, case, range(1, 4))
    await desk.tell(f"{case}/understanding", problem="The bearing is worn", **AGREED)
    assert (await desk.read(case))["understanding"]["took_too_many_rounds"] is True
    assert await share(desk) == (0, 1)


@pytest.mark.evasion(61)
async def test_a_second_round_under_the_number_of_the_first_is_not_taken_unseen(desk: Desk) -> None:
    case = await desk.case()
    await ask(desk, case, range(1))
    await desk.later(minutes=10)
    again: dict[str, Any] = {
        "clarification_id": f"{ROUND}0",
        "question": "And which press?",
        "channel": "email",
    }
    assert await desk.refused(f"{case}/clarification", **again) == "on_record_otherwise"


@pytest.mark.evasion(61)
async def test_questions_asked_as_a_reply_answer_nothing_and_are_followed_up(desk: Desk) -> None:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/reply", text="Which line?", substantive=False)
    assert await desk.verdict(case, "first_reply") == "running"
    assert await desk.verdict(case, "open_question") == "running"
