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


@pytest.mark.evasion(87)
async def test_a_resolution_without_a_solution_is_warned_of_and_counted(desk: Desk) -> None:
    assert "solution" in await missing_of(desk, cause="A worn bearing")
    assert (await desk.kpi("endings_lacking"))["hits"] == 1
