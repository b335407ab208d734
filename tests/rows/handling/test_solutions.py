"""A resolution names phenomenon, cause and solution (row 87)."""

from typing import Any

import pytest

from tests.rows.desk import Desk


async def missing_of(desk: Desk, **resolution: Any) -> list[str]:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/reply", text="An engineer comes")
    told = await desk.tell(f"{case}/resolve", **resolution)
    missing: list[str] = told["events"][0]["event"].get("missing", [])
    return missing


@pytest.mark.requirement(87)
@pytest.mark.parametrize("named", ["solution", "resolution"])
async def test_a_case_is_resolved_with_its_solution(desk: Desk, named: str) -> None:
    told = {"phenomenon": "Line 3 stood still", "cause": "A worn bearing", named: "A new bearing"}
    assert "solution" not in await missing_of(desk, **told)


async def resolved_without_words(desk: Desk) -> str:
    case = await desk.case(kind="enquiry")
    await desk.tell(f"{case}/assign", owner="li.na", reason="knows presses")
    await desk.tell(f"{case}/resolve")
    return case


async def lacking(desk: Desk, mark: str) -> list[str]:
    return [each["case_id"] for each in (await desk.read(f"/v1/cases?lacking={mark}"))["items"]]


@pytest.mark.requirement(87)
async def test_what_was_not_said_at_the_resolution_is_found_in_a_list_and_added_afterwards(
    desk: Desk,
) -> None:
    case = await resolved_without_words(desk)
    assert len(await lacking(desk, "solution")) == len(await lacking(desk, "cause")) == 1
    told = await desk.tell(f"{case}/supplement-resolution", solution="A new bearing", cause="It was worn")
    assert told["events"][0]["event"]["type"] == "ResolutionSupplemented.v1"
    assert await lacking(desk, "solution") == await lacking(desk, "cause") == []
    assert "A new bearing" in str(await desk.read(f"{case}/story?language=en"))
    again = await desk.tell(f"{case}/supplement-resolution", solution="A new bearing", cause="It was worn")
    assert again["events"] == []


@pytest.mark.evasion(87)
async def test_what_was_said_is_not_said_otherwise_and_what_was_missing_stays_in_the_figure(
    desk: Desk,
) -> None:
    case = await resolved_without_words(desk)
    add = f"{case}/supplement-resolution"
    assert await desk.refused(add, solution=".") == "words_without_meaning"
    await desk.tell(add, solution="A new bearing")
    assert await desk.refused(add, solution="An old bearing") == "on_record_otherwise"
    assert await desk.refused(add, solution="An old bearing", cause="Wear") == "resolution_already_told"
    assert await desk.refused(add) == "validation_failed"
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
    other = await desk.case()
    assert await desk.refused(f"{other}/supplement-resolution", cause="Wear") == "case_not_resolved"


@pytest.mark.evasion(87)
async def test_a_resolution_without_a_solution_is_warned_of_and_counted(desk: Desk) -> None:
    assert "solution" in await missing_of(desk, cause="A worn bearing")
    assert (await desk.kpi("endings_lacking"))["hits"] == 1


@pytest.mark.evasion(87)
@pytest.mark.parametrize("solution", ["It was worn", "it was  WORN!"])
async def test_three_fields_with_the_same_words_are_one_and_counted(desk: Desk, solution: str) -> None:
    same = {"phenomenon": "It stood still", "cause": "It was worn", "solution": solution}
    assert "own_words" in await missing_of(desk, **same)
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
    assert "own_words" not in await missing_of(desk, **{**same, "solution": "A new bearing"})
